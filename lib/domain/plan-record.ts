import type { Day } from './day'
import { formatUsdExact } from './money'
import type { Plan, PlanTerm } from './plan'

/** The organisation whose API use the plan's monthly credit pays for. */
export interface ApiCreditLink {
  organizationId: string
  claimedOn: Day
}

/** A plan as it is kept: with the ids its terms are changed by. */
export interface StoredPlan extends Plan {
  apiCredit: ApiCreditLink | null
  terms: StoredTerm[]
}

export interface StoredTerm extends PlanTerm {
  id: string
}

/** A term in the words of the REST API and the audit log; `price` in the plan's currency, both exact decimal strings. */
export function termRecord(term: PlanTerm) {
  return {
    effective_on: term.effectiveOn,
    plan: term.planCode,
    seats: term.seats,
    price: formatUsdExact(term.price),
    price_usd: formatUsdExact(term.priceUsd),
    paused: term.paused,
  }
}

/** What is the same in all terms, in the same words. */
export function planRecord(plan: Omit<StoredPlan, 'id' | 'terms'>) {
  return {
    holder_email: plan.holderEmail,
    currency: plan.currency,
    cycle: plan.cycle,
    starts_on: plan.startsOn,
    ends_on: plan.endsOn,
    api_credit: plan.apiCredit && {
      organization: plan.apiCredit.organizationId,
      claimed_on: plan.apiCredit.claimedOn,
    },
  }
}
