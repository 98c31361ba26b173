import type { ReactNode } from 'react'
import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import type { FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { Term } from '@/components/words/term'
import type { Connection } from '@/lib/domain/connection'
import { formatInstant, formatRelativeTime } from '@/lib/format'
import { LegacyReports, type ConnectedOrganization } from './connect-form'
import { nextTryWords, stateWords } from './connection-state'
import { DisconnectDialog } from './disconnect-dialog'
import { ReadOnlySwitch } from './read-only-switch'
import { ReplaceKeyDialog } from './replace-key-dialog'

export interface ConnectionActions {
  replaceKey: FormAction<ConnectedOrganization>
  recheck: FormAction<unknown>
  turnReadOnly: FormAction<unknown>
  disconnect: FormAction<unknown>
  remove: FormAction<unknown>
}

/** One organisation: what is known of it, and what can be done about it by those who may. */
export function ConnectionCard({
  connection,
  now,
  syncEvery,
  mayChange,
  mayDelete,
  actions,
  children,
}: {
  connection: Connection
  now: Date
  syncEvery: number
  mayChange: boolean
  mayDelete: boolean
  actions: ConnectionActions
  /** What else is known of its organisation. */
  children?: ReactNode
}) {
  const { id, organizationId, name, source, keyHint, readOnly, lastSyncedAt, failure, failingSince } =
    connection
  const { label, tone } = stateWords(connection)
  return (
    <Card>
      <div className="mb-3 flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 text-lg font-semibold wrap-anywhere">
            {name} <Badge tone={tone}>{label}</Badge>
          </h2>
          <p className="text-ink-3 font-mono text-xs break-all">{organizationId}</p>
        </div>
        {mayChange && (
          <div className="no-print flex flex-wrap gap-2">
            <ReplaceKeyDialog action={actions.replaceKey} connectionId={id} name={name} keyHint={keyHint} />
            <DisconnectDialog
              disconnect={actions.disconnect}
              remove={actions.remove}
              connectionId={id}
              organizationId={organizationId}
              name={name}
              mayDelete={mayDelete}
            />
          </div>
        )}
      </div>
      <div className="grid gap-4">
        {source === 'legacy' && (
          <Notice
            title="Read through the legacy reports"
            actions={
              mayChange && (
                <ActionButton action={actions.recheck} values={{ id }} pendingText="Asking Anthropic">
                  Check again
                </ActionButton>
              )
            }
          >
            <LegacyReports name={name} />
          </Notice>
        )}
        {failure && (
          <Notice tone="error" title={failingTitle(failingSince, now)}>
            <p>{failure}</p>
            <p>{nextTryWords(syncEvery)} What was read before stays as it is.</p>
          </Notice>
        )}
        <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-3">
          <Fact term={<Term of="key-hint">Admin key</Term>}>
            <span className="font-mono text-sm break-all">{keyHint}</span>
          </Fact>
          <Fact term="Read through">
            {source === 'analytics' ? 'Usage and Cost Analytics API' : 'Legacy usage and cost reports'}
          </Fact>
          <Fact term="Last synced">
            {lastSyncedAt ? (
              <time dateTime={lastSyncedAt.toISOString()} title={formatInstant(lastSyncedAt)}>
                {formatRelativeTime(lastSyncedAt, now)}
              </time>
            ) : (
              'never'
            )}
          </Fact>
        </dl>
        <ReadOnlySwitch
          action={actions.turnReadOnly}
          connectionId={id}
          readOnly={readOnly}
          disabled={!mayChange}
        />
        {children}
      </div>
    </Card>
  )
}

function failingTitle(since: Date | null, now: Date): string {
  if (!since) return 'The last sync failed'
  return `Syncs have been failing since ${formatInstant(since)} (${formatRelativeTime(since, now)})`
}

function Fact({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-2 text-xs font-medium">{term}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  )
}
