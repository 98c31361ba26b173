import { addDays, addMonths, type Day, daysBetween, isWithin, later } from './day'
import { nano, NANO_PER_USD, scale, sum, zero, type Nano } from './money'
import { type CatalogueEntry, catalogueEntryOn, monthlyApiCredit } from './plan-catalogue'
import { termInForce } from './plan-cycles'
import type { StoredPlan } from './plan-record'

/** A month of a plan in which its API credit can be used, on the API use of the one organisation it is linked to. */
export interface CreditPeriod {
  planId: string
  organizationId: string
  /** First day whose API use it pays for. */
  from: Day
  /** Half-open: what is left then is lost. */
  to: Day
  grants: { on: Day; amount: Nano }[]
  granted: Nano
}

/** API spend of one organisation in one slot of time, before any credit. */
export interface CreditableSpend<Start extends string = Day> {
  organizationId: string
  day: Day
  /** The slot: the day itself, or an hour of it. */
  start: Start
  amount: Nano
}

export interface CreditUse<Start extends string = Day> {
  planId: string
  organizationId: string
  day: Day
  start: Start
  /** Above zero: what the credit paid of the API use. */
  amount: Nano
}

export interface CreditBalance extends CreditPeriod {
  used: Nano
}

const CENT = NANO_PER_USD / 100n

/** The credit pays for `claude -p` with a key, not for sessions; the bill calls both Claude Code. Source: billing.md §2. */
export const CREDIT_COVERS =
  'Claude Code on a key counts as covered: nothing tells its scripts from its sessions.'

/**
 * The credit periods of a plan that have begun by `until`, oldest first.
 *
 * - One per month from the plan's first day, also where the plan is billed yearly; nothing rolls over.
 * - Granted is what the catalogue gives for the term in force on the first day that counts: the month's first, or the day
 *   the credit was claimed in it, or the day the catalogue begins to give one. A month that begins paused, or after the
 *   plan's end, has none; a plan that ends within a month leaves what was granted usable until that month is over.
 * - A change to a term with a higher credit adds the difference × days left ÷ days of the month at once, rounded
 *   half-even to cents, days left counted from the day after it; a lower one takes nothing back.
 *
 * Source: billing.md §2 (SUP 17154008 as quoted).
 */
export function creditPeriods(
  plan: StoredPlan,
  catalogue: readonly CatalogueEntry[],
  until: Day,
): CreditPeriod[] {
  const link = plan.apiCredit
  if (!link) return []
  const creditOn = (on: Day, term: { planCode: string; seats: number }): Nano => {
    const entry = catalogueEntryOn(catalogue, term.planCode, plan.cycle, on)
    return (entry && monthlyApiCredit(entry, term.seats)) ?? zero
  }
  const periods: CreditPeriod[] = []
  for (let index = 0; ; index++) {
    const begins = addMonths(plan.startsOn, index)
    if (begins > until || (plan.endsOn !== null && begins > plan.endsOn)) return periods
    const to = addMonths(plan.startsOn, index + 1)
    if (link.claimedOn >= to || termInForce(plan, begins).paused) continue

    let from = later(begins, link.claimedOn)
    const firstGiven = catalogue
      .filter(({ apiCredit, validFrom }) => apiCredit !== null && from < validFrom && validFrom < to)
      .map(({ validFrom }) => validFrom)
      .sort()
    for (const on of firstGiven) if (creditOn(from, termInForce(plan, from)) === 0n) from = on
    let highest = creditOn(from, termInForce(plan, from))
    if (highest === 0n || (plan.endsOn !== null && from > plan.endsOn)) continue

    const grants = [{ on: from, amount: highest }]
    const days = BigInt(daysBetween(begins, to))
    for (const term of plan.terms.slice(1)) {
      const on = term.effectiveOn
      if (on < from || on >= to || term.paused || (plan.endsOn !== null && on >= plan.endsOn)) continue
      const credit = creditOn(on, term)
      if (credit <= highest) continue
      const daysLeft = BigInt(daysBetween(addDays(on, 1), to))
      const amount = scale(nano(credit - highest), daysLeft, days, CENT)
      if (amount > 0n) grants.push({ on, amount })
      highest = credit
    }
    const { organizationId } = link
    const granted = sum(grants.map(({ amount }) => amount))
    periods.push({ planId: plan.id, organizationId, from, to, grants, granted })
  }
}

/**
 * What the credits pay: each slot of API spend, in order of time, from the credits of its organisation that are open then,
 * the one that is lost first before the others. `spend` must hold every slot from the first period's first day on; a
 * slot is never paid twice, no credit pays more than was granted by then, and a negative slot is left alone.
 *
 * Cash cost of API use = spend − use. Reported amounts are before credit. Source: billing.md §2.
 */
export function useCredit<Start extends string>(
  periods: readonly CreditPeriod[],
  spend: readonly CreditableSpend<Start>[],
): { uses: CreditUse<Start>[]; balances: CreditBalance[] } {
  const balances = periods.map((period): CreditBalance => ({ ...period, used: zero }))
  const inOrder = balances.toSorted((a, b) =>
    a.to !== b.to ? (a.to < b.to ? -1 : 1) : a.planId < b.planId ? -1 : a.planId > b.planId ? 1 : 0,
  )
  const uses: CreditUse<Start>[] = []
  for (const { organizationId, day, start, amount } of spend.toSorted((a, b) =>
    a.start < b.start ? -1 : a.start > b.start ? 1 : 0,
  )) {
    let left: bigint = amount
    for (const balance of inOrder) {
      if (left <= 0n) break
      if (balance.organizationId !== organizationId || !isWithin(day, balance)) continue
      const granted = sum(balance.grants.filter(({ on }) => on <= day).map((grant) => grant.amount))
      const open = granted - balance.used
      if (open <= 0n) continue
      const paid = nano(open < left ? open : left)
      balance.used = nano(balance.used + paid)
      left -= paid
      uses.push({ planId: balance.planId, organizationId, day, start, amount: paid })
    }
  }
  return { uses, balances }
}
