import { readBudgetGround, readBudgetStanding } from '@/lib/db/budget-figures'
import { storedBudget } from '@/lib/db/budget-rows'
import { prisma } from '@/lib/db/client'
import { transact, type Transaction } from '@/lib/db/transact'
import type { AuditAction } from '@/lib/domain/audit-words'
import {
  isOneKey,
  type Budget,
  type BudgetPeriod,
  type BudgetScope,
  type GuardMode,
} from '@/lib/domain/budget'
import { formatUsdExact, type Nano } from '@/lib/domain/money'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { formatUsd } from '@/lib/format'
import { requireAllowed } from '@/lib/require-allowed'
import { resolveScope } from './budget-scope'

export interface BudgetInput {
  name: string
  scope: BudgetScope
  amount: Nano
  period: BudgetPeriod
  thresholds: number[]
  guard: GuardMode
}

const MOST_BUDGETS = 200

/** Makes a budget. 'incomplete' for a scope that cannot count anything; a guard that is on takes an owner. */
export async function createBudget(
  actor: Actor,
  input: BudgetInput,
  now: Date,
  { isDemo = false }: { isDemo?: boolean } = {},
): Promise<{ id: string }> {
  requireAllowed(actor, 'manage_budgets')
  const scope = await resolveScope(prisma(), input, isDemo, now)
  await requireGuard(actor, { ...input, scope }, null, isDemo, now)
  return transact(actor, now, async (tx, audit) => {
    if ((await tx.budget.count({ where: { isDemo, deletedAt: null } })) >= MOST_BUDGETS)
      throw new ExpectedError('conflict', `At most ${MOST_BUDGETS} budgets can stand. Delete one first.`)
    const row = await tx.budget.create({
      data: { ...stored({ ...input, scope }), isDemo, createdAt: now, createdBy: actor.name },
    })
    await audit({ ...about(row.id, 'budget.created', scope), after: words(storedBudget(row)) })
    return { id: row.id }
  })
}

/**
 * Changes what is given. Another amount, scope or period begins the thresholds anew, and puts a guard that is on back into
 * dry run unless an owner says `on` in the same breath: what it would act on is another thing now.
 */
export async function changeBudget(
  actor: Actor,
  id: string,
  change: Partial<BudgetInput>,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_budgets')
  const before = await standingBudget(prisma(), id)
  const wanted = { ...before, ...change }
  const scope = await resolveScope(prisma(), wanted, before.isDemo, now)
  const isAnother =
    wanted.amount !== before.amount ||
    wanted.period !== before.period ||
    JSON.stringify(Object.entries(scope).sort()) !== JSON.stringify(Object.entries(before.scope).sort())
  const guard = change.guard ?? (isAnother ? guardAfter(before.guard, scope) : before.guard)
  if (change.guard !== undefined || guard !== before.guard)
    await requireGuard(
      actor,
      { ...wanted, scope, guard },
      isAnother ? null : before.guard,
      before.isDemo,
      now,
    )
  await transact(actor, now, async (tx, audit) => {
    const locked = await standingBudget(tx, id)
    if (JSON.stringify(words(locked)) !== JSON.stringify(words(before)))
      throw new ExpectedError(
        'conflict',
        'Somebody changed this budget meanwhile. Look at it again. Nothing was changed.',
      )
    const row = await tx.budget.update({
      where: { id },
      data: { ...stored({ ...wanted, scope, guard }), ...(isAnother && { revision: locked.revision + 1 }) },
    })
    const after = storedBudget(row)
    await audit({ ...about(id, 'budget.changed', after.scope), before: words(before), after: words(after) })
  })
}

function guardAfter(guard: GuardMode, scope: BudgetScope): GuardMode {
  if (!isOneKey(scope)) return 'off'
  return guard === 'on' ? 'dry_run' : guard
}

/** It counts nowhere any more; it can be brought back. */
export async function deleteBudget(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_budgets')
  await transact(actor, now, async (tx, audit) => {
    const before = await standingBudget(tx, id)
    await tx.budget.update({ where: { id }, data: { deletedAt: now } })
    await audit({ ...about(id, 'budget.deleted', before.scope), before: words(before) })
  })
}

/** A deleted budget stands again; a guard that was on begins with a dry run. */
export async function bringBackBudget(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_budgets')
  await transact(actor, now, async (tx, audit) => {
    await tx.$queryRaw`select 1 from budgets where id = ${id} for update`
    const row = await tx.budget.findFirst({ where: { id, deletedAt: { not: null } } })
    if (!row)
      throw new ExpectedError('not_found', 'There is no deleted budget with this id. Nothing was changed.')
    const guard = row.guard === 'on' ? 'dry_run' : row.guard
    const after = storedBudget(await tx.budget.update({ where: { id }, data: { deletedAt: null, guard } }))
    await audit({ ...about(id, 'budget.brought_back', after.scope), after: words(after) })
  })
}

/**
 * Whether a guard may be as wanted. It needs a scope of one key. On takes an owner, and a dry run before it: either the budget
 * stood in dry run as it is, or nothing is exceeded now, so that turning it on by itself deactivates nothing.
 */
async function requireGuard(
  actor: Actor,
  budget: BudgetInput,
  before: GuardMode | null,
  isDemo: boolean,
  now: Date,
): Promise<void> {
  if (budget.guard === 'off') return
  if (budget.guard === 'on') requireAllowed(actor, 'manage_guard')
  if (!isOneKey(budget.scope))
    throw refusedGuard('A guard deactivates one key, so the scope of its budget must be exactly one key.')
  if (budget.guard === 'dry_run' || (before !== null && before !== 'off')) return
  if (isDemo) throw refusedGuard('A told story has no keys to deactivate: its guards stay in dry run.')
  const { known, spent } = await readBudgetStanding(budget, await readBudgetGround('real', now))
  if (known === 'exceeded')
    throw refusedGuard(
      `The budget is exceeded already (${formatUsd(spent).text} of ${formatUsd(budget.amount).text}), so the guard would deactivate the key at the next sync. Let it stand in dry run first, look at what it would do, and turn it on then. Nothing was changed.`,
    )
}

function refusedGuard(sentence: string): ExpectedError {
  return new ExpectedError('incomplete', sentence, { parameter: 'guard' })
}

async function standingBudget(tx: Transaction, id: string): Promise<Budget> {
  await tx.$queryRaw`select 1 from budgets where id = ${id} for update`
  const row = await tx.budget.findFirst({ where: { id, deletedAt: null } })
  if (!row) throw new ExpectedError('not_found', 'There is no such budget.', { parameter: 'id' })
  return storedBudget(row)
}

function stored({ name, scope, amount, period, thresholds, guard }: BudgetInput) {
  return { name, scope: { ...scope }, amountNano: amount, period, thresholds, guard }
}

function words({ name, scope, amount, period, thresholds, guard }: Budget) {
  return {
    ...{ name, scope: { ...scope }, amount: formatUsdExact(amount), period },
    ...{ thresholds: thresholds.map((each) => `${each} %`), guard },
  }
}

function about(id: string, action: AuditAction, { organization }: BudgetScope) {
  return { action, subjectType: 'budget', subjectId: id, organizationId: organization ?? null }
}
