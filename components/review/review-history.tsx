import { More } from '@/components/ui/more'
import type { Review } from '@/lib/domain/review'
import { prepareEvents } from './prepare-events'

/** Everything that was said, by whom and when: also what was overruled or taken back. */
export function ReviewHistory({
  review,
  zone,
  nameOf,
}: {
  review: Review
  zone: string | undefined
  nameOf: (email: string) => string
}) {
  const events = prepareEvents(review, zone, nameOf)
  if (events.length === 0) return null
  return (
    <More summary={`All that was said (${events.length})`}>
      <ol aria-label="All that was said" className="text-sm">
        {events.map(({ id, words, origin }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-4 border-b py-1" dir="auto">
            <span className="min-w-0 wrap-anywhere">{words}</span>
            <span className="text-ink-2">{origin}</span>
          </li>
        ))}
      </ol>
    </More>
  )
}
