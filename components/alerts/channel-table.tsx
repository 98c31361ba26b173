import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import type { FormAction } from '@/components/ui/form-outcome'
import { Table, Td, Th } from '@/components/ui/table'
import type { AlertChannel } from '@/lib/domain/alert-channel'
import { formatInstant, formatRelativeTime } from '@/lib/format'
import { filterWords } from './alert-words'
import { RotateSecret } from './rotate-secret'
import { SendTest } from './send-test'

const KINDS = { slack: 'Slack', webhook: 'Signed webhook' } as const

export interface ChannelActions {
  test: FormAction<{ sentence: string }>
  turn: FormAction<unknown>
  remove: FormAction<unknown>
  rotate: FormAction<{ secret: string }>
}

/** Where alerts of the team go, and how that goes. */
export function ChannelTable({
  channels,
  actions,
  timeZone,
  now,
}: {
  channels: readonly AlertChannel[]
  actions: ChannelActions
  timeZone: string | undefined
  now: Date
}) {
  return (
    <Table label="Channels">
      <thead>
        <tr>
          <Th>Channel</Th>
          <Th>State</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {channels.map((channel) => (
          <tr key={channel.id} className="align-top">
            <Td className="max-w-96 min-w-44 py-2 wrap-anywhere">
              <span className="font-medium" dir="auto">
                {channel.name}
              </span>
              <span className="text-ink-3 block text-xs">
                {KINDS[channel.kind]} · <span className="font-mono">{channel.urlHint}</span>
              </span>
              <span className="text-ink-2 block text-sm">{filterWords(channel)}</span>
            </Td>
            <Td className="max-w-72 min-w-40 py-2 text-sm">
              <StateOf channel={channel} timeZone={timeZone} now={now} />
            </Td>
            <Td className="min-w-56 py-1.5">
              <div className="flex flex-wrap items-center justify-end gap-1">
                <SendTest action={actions.test} id={channel.id} label={`Test ${channel.name}`}>
                  Test
                </SendTest>
                <ButtonLink
                  size="sm"
                  variant="quiet"
                  href={`/settings/alerts?edit=${encodeURIComponent(channel.id)}#channel`}
                  prefetch={false}
                  aria-label={`Edit ${channel.name}`}
                >
                  Edit
                </ButtonLink>
                {channel.kind === 'webhook' && (
                  <RotateSecret action={actions.rotate} id={channel.id} name={channel.name} />
                )}
                <ActionButton
                  action={actions.turn}
                  values={{ id: channel.id, enabled: channel.enabled ? 'off' : 'on' }}
                  variant="quiet"
                  label={`Turn ${channel.name} ${channel.enabled ? 'off' : 'on'}`}
                >
                  {channel.enabled ? 'Turn off' : 'Turn on'}
                </ActionButton>
                <ActionButton
                  action={actions.remove}
                  values={{ id: channel.id }}
                  variant="quiet"
                  label={`Delete ${channel.name}`}
                >
                  Delete
                </ActionButton>
              </div>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function StateOf({
  channel: { enabled, hasAddress, failingSince, failure, allowsPrivate, previousUntil },
  timeZone,
  now,
}: {
  channel: AlertChannel
  timeZone: string | undefined
  now: Date
}) {
  return (
    <div className="flex flex-col items-start gap-1">
      {!hasAddress ? (
        <Badge tone="danger">address missing</Badge>
      ) : !enabled ? (
        <Badge>off</Badge>
      ) : failingSince ? (
        <Badge tone="danger">failing</Badge>
      ) : (
        <Badge tone="ok">on</Badge>
      )}
      {!hasAddress && <span>A restore under another key left it behind: edit the channel and enter it.</span>}
      {failure && <span className="text-ink-2 wrap-anywhere">{failure}</span>}
      {failingSince && (
        <span className="text-ink-3 text-xs" title={formatInstant(failingSince, timeZone)}>
          first failed {formatRelativeTime(failingSince, now)}
        </span>
      )}
      {allowsPrivate && <span className="text-ink-3 text-xs">may be at a private address</span>}
      {previousUntil && (
        <span className="text-ink-3 text-xs">
          the secret before signs too until {formatInstant(previousUntil, timeZone)}
        </span>
      )}
    </div>
  )
}
