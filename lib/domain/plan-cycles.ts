import { addDays, addMonths, type Day, later } from './day'
import type { Plan, PlanTerm } from './plan'

const MONTHS_PER_CYCLE = { monthly: 1, annual: 12 } as const

/**
 * First day of the plan's cycle number `index` (0 = the first). A plan renews on its own anniversary, not on the first
 * of a month; a day a month does not have becomes that month's last: 31 Jan → 28/29 Feb → 31 Mar, 29 Feb → 28 Feb.
 * Source: billing.md §1.3 (SUP 8325618).
 */
export function cycleStart(plan: Pick<Plan, 'startsOn' | 'cycle'>, index: number): Day {
  return addMonths(plan.startsOn, index * MONTHS_PER_CYCLE[plan.cycle])
}

/** Number of the cycle `on` falls into; 0 for days before the plan starts. */
export function cycleIndexOn(plan: Pick<Plan, 'startsOn' | 'cycle'>, on: Day): number {
  if (on <= plan.startsOn) return 0
  const years = Number(on.slice(0, 4)) - Number(plan.startsOn.slice(0, 4))
  const months = years * 12 + Number(on.slice(5, 7)) - Number(plan.startsOn.slice(5, 7))
  const index = Math.floor(months / MONTHS_PER_CYCLE[plan.cycle])
  return cycleStart(plan, index) > on ? index - 1 : index
}

/** First day the term holds: the first one from its own day, a later one from the day after its change. */
export function inForceFrom(plan: Pick<Plan, 'terms'>, term: PlanTerm): Day {
  return term === plan.terms[0] ? term.effectiveOn : addDays(term.effectiveOn, 1)
}

/**
 * The term in force on a day, ignoring where the plan begins and ends: the day of a change belongs to the old term
 * (contract.md, "Plans"). Terms must be ordered by `effectiveOn`.
 */
export function termInForce<T extends PlanTerm>(plan: { readonly terms: readonly T[] }, on: Day): T {
  for (let index = plan.terms.length - 1; index > 0; index--) {
    const term = plan.terms[index]
    if (term && term.effectiveOn < on) return term
  }
  const [first] = plan.terms
  if (!first) throw new RangeError('a plan has at least one term')
  return first
}

/** The term in force on a day; null before the plan starts and after its last day. */
function currentTerm(plan: Plan, on: Day): PlanTerm | null {
  if (on < plan.startsOn || (plan.endsOn !== null && on > plan.endsOn)) return null
  return termInForce(plan, on)
}

/** The term that describes the plan on a day even when it is not running then: the first before it starts, the last held after its end. */
export function describingTerm<T extends PlanTerm>(
  plan: Plan & { readonly terms: readonly T[] },
  on: Day,
): T {
  const last = plan.endsOn !== null && plan.endsOn < on ? plan.endsOn : on
  return termInForce(plan, later(plan.startsOn, last))
}

export type PlanState = 'upcoming' | 'active' | 'paused' | 'ended'

export function planState(plan: Plan, on: Day): PlanState {
  if (on < plan.startsOn) return 'upcoming'
  const term = currentTerm(plan, on)
  if (!term) return 'ended'
  return term.paused ? 'paused' : 'active'
}
