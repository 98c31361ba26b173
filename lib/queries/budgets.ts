import { readBudgetGround, readBudgetStanding } from '@/lib/db/budget-figures'
import { readBudgets, storedBudget } from '@/lib/db/budget-rows'
import { prisma } from '@/lib/db/client'
import { readGuardExemptions } from '@/lib/db/guard-exemptions'
import { readScopeNames } from '@/lib/db/scope-names'
import type { Budget } from '@/lib/domain/budget'
import { scopeWords, type ScopeNames } from '@/lib/domain/budget-words'
import type { BudgetStanding } from '@/lib/domain/budget-standing'
import type { DataScope } from '@/lib/domain/data-scope'
import { guardVerdict, type GuardVerdict } from '@/lib/domain/guard'
import { nano, type Nano } from '@/lib/domain/money'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

export interface ListedBudget {
  budget: Budget
  /** "API use of the key “ci-bot”" */
  scope: string
  names: ScopeNames
  standing: BudgetStanding
}

/** Every budget that stands, oldest first, as it is now. */
export async function listBudgets(
  _viewer: Viewer,
  now: Date,
  data: DataScope = 'real',
): Promise<ListedBudget[]> {
  const budgets = await readBudgets(data === 'demo')
  if (budgets.length === 0) return []
  const ground = await readBudgetGround(data, now)
  return Promise.all(
    budgets.map(async (budget): Promise<ListedBudget> => {
      const names = await readScopeNames(budget.scope, now)
      const standing = await readBudgetStanding(budget, ground)
      return { budget, names, standing, scope: scopeWords(budget.scope, names) }
    }),
  )
}

/** One budget that stands. 'not_found' for one that is unknown, deleted, or of the other kind of data. */
export async function getBudget(
  _viewer: Viewer,
  id: string,
  now: Date,
  data: DataScope = 'real',
): Promise<ListedBudget> {
  const row = await prisma().budget.findFirst({ where: { id, isDemo: data === 'demo', deletedAt: null } })
  if (!row) throw new ExpectedError('not_found', 'There is no such budget.', { parameter: 'id' })
  const budget = storedBudget(row)
  const names = await readScopeNames(budget.scope, now)
  const standing = await readBudgetStanding(budget, await readBudgetGround(data, now))
  return { budget, names, standing, scope: scopeWords(budget.scope, names) }
}

/** The budgets whose scope is this one key. */
export async function budgetsOfKey(
  viewer: Viewer,
  key: { organizationId: string; keyId: string },
  now: Date,
  data: DataScope = 'real',
): Promise<ListedBudget[]> {
  const budgets = (await readBudgets(data === 'demo')).filter(
    ({ scope }) =>
      scope.key === key.keyId &&
      (scope.organization === undefined || scope.organization === key.organizationId),
  )
  return Promise.all(budgets.map(({ id }) => getBudget(viewer, id, now, data)))
}

export interface BudgetHistory {
  crossings: { periodStart: string; threshold: number; at: Date; spent: Nano; amount: Nano }[]
  acts: { periodStart: string; mode: string; outcome: string; at: Date; failure: string | null }[]
  /** What the guard would find now, were it on; null where the scope is no key. */
  verdict: GuardVerdict | null
  isExempt: boolean
}

const MOST_CROSSINGS = 50

/** What happened to a budget so far, the latest first, and how its guard sees it now. */
export async function getBudgetHistory(
  _viewer: Viewer,
  { budget, standing }: Pick<ListedBudget, 'budget' | 'standing'>,
): Promise<BudgetHistory> {
  const { organization, key: keyId } = budget.scope
  const [crossings, acts, exemptions, key] = await Promise.all([
    prisma().budgetCrossing.findMany({
      where: { budgetId: budget.id },
      orderBy: [{ crossedAt: 'desc' }, { threshold: 'desc' }],
      take: MOST_CROSSINGS,
    }),
    prisma().guardAct.findMany({
      where: { budgetId: budget.id },
      orderBy: { at: 'desc' },
      take: MOST_CROSSINGS,
    }),
    readGuardExemptions(),
    keyId === undefined
      ? null
      : prisma().apiKey.findFirst({
          where: { id: keyId, ...(organization !== undefined && { organizationId: organization }) },
        }),
  ])
  const isExempt =
    key !== null &&
    exemptions.some((each) => each.keyId === key.id && each.organizationId === key.organizationId)
  return {
    crossings: crossings.map(({ periodStart, threshold, crossedAt, spentNano, amountNano }) => ({
      ...{ periodStart, threshold, at: crossedAt },
      ...{ spent: nano(spentNano), amount: nano(amountNano) },
    })),
    acts: acts.map(({ periodStart, mode, outcome, at, failure }) => ({
      periodStart,
      mode,
      outcome,
      at,
      failure,
    })),
    verdict: key && guardVerdict('on', standing, { status: key.status, isExempt }),
    isExempt,
  }
}
