import Link from 'next/link'
import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import type { FormAction } from '@/components/ui/form-outcome'
import { More } from '@/components/ui/more'
import { Table, Td, Th } from '@/components/ui/table'
import type { AlertLogMessage, AlertLogRow } from '@/lib/domain/alert-log'
import { formatInstant, formatRelativeTime } from '@/lib/format'
import { SEVERITY_TONES, STATE_TONES, STATE_WORDS } from './alert-words'

const BY = { mail: 'by mail', slack: 'Slack', webhook: 'webhook' } as const

/** What was told whom, and what became of it. */
export function AlertLogTable({
  rows,
  retry,
  timeZone,
  now,
}: {
  rows: readonly AlertLogRow[]
  retry: FormAction<unknown>
  timeZone: string | undefined
  now: Date
}) {
  return (
    <Table label="Delivery log">
      <thead>
        <tr>
          <Th>Alert</Th>
          <Th>To</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top">
            <Td className="max-w-96 min-w-40 py-2 wrap-anywhere">
              <Badge tone={SEVERITY_TONES[row.severity]}>{row.severity}</Badge>{' '}
              <Link
                href={/^\/(?![/\\])/.test(row.path) ? row.path : '/'}
                prefetch={false}
                className="text-accent underline-offset-3 hover:underline"
                dir="auto"
              >
                {row.title}
              </Link>
              <time
                className="text-ink-3 block text-xs"
                dateTime={row.at.toISOString()}
                title={formatInstant(row.at, timeZone)}
              >
                noticed {formatRelativeTime(row.at, now)}
              </time>
            </Td>
            <Td className="max-w-48 min-w-20 py-2 wrap-anywhere">
              <span dir="auto">{row.target.name}</span>
              <span className="text-ink-3 block text-xs">{BY[row.target.kind]}</span>
            </Td>
            <Td className="max-w-96 min-w-56 py-2 text-sm">
              <div className="flex flex-wrap items-center gap-2">
                <Badge tone={row.heldUntil ? 'neutral' : STATE_TONES[row.state]}>
                  {row.heldUntil ? 'held back' : STATE_WORDS[row.state]}
                </Badge>
                <span className="text-ink-2 wrap-anywhere">{whatHolds(row, timeZone)}</span>
                {row.state === 'given_up' && row.message && (
                  <ActionButton action={retry} values={{ id: row.message.id }} pendingText="Trying">
                    Try again
                  </ActionButton>
                )}
              </div>
              {row.message && row.message.attempts.length > 0 && (
                <Attempts message={row.message} timeZone={timeZone} title={row.title} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function whatHolds({ state, heldUntil, message, reason }: AlertLogRow, timeZone: string | undefined): string {
  if (heldUntil) return `until ${formatInstant(heldUntil, timeZone)}`
  if (state === 'delivered' && message?.deliveredAt) {
    const others = message.alerts - 1
    const together = others > 0 ? `, with ${others} other${others === 1 ? '' : 's'}` : ''
    return `${formatInstant(message.deliveredAt, timeZone)}${together}`
  }
  if (state === 'waiting' && message?.underWay) return 'being sent now, or cut off: then it goes out again'
  if (state === 'waiting' && message && reason)
    return `${reason} Next try ${formatInstant(message.nextTryAt, timeZone)}.`
  return reason ?? ''
}

function Attempts({
  message: { attempts },
  timeZone,
  title,
}: {
  message: AlertLogMessage
  timeZone: string | undefined
  title: string
}) {
  const count = attempts.length === 1 ? '1 try' : `${attempts.length} tries`
  return (
    <More summary={count} label={`${count} of “${title}”`}>
      <ul className="grid gap-1">
        {attempts.map(({ id, at, outcome, failure, tookMs }) => (
          <li key={id} className="text-ink-2 wrap-anywhere">
            {formatInstant(at, timeZone)}:{' '}
            {outcome === null
              ? 'under way, or cut off before its end was known'
              : outcome === 'delivered'
                ? `taken${tookMs === null ? '' : ` after ${tookMs} ms`}`
                : failure}
          </li>
        ))}
      </ul>
    </More>
  )
}
