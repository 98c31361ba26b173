import { EmptyState } from '@/components/ui/empty-state'
import { eventWords, SEVERITY_WORDS } from '@/lib/domain/findings/finding-standing'
import type { StoredFindingEvent } from '@/lib/domain/findings/stored-finding'
import { formatInstant } from '@/lib/format'
import { untilWords } from './prepare-findings'

const OF_SEVERITY = ['opened', 'worsened', 'eased', 'returned']

export function FindingEvents({ events, zone }: { events: readonly StoredFindingEvent[]; zone?: string }) {
  if (events.length === 0) return <EmptyState title="Nothing is recorded yet" />
  return (
    <ol className="flex flex-col gap-3">
      {events.map(({ id, at, kind, actorName, severity, note, until }) => (
        <li key={id} className="border-l-2 pl-3">
          <p>
            {eventWords(kind, actorName)}
            {OF_SEVERITY.includes(kind) && `, severity ${SEVERITY_WORDS[severity].toLowerCase()}`}
            {until && kind !== 'undone' && ` until ${untilWords(until, zone)}`}
          </p>
          {note && (
            <p className="text-ink-2 max-w-prose wrap-anywhere" dir="auto">
              {note}
            </p>
          )}
          <p className="text-ink-3 text-xs">{formatInstant(at, zone)}</p>
        </li>
      ))}
    </ol>
  )
}
