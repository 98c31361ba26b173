import { z } from 'zod'
import { BUDGET_PERIODS, GUARD_MODES } from '@/lib/domain/budget'
import { BUDGET_STATES } from '@/lib/domain/budget-standing'
import { addDays } from '@/lib/domain/day'
import { formatUsdExact } from '@/lib/domain/money'
import { QUALITIES } from '@/lib/domain/quality'
import { POOLS } from '@/lib/domain/timeline-request'
import type { ListedBudget } from '@/lib/queries/budgets'

const amount = z.string().describe('An exact decimal string of dollars')
const text = z.string().optional()
const dayText = z.string().describe('A UTC day, YYYY-MM-DD')

/** The shape of a budget as it stands now. Amounts are exact decimal strings, days UTC. Source: contract.md, "Budgets". */
export const budgetAnswer = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.object({
    pool: z.union([z.enum(POOLS), z.array(z.enum(POOLS))]).optional(),
    ...{ organization: text, workspace: text, key: text, model: text, owner: text, tag: text, plan: text },
  }),
  amount,
  period: z.enum(BUDGET_PERIODS),
  thresholds: z.array(z.int()).describe('Percent, ascending'),
  guard: z.boolean().describe('Whether exceeding it deactivates the key of its scope'),
  guard_mode: z.enum(GUARD_MODES),
  period_start: dayText,
  period_end: dayText.describe('The last UTC day of the period, inclusive'),
  spent_usd: amount.describe('Up to and including today; plan fees spread over their days'),
  estimated_usd: amount.describe('The part of spent_usd that is estimated'),
  provisional_usd: amount.describe('The part of spent_usd on days that may still change'),
  quality: z.enum(QUALITIES).nullable().describe('Of its weakest part; null = nothing was spent'),
  over: z.array(z.int()).describe('Thresholds gone over; exactly at a threshold is not over it'),
  state: z.enum(BUDGET_STATES),
  stale_because: z.array(z.string()).describe('Why alerts are held back, as sentences'),
  forecast_usd: z.object({ low: amount, high: amount }).nullable().describe('For the end of the period'),
  exhaustion: z
    .object({ earliest: dayText, latest: dayText.nullable().describe('null = not within the period') })
    .nullable()
    .describe('When the amount is used up, if things go on; null = not within the period'),
  exceeded_on: dayText.nullable(),
})

export function answerBudget({ budget, standing }: ListedBudget): z.output<typeof budgetAnswer> {
  const { pool, ...narrowed } = budget.scope
  const [only, ...others] = pool ?? []
  const { forecast, period } = standing
  return {
    id: budget.id,
    name: budget.name,
    scope: { ...(only !== undefined && { pool: others.length > 0 ? [only, ...others] : only }), ...narrowed },
    amount: formatUsdExact(budget.amount),
    period: budget.period,
    thresholds: budget.thresholds,
    guard: budget.guard === 'on',
    guard_mode: budget.guard,
    period_start: period.from,
    period_end: addDays(period.to, -1),
    spent_usd: formatUsdExact(standing.spent),
    estimated_usd: formatUsdExact(standing.estimated),
    provisional_usd: formatUsdExact(standing.provisional),
    quality: standing.quality,
    over: standing.over,
    state: standing.state,
    stale_because: standing.stale,
    forecast_usd: forecast && { low: formatUsdExact(forecast.low), high: formatUsdExact(forecast.high) },
    exhaustion: forecast?.exhaustion ?? null,
    exceeded_on: standing.exceededOn,
  }
}
