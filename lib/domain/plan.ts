import type { Day } from './day'
import type { Nano } from './money'

export type Cycle = 'monthly' | 'annual'

/** What holds from a day on: a change adds a term and never rewrites an earlier one. */
export interface PlanTerm {
  /** The first term: the plan's first day. A later one: the day of the change, which still belongs to the term before. */
  effectiveOn: Day
  planCode: string
  seats: number
  /** Net per cycle for all seats, US dollars. */
  priceUsd: Nano
  /** The same as paid, in billionths of the plan's currency unit. */
  price: Nano
  paused: boolean
}

/** One subscription somebody holds. */
export interface Plan {
  id: string
  holderEmail: string
  cycle: Cycle
  currency: string
  /** Anchors the cycle. */
  startsOn: Day
  /** Last day, inclusive; null = still running. */
  endsOn: Day | null
  terms: PlanTerm[]
}
