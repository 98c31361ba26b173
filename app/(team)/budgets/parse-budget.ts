import { z } from 'zod'
import {
  budgetAmountField,
  budgetNameField,
  budgetPeriodField,
  thresholdsField,
} from '@/lib/commands/budget-fields'
import type { BudgetInput } from '@/lib/commands/budgets'
import { emptyOr } from '@/lib/commands/plan-fields'
import type { BudgetScope } from '@/lib/domain/budget'
import { emailAddress, plainText } from '@/lib/parse-text'

const yes = z.literal('yes').optional()
const idOrAny = emptyOr(plainText(200))

const typedThresholds = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,;%]+/).filter((part) => part !== ''))
  .refine(
    (parts) => parts.every((part) => /^\d{1,4}$/.test(part)),
    'must be whole numbers separated by commas',
  )
  .transform((parts) => parts.map(Number))
  .pipe(thresholdsField)

export const budgetForm = z.object({
  name: budgetNameField,
  amount: budgetAmountField,
  period: budgetPeriodField,
  thresholds: typedThresholds,
  'pool.plan': yes,
  'pool.api': yes,
  'pool.api_credit': yes,
  'scope.organization': idOrAny,
  'scope.workspace': idOrAny,
  'scope.key': idOrAny,
  'scope.model': idOrAny,
  'scope.owner': emptyOr(emailAddress),
  'scope.tag': emptyOr(plainText(50)),
  'scope.plan': idOrAny,
})

/** All pools ticked is no choice among them: later ones count as well. */
export function budgetInput(form: z.output<typeof budgetForm>): Omit<BudgetInput, 'guard'> {
  const { name, amount, period, thresholds } = form
  const pools = (['plan', 'api', 'api_credit'] as const).filter((pool) => form[`pool.${pool}`] === 'yes')
  const narrowed = (['organization', 'workspace', 'key', 'model', 'owner', 'tag', 'plan'] as const).flatMap(
    (name): [keyof BudgetScope, string][] => {
      const value = form[`scope.${name}`]
      return value === null ? [] : [[name, value]]
    },
  )
  const scope: BudgetScope = { ...(pools.length < 3 && { pool: pools }), ...Object.fromEntries(narrowed) }
  return { name, amount, period, thresholds, scope }
}
