import { z } from 'zod'
import type { Day } from '@/lib/domain/day'
import { formatUsdExact } from '@/lib/domain/money'
import { nextCharge } from '@/lib/domain/plan-charges'
import { describingTerm, planState } from '@/lib/domain/plan-cycles'
import { planRecord, type StoredPlan, termRecord } from '@/lib/domain/plan-record'

const amount = z.string().describe('An exact decimal string')
const dayText = z.string().describe('A UTC day, YYYY-MM-DD')

const holding = {
  plan: z.string().describe('A code of the catalogue'),
  seats: z.int(),
  price: amount.describe('Net, per cycle, for all seats, in `currency`'),
  price_usd: amount,
  paused: z.boolean(),
}

/** The shape of a plan. Amounts are exact decimal strings, days UTC. Source: contract.md, "Plans". */
export const planAnswer = z.object({
  id: z.string(),
  holder_email: z.string(),
  ...holding,
  currency: z.string(),
  cycle: z.enum(['monthly', 'annual']),
  starts_on: dayText.describe('Anchors the cycle'),
  ends_on: dayText.nullable().describe('The last day, inclusive; null = still running'),
  api_credit: z.object({ organization: z.string(), claimed_on: dayText }).nullable(),
  state: z.enum(['upcoming', 'active', 'paused', 'ended']),
  next_charge: z.object({ on: dayText, amount_usd: amount }).nullable().describe('If nothing changes'),
  terms: z.array(
    z.object({
      id: z.string(),
      effective_on: dayText.describe(
        'The first term: the first day of the plan. Later ones: the day of the change, which still belongs to the term before',
      ),
      ...holding,
    }),
  ),
})

/** A plan in the words of the contract; plan, seats and price are those of the term that holds on `today`. */
export function answerPlan(plan: StoredPlan, today: Day): z.output<typeof planAnswer> {
  const { effective_on: _effectiveOn, ...now } = termRecord(describingTerm(plan, today))
  const next = nextCharge(plan, today)
  return {
    id: plan.id,
    ...planRecord(plan),
    ...now,
    state: planState(plan, today),
    next_charge: next && { on: next.on, amount_usd: formatUsdExact(next.amountUsd) },
    terms: plan.terms.map((term) => ({ id: term.id, ...termRecord(term) })),
  }
}
