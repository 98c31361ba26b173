import { loadPlans, readCatalogue } from '@/lib/db/plan-rows'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, later, type Day, type DayRange } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { Plan } from '@/lib/domain/plan'
import type { StoredPlan } from '@/lib/domain/plan-record'
import {
  catalogueEntryOn,
  monthlyApiCredit,
  planNameOn,
  type CatalogueEntry,
} from '@/lib/domain/plan-catalogue'
import { planAmountsByDay, type Basis, type PlanAmount } from '@/lib/domain/plan-charges'
import { describingTerm, termInForce } from '@/lib/domain/plan-cycles'
import { planMatches, type TimelineFilters } from '@/lib/domain/timeline-request'

/** Every plan, and what plans are called and give. */
export interface PlanBook {
  plans: readonly StoredPlan[]
  catalogue: readonly CatalogueEntry[]
}

export async function loadPlanBook(data: DataScope = 'real'): Promise<PlanBook> {
  const [plans, catalogue] = await Promise.all([loadPlans(data), readCatalogue()])
  return { plans, catalogue }
}

/** What the plans that satisfy the filters cost per day. */
export function planAmounts(
  { plans }: PlanBook,
  { range, basis, filters }: { range: DayRange; basis: Basis; filters: TimelineFilters },
  today: Day,
): PlanAmount[] {
  return plans
    .filter(({ id }) => planMatches(filters, id))
    .flatMap((plan) => planAmountsByDay(plan, range, basis, today))
}

/** "Max · ada@example.com", "Team Standard × 5 · ada@example.com" */
export function nameOfPlan({ catalogue }: PlanBook, plan: Plan, today: Day): string {
  const term = describingTerm(plan, today)
  const seats = term.seats > 1 ? ` × ${term.seats}` : ''
  return `${planNameOn(catalogue, term.planCode, plan.cycle, today)}${seats} · ${plan.holderEmail}`
}

/** A plan that ran on some day of a range. */
export interface PlanWithin {
  id: string
  /** Without its holder: "Max". */
  name: string
  /** What it gives on API use a month once claimed; null = none. */
  apiCredit: Nano | null
}

/** The paid plans that ran, and were not paused all along, within the part of a range that has passed. */
export function plansWithin({ plans, catalogue }: PlanBook, range: DayRange, today: Day): PlanWithin[] {
  const last = range.to > today ? today : addDays(range.to, -1)
  return plans.flatMap((plan) => {
    const first = later(range.from, plan.startsOn)
    if (first > last || (plan.endsOn !== null && plan.endsOn < first)) return []
    const terms = plan.terms.filter((term) => first <= term.effectiveOn && term.effectiveOn < last)
    const ran = [termInForce(plan, first), ...terms].some((term) => !term.paused && term.planCode !== 'free')
    if (!ran) return []
    const term = describingTerm(plan, last)
    const entry = catalogueEntryOn(catalogue, term.planCode, plan.cycle, last)
    return {
      id: plan.id,
      name: planNameOn(catalogue, term.planCode, plan.cycle, last),
      apiCredit: entry && monthlyApiCredit(entry, term.seats),
    }
  })
}
