import type { Metadata } from 'next'
import { AlertLogFilter } from '@/components/alerts/alert-log-filter'
import { AlertLogTable } from '@/components/alerts/alert-log-table'
import { ChannelForm } from '@/components/alerts/channel-form'
import { ChannelTable } from '@/components/alerts/channel-table'
import { OwnAlertsForm } from '@/components/alerts/own-alerts-form'
import { SendTest } from '@/components/alerts/send-test'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { ALERT_STATES } from '@/lib/domain/alert-channel'
import { isAllowed, refusalSentence, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { readLastReview } from '@/lib/publish/alerts/test-alert'
import { canSendMail } from '@/lib/publish/mail'
import {
  getDeletedChannel,
  getOwnAlerts,
  listAlertChannels,
  listAlertLog,
  listAlertTargets,
} from '@/lib/queries/alerts'
import { chosenData } from '../../chosen-data'
import {
  addChannel,
  bringChannelBack,
  editChannel,
  lastReview,
  removeChannel,
  retryNow,
  rotateSecret,
  saveOwnAlerts,
  testChannel,
  testMine,
  turnChannel,
} from './actions'

export const metadata: Metadata = { title: 'Alerts' }

const ROWS = 25

type Given = Record<string, string | string[] | undefined>

export default async function AlertsPage({ searchParams }: PageProps<'/settings/alerts'>) {
  const viewer = await requireViewer()
  const given = await searchParams
  return (
    <>
      <PageHeader
        title="Alerts"
        description="Findings, budgets and the guard tell people here what happened, with its numbers and what to do. Everything is told once, and tried for three days where it does not get through."
      />
      <div className="grid grid-cols-1 gap-4">
        <OwnAlerts viewer={viewer} reads={given.read === 'review'} />
        <TeamChannels viewer={viewer} given={given} />
        <Log viewer={viewer} given={given} />
      </div>
    </>
  )
}

async function OwnAlerts({ viewer, reads }: { viewer: Viewer; reads: boolean }) {
  const own = await getOwnAlerts(viewer)
  if (!own) return null
  const now = currentTime()
  const canMail = canSendMail()
  return (
    <Card>
      <CardHeader
        title="To you, by mail"
        description={
          own.isDefault
            ? `You have not chosen yet: ${own.choice.mail ? 'owners and admins get what is high, at once, and the weekly review.' : own.choice.weeklyReview ? 'members get the weekly review.' : 'without a choice you get nothing.'}`
            : undefined
        }
        actions={
          <>
            {!reads && (
              <ButtonLink size="sm" prefetch={false} href="/settings/alerts?read=review" scroll={false}>
                Read the last review
              </ButtonLink>
            )}
            {canMail && (
              <>
                <SendTest action={lastReview}>Send me the last review</SendTest>
                <SendTest action={testMine}>Send me a test</SendTest>
              </>
            )}
          </>
        }
      />
      {reads && <LastReview text={await readLastReview(viewer, await chosenData(viewer), now)} />}
      {!canMail && (
        <div className="mb-4">
          <Notice tone="warning" title="This Onebill cannot send mail yet, so nobody gets any.">
            Whoever runs it sets <code className="font-mono">SMTP_URL</code>, such as{' '}
            <code className="font-mono">smtps://user:password@mail.example.com:465</code>, and{' '}
            <code className="font-mono">MAIL_FROM</code>, and starts it again. What you choose here is kept
            until then.
          </Notice>
        </div>
      )}
      <OwnAlertsForm
        action={saveOwnAlerts}
        choice={own.choice}
        address={own.address}
        timeZone={own.timeZone}
        isZoneKnown={own.isZoneKnown}
      />
    </Card>
  )
}

/** The digest as it is sent, for those who want to see one before they ask for it, or cannot be sent any. */
function LastReview({ text }: { text: string | null }) {
  return (
    <div className="mb-4 rounded-md border">
      <div className="flex items-center justify-between gap-2 px-3 py-1">
        <p className="text-ink-2 text-sm">
          {text === null
            ? 'No week was closed yet. The first one is when it is over and read.'
            : 'The last review, as mail without colours'}
        </p>
        <ButtonLink size="sm" prefetch={false} href="/settings/alerts" scroll={false}>
          Close
        </ButtonLink>
      </div>
      {text !== null && (
        <pre
          tabIndex={0}
          aria-label="The last review"
          className="overflow-x-auto border-t px-3 py-2 font-mono text-sm leading-6"
        >
          {text}
        </pre>
      )}
    </div>
  )
}

async function TeamChannels({ viewer, given }: { viewer: Viewer; given: Given }) {
  if (!isAllowed(viewer.role, 'manage_alerts'))
    return (
      <Card>
        <CardHeader title="To the team" />
        <p className="text-ink-2">{refusalSentence(viewer.role, 'manage_alerts')}</p>
      </Card>
    )
  const now = currentTime()
  const channels = await listAlertChannels(viewer, now)
  const deletedId = textOf(given.deleted)
  const deleted = deletedId ? await getDeletedChannel(viewer, deletedId) : null
  const editing = channels.find(({ id }) => id === given.edit) ?? null
  return (
    <>
      <Card>
        <CardHeader
          title="To the team"
          description="Slack and webhooks get alerts at once, also at night. Addresses and secrets are kept encrypted and never shown."
        />
        {deleted && (
          <div className="mb-3">
            <Notice
              title={`“${deleted.name}” is deleted. What waited for it is dropped.`}
              actions={
                <ActionButton
                  action={bringChannelBack}
                  values={{ id: deleted.id }}
                  pendingText="Bringing back"
                >
                  Undo
                </ActionButton>
              }
            />
          </div>
        )}
        {channels.length === 0 ? (
          <EmptyState title="No channel yet">
            Add a Slack channel or a webhook below, and alerts go there as well.
          </EmptyState>
        ) : (
          <ChannelTable
            channels={channels}
            actions={{ test: testChannel, turn: turnChannel, remove: removeChannel, rotate: rotateSecret }}
            timeZone={viewer.timeZone}
            now={now}
          />
        )}
      </Card>
      <div id="channel" className="scroll-mt-16">
        <Card>
          <CardHeader title={editing ? `Edit “${editing.name}”` : 'New channel'} />
          <ChannelForm
            key={editing?.id ?? 'new'}
            action={editing ? editChannel : addChannel}
            editing={editing}
            mayAllowPrivate={isAllowed(viewer.role, 'allow_private_targets')}
          />
        </Card>
      </div>
    </>
  )
}

async function Log({ viewer, given }: { viewer: Viewer; given: Given }) {
  const now = currentTime()
  const seesAll = isAllowed(viewer.role, 'manage_alerts')
  const state = ALERT_STATES.find((one) => one === given.state)
  const target = seesAll ? textOf(given.target) : ''
  const cursor = textOf(given.cursor) || undefined
  const [{ rows, nextCursor }, targets] = await Promise.all([
    listAlertLog(viewer, { state, ...(target && { target }) }, { limit: ROWS, cursor, now }),
    seesAll ? listAlertTargets(viewer) : null,
  ])
  const filtered = state !== undefined || target !== ''
  const address = (more: Record<string, string>) => {
    const query = new URLSearchParams({ ...(state && { state }), ...(target && { target }), ...more })
    return `/settings/alerts${query.size > 0 ? `?${query}` : ''}`
  }
  return (
    <Card>
      <CardHeader
        title="Delivery log"
        description={
          seesAll ? 'What was told whom, the newest first.' : 'What you were told, the newest first.'
        }
      />
      {(rows.length > 0 || filtered) && (
        <AlertLogFilter state={state ?? ''} target={target} targets={targets} />
      )}
      {rows.length === 0 ? (
        <EmptyState title={filtered ? 'Nothing matches' : 'Nothing was told yet'}>
          {filtered
            ? 'Leave a filter out to see more.'
            : 'What is found after the next sync, and what goes over a budget, appears here.'}
        </EmptyState>
      ) : (
        <AlertLogTable rows={rows} retry={retryNow} timeZone={viewer.timeZone} now={now} />
      )}
      {(nextCursor || cursor) && (
        <nav aria-label="Pages of the log" className="mt-3 flex flex-wrap gap-2">
          {cursor && (
            <ButtonLink size="sm" href={address({})} scroll={false}>
              Newest
            </ButtonLink>
          )}
          {nextCursor && (
            <ButtonLink size="sm" prefetch={false} href={address({ cursor: nextCursor })} scroll={false}>
              Older
            </ButtonLink>
          )}
        </nav>
      )}
    </Card>
  )
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' && value.length <= 200 && !value.includes('\u0000') ? value : ''
}
