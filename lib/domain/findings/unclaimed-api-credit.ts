import { addDays, type Day, daysBetween } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import { type CreditBalance, creditPeriods, useCredit } from '@/lib/domain/plan-credit'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { formatShortDay, formatUsd } from '@/lib/domain/written'
import type { Evidence } from './evidence'
import type { Detected, Rule } from './finding'
import { activePlans, planNamed } from './held-plans'
import { costByDay, lastDayOf } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'unclaimed-api-credit'
type Limits = Thresholds[typeof RULE]
const CANNOT_SEE =
  'Whether the credit was claimed, and for which organisation: no endpoint tells it, so it is as entered with the plan.'

/**
 * A plan brings a monthly API credit that nobody claimed while the API is paid in full; or one that is claimed and about to
 * be lost. Source: SUP 17154008 as quoted on 2026-10-08, the credit has to be claimed, once, and does not roll over.
 * billing.md §13, 16.
 */
export const unclaimedApiCredit: Rule = (evidence, { [RULE]: limits }) => {
  const lastDay = lastDayOf(evidence)
  const plans = activePlans(evidence.plans, lastDay)
  const asIfClaimed = plans.flatMap((plan) => {
    const claimedOn = addDays(plan.startsOn, limits.claimableAfterDays)
    const link = { organizationId: evidence.organization.id, claimedOn }
    return plan.apiCredit === null && claimedOn <= lastDay ? [{ ...plan, apiCredit: link }] : []
  })
  const claimed = plans.filter(({ apiCredit }) => apiCredit?.organizationId === evidence.organization.id)
  const now = currentMonths(evidence, claimed)
  const could = currentMonths(evidence, [...claimed, ...asIfClaimed])
  return {
    detected: [
      ...asIfClaimed.flatMap((plan) => unclaimed(evidence, plan, could.get(plan.id), limits)),
      ...claimed.flatMap((plan) => expiring(evidence, plan, now.get(plan.id), limits)),
    ],
    learning: [],
  }
}

/** By plan, the credit month the evidence ends in. The API use of this organisation is taken from all of them together. */
function currentMonths(evidence: Evidence, plans: readonly StoredPlan[]): Map<string, CreditBalance> {
  const lastDay = lastDayOf(evidence)
  const spend = [...costByDay(evidence.days)].map(([day, amount]) => ({
    organizationId: evidence.organization.id,
    day,
    start: day,
    amount,
  }))
  const periods = plans.flatMap((plan) => creditPeriods(plan, evidence.catalogue, lastDay))
  const { balances } = useCredit(periods, spend)
  return new Map(
    balances.filter(({ from, to }) => from <= lastDay && lastDay < to).map((month) => [month.planId, month]),
  )
}

function unclaimed(
  evidence: Evidence,
  plan: StoredPlan,
  month: CreditBalance | undefined,
  { mediumCost }: Limits,
): Detected[] {
  if (!month || month.used <= 0n) return []
  const name = planNamed(evidence, plan)
  return [
    {
      ...about(evidence, plan, month, { amount: month.used, means: 'spent' }),
      severity: month.used >= mediumCost ? 'medium' : 'low',
      sentence: `${name} of ${plan.holderEmail} brings ${formatUsd(month.granted).text} of API credit a month that is not claimed: since ${formatShortDay(month.from)} it would have paid ${formatUsd(month.used).text} of the API.`,
      steps: [
        {
          say: 'In claude.ai, open Settings, Billing, API credits, and link this organisation. It can be linked once only, so choose with care.',
          copy: 'https://claude.ai/settings/billing',
        },
        { say: 'Then enter the day it was claimed with the plan here, so that the credit is counted.' },
      ],
    },
  ]
}

function expiring(
  evidence: Evidence,
  plan: StoredPlan,
  month: CreditBalance | undefined,
  { expiresWithinDays }: Limits,
): Detected[] {
  const left = month ? nano(month.granted - month.used) : null
  if (!month || !left || left <= 0n) return []
  const daysLeft = daysBetween(lastDayOf(evidence), month.to)
  if (daysLeft > expiresWithinDays) return []
  const last = addDays(month.to, -1)
  return [
    {
      ...about(evidence, plan, month, { amount: left, means: 'expiring' }),
      severity: 'low',
      sentence: `${formatUsd(left).text} of the API credit of ${planNamed(evidence, plan)} of ${plan.holderEmail} are left and lost after ${formatShortDay(last)}.`,
      steps: [
        {
          say: `Work that waits for the API is free up to ${formatUsd(left).text} until ${formatShortDay(last)}.`,
        },
      ],
    },
  ]
}

function about(
  evidence: Evidence,
  plan: StoredPlan,
  month: CreditBalance,
  atStake: { amount: Nano; means: 'spent' | 'expiring' },
) {
  const lastDay: Day = lastDayOf(evidence)
  return {
    rule: RULE,
    subject: { type: 'plan', id: plan.id, organizationId: evidence.organization.id },
    episode: month.from,
    lastDay,
    atStake,
    evidence: [
      {
        what: `Credit of the month, ${formatUsd(month.granted).text}, against the API use of ${evidence.organization.name}`,
        when: month.from,
        amount: month.used,
        look: { from: month.from, to: lastDay, bucket: 'day', plan: plan.id },
      },
    ],
    cannotSee: CANNOT_SEE,
  } satisfies Partial<Detected>
}
