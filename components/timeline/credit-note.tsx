import Link from 'next/link'
import type { Day } from '@/lib/domain/day'
import { prepareCreditCycles } from './prepare-credit-cycles'
import type { TimelineData } from './timeline-data'

/** What API credit was granted in each plan cycle of the range, and how much of it is used. */
export function CreditNote({ cycles, today }: { cycles: TimelineData['creditCycles']; today: Day }) {
  const { lines, more } = prepareCreditCycles(cycles, today)
  if (lines.length === 0) return null
  return (
    <ul
      aria-label="API credit per plan cycle"
      className="text-ink-2 mt-1 flex flex-col gap-1 border-t pt-2 text-sm"
    >
      {lines.map(({ id, href, name, words, why }) => (
        <li key={id} className="[overflow-wrap:anywhere]">
          <Link href={href} prefetch={false} className="text-accent underline">
            {name}
          </Link>{' '}
          {words}
          {why && <span className="text-ink-3 block text-xs">{why}</span>}
        </li>
      ))}
      {more > 0 && (
        <li>
          and {more} earlier {more === 1 ? 'cycle' : 'cycles'}
        </li>
      )}
    </ul>
  )
}
