import { addDays, type Day } from '@/lib/domain/day'
import { formatUsdExact } from '@/lib/domain/money'
import type { Cycle, PlanTerm } from '@/lib/domain/plan'
import type { PlanState } from '@/lib/domain/plan-cycles'
import { formatDay, formatUsd } from '@/lib/format'

/** "$20.00", "EUR 18.00 ($20.00)": as paid, with its dollars where that is another currency. */
export function priceWords(term: Pick<PlanTerm, 'price' | 'priceUsd'>, currency: string): string {
  const dollars = formatUsd(term.priceUsd).text
  return currency === 'USD' ? dollars : `${currency} ${formatUsdExact(term.price)} (${dollars})`
}

export function perCycle(cycle: Cycle): string {
  return cycle === 'annual' ? 'a year' : 'a month'
}

/** "Max", "Team Standard × 5" */
function planWithSeats(name: string, seats: number): string {
  return seats > 1 ? `${name} × ${seats}` : name
}

export interface StateWords {
  text: string
  tone: 'ok' | 'neutral' | 'accent' | 'warn'
}

export function stateWords(
  state: PlanState,
  { startsOn, endsOn }: { startsOn: Day; endsOn: Day | null },
): StateWords {
  switch (state) {
    case 'upcoming':
      return { text: `from ${formatDay(startsOn)}`, tone: 'accent' }
    case 'paused':
      return { text: 'paused', tone: 'warn' }
    case 'ended':
      return { text: endsOn ? `ended ${formatDay(endsOn)}` : 'ended', tone: 'neutral' }
    case 'active':
      return { text: endsOn ? `until ${formatDay(endsOn)}` : 'running', tone: 'ok' }
  }
}

/** What a term holds, as one line of the plan's history. */
export function termSentence(
  { name, term, from }: { name: string; term: PlanTerm; from: Day },
  { cycle, currency }: { cycle: Cycle; currency: string },
): string {
  const what = planWithSeats(name, term.seats)
  if (term.paused) return `${what}, paused from ${formatDay(from)}: nothing is charged`
  return `${what} from ${formatDay(from)}: ${priceWords(term, currency)} ${perCycle(cycle)}`
}

/** The days a charge pays for, in inclusive words. */
export function coverWords({ coversFrom, coversTo }: { coversFrom: Day; coversTo: Day }): string {
  return `${formatDay(coversFrom)} – ${formatDay(addDays(coversTo, -1))}`
}
