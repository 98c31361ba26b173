import type { Day } from './day'
import { addMonths } from './day'
import { type Nano, nano, zero } from './money'
import { type CreditPeriod, useCredit } from './plan-credit'

/** A month of somebody with one plan, as far as money goes; nano-dollars. */
export interface PlanMonth {
  /** The fee of the month. */
  fee: Nano
  usageCredits: Nano
  /** Monthly API credit, claimed and linked; zero where there is none. */
  credit: Nano
  /** API use that the credit can pay: programs with a key of the linked organisation, `claude -p` among them. */
  creditable: Nano
  /** API use that it cannot: interactive Claude Code on a key, or keys of another organisation. */
  other: Nano
}

export interface MonthInCash {
  /** Fee, usage credits and what of the API use no credit paid. */
  cash: Nano
  creditUsed: Nano
  /** Lost with the month. */
  creditLeft: Nano
}

/**
 * What leaves the account in a month: fee + usage credits + API use − credit really used. The credit is used by the same rule
 * as that of the plans entered here. Source: billing.md §2 and §14.
 */
export function monthInCash({ fee, usageCredits, credit, creditable, other }: PlanMonth): MonthInCash {
  const from = '2026-11-01' as Day
  const organizationId = 'linked'
  const grants = [{ on: from, amount: credit }]
  const month: CreditPeriod = {
    ...{ planId: 'worked', organizationId, from, to: addMonths(from, 1), grants, granted: credit },
  }
  const [balance] = useCredit(
    [month],
    [{ organizationId, day: from, start: from, amount: creditable }],
  ).balances
  const used = balance?.used ?? zero
  return {
    cash: nano(fee + usageCredits + creditable + other - used),
    creditUsed: used,
    creditLeft: nano(credit - used),
  }
}

/** What a plan might carry, and what it costs beside the API alone. */
export interface PlanOrApi {
  /** All the use at API prices: nothing is covered by any plan. */
  apiAlone: Nano
  /** With the plan, from: everything it may carry fits within its limits. */
  planAtBest: Nano
  /** To: nothing fits, and all of it is drawn from usage credits at list price. */
  planAtWorst: Nano
  creditUsed: Nano
  /** So much of the use, at API prices, has to fit for the plan to cost no more; null where that is more than there is. */
  breakEven: Nano | null
}

/**
 * Plan or API, as a range, since how much a plan carries is not published. `carried`: use a plan can carry (interactive Claude
 * Code, claude.ai) at API prices; `api`: use that stays on keys either way. Usage credits are counted at their face value; bundles
 * cost less. Source: billing.md §14.
 */
export function planOrApi(month: { fee: Nano; credit: Nano; carried: Nano; api: Nano }): PlanOrApi {
  const { fee, credit, carried, api } = month
  const inAll = (usageCredits: Nano) =>
    monthInCash({ fee, usageCredits, credit, creditable: api, other: zero })
  const best = inAll(zero)
  const needed = nano(fee - best.creditUsed)
  return {
    apiAlone: nano(carried + api),
    planAtBest: best.cash,
    planAtWorst: inAll(carried).cash,
    creditUsed: best.creditUsed,
    breakEven: needed > carried ? null : needed > 0n ? needed : zero,
  }
}
