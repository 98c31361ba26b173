import { z } from 'zod'
import {
  budgetAmountField,
  budgetNameField,
  budgetPeriodField,
  scopeField,
  thresholdsField,
} from '@/lib/commands/budget-fields'
import { changeBudget, createBudget, deleteBudget } from '@/lib/commands/budgets'
import { DEFAULT_THRESHOLDS, GUARD_MODES, type GuardMode } from '@/lib/domain/budget'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { ExpectedError } from '@/lib/errors'
import { getBudget, listBudgets } from '@/lib/queries/budgets'
import { endpoint } from '../endpoint'
import { listPage } from '../list-page'
import { answerBudget, budgetAnswer } from './budget-answer'

const address = z.object({ id: z.string().max(100) })
const data = z
  .enum(DATA_SCOPES)
  .default('real')
  .describe('demo = the budgets of the told story instead of the real ones')
const yesOrNo = z.boolean('must be true or false')
const guard = yesOrNo.describe('true = exceeding it deactivates the key of its scope; takes the role owner')
const guardMode = z
  .enum(GUARD_MODES, `must be ${GUARD_MODES.join(', ')}`)
  .describe('dry_run = only write down what the guard would do; instead of guard')

/** Every budget that stands, oldest first, all on one page. */
export const readBudgets = endpoint(
  { permission: 'read', summary: 'List budgets', query: z.object({ data }), answer: listPage(budgetAnswer) },
  async ({ viewer, query, now }) => ({
    data: (await listBudgets(viewer, now, query.data)).map(answerBudget),
    next_cursor: null,
  }),
)

/** One budget as it stands now. 404 for one that is unknown, deleted, or told unless `data` is demo. */
export const readBudget = endpoint(
  {
    permission: 'read',
    summary: 'One budget',
    params: address,
    query: z.object({ data }),
    answer: budgetAnswer,
  },
  async ({ viewer, params, query, now }) => answerBudget(await getBudget(viewer, params.id, now, query.data)),
)

/**
 * Makes a budget. 422 for a scope that names what is not there or cannot count anything, for a plan cycle without one plan,
 * and for a guard on a scope that is not one key or is exceeded already; 403 for a guard that is on without the role owner.
 */
export const makeBudget = endpoint(
  {
    permission: 'manage_budgets',
    summary: 'Make a budget',
    body: z.object({
      name: budgetNameField,
      scope: scopeField.default({}).describe('Everything given must be satisfied; {} = all spend'),
      amount: budgetAmountField.describe('In dollars, for each period'),
      period: budgetPeriodField.describe(
        'UTC days; weeks begin on Monday; plan_cycle = of the plan in the scope',
      ),
      thresholds: thresholdsField.default([...DEFAULT_THRESHOLDS]),
      guard: guard.optional(),
      guard_mode: guardMode.optional(),
    }),
    status: 201,
    answer: budgetAnswer,
  },
  async ({ viewer, body, now }) => {
    const { name, scope, amount, period, thresholds } = body
    const input = { name, scope, amount, period, thresholds, guard: modeOf(body) ?? ('off' as const) }
    const { id } = await createBudget(viewer, input, now)
    return answerBudget(await getBudget(viewer, id, now))
  },
)

/**
 * Changes what is given; a scope is given whole. Another amount, scope or period begins the thresholds anew, and puts a guard
 * that is on back into dry run. 404 for an unknown budget, else as for making one.
 */
export const patchBudget = endpoint(
  {
    permission: 'manage_budgets',
    summary: 'Change a budget',
    params: address,
    body: z.object({
      name: budgetNameField.optional(),
      scope: scopeField.optional(),
      amount: budgetAmountField.optional(),
      period: budgetPeriodField.optional(),
      thresholds: thresholdsField.optional(),
      guard: guard.optional(),
      guard_mode: guardMode.optional(),
    }),
    answer: budgetAnswer,
  },
  async ({ viewer, params, body, now }) => {
    const { guard: _, guard_mode: __, ...given } = body
    const all = { ...given, guard: modeOf(body) }
    const change = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
    await changeBudget(viewer, params.id, change, now)
    return answerBudget(await getBudget(viewer, params.id, now))
  },
)

/** Deletes a budget; on its page it can be brought back. 404 for one that is unknown or already deleted. */
export const removeBudget = endpoint(
  { permission: 'manage_budgets', summary: 'Delete a budget', params: address, status: 204 },
  async ({ viewer, params, now }) => {
    await deleteBudget(viewer, params.id, now)
  },
)

function modeOf(body: { guard?: boolean; guard_mode?: GuardMode }): GuardMode | undefined {
  if (body.guard === undefined) return body.guard_mode
  if (body.guard_mode !== undefined && (body.guard_mode === 'on') !== body.guard)
    throw new ExpectedError('invalid', 'guard and guard_mode contradict each other: give one of them.', {
      parameter: 'guard_mode',
    })
  return body.guard_mode ?? (body.guard ? 'on' : 'off')
}
