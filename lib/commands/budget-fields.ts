import { z } from 'zod'
import { BUDGET_PERIODS, HIGHEST_THRESHOLD, MOST_THRESHOLDS, type BudgetScope } from '@/lib/domain/budget'
import { POOLS } from '@/lib/domain/timeline-request'
import { emailAddress, plainText } from '@/lib/parse-text'
import { amountField } from './plan-fields'

export const budgetNameField = plainText(100)

export const budgetAmountField = amountField
  .refine((amount) => amount > 0n, 'must be above 0: a budget of nothing has no half of it')
  .refine((amount) => amount <= 10n ** 18n, 'must be at most 1000000000')

export const budgetPeriodField = z.enum(BUDGET_PERIODS, `must be ${BUDGET_PERIODS.join(', ')}`)

export const thresholdField = z
  .int('must be a whole number of percent')
  .min(1, 'must be at least 1')
  .max(HIGHEST_THRESHOLD, `must be at most ${HIGHEST_THRESHOLD}`)

/** Percent; kept ascending, each once. */
export const thresholdsField = z
  .array(thresholdField)
  .max(MOST_THRESHOLDS, `must be at most ${MOST_THRESHOLDS} thresholds`)
  .transform((given) => [...new Set(given)].sort((a, b) => a - b))

const poolField = z.enum(POOLS, `must be ${POOLS.join(', ')}`)
const id = plainText(200).optional()

/** What counts: everything that satisfies all that is given. */
export const scopeField = z
  .strictObject({
    pool: z
      .union(
        [poolField, z.array(poolField).max(POOLS.length)],
        `must be ${POOLS.join(', ')}, or a list of them`,
      )
      .optional()
      .describe('One or several; all when left out'),
    organization: id,
    workspace: id,
    key: id,
    model: id,
    owner: emailAddress.optional().describe('Keys this person owned on the day, and plans the person holds'),
    tag: plainText(50).optional(),
    plan: id.describe('The plan whose fee, credit and cycle are meant'),
  })
  .transform((given): BudgetScope => {
    const { pool, ...rest } = given
    const pools = pool === undefined ? undefined : [...new Set(typeof pool === 'string' ? [pool] : pool)]
    const all = { ...(pools && { pool: POOLS.filter((each) => pools.includes(each)) }), ...rest }
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  })
