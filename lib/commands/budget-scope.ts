import type { Transaction } from '@/lib/db/transact'
import { refuseScope, type BudgetPeriod, type BudgetScope } from '@/lib/domain/budget'
import { dayOf } from '@/lib/domain/day'
import { ExpectedError } from '@/lib/errors'

/**
 * A scope as it is kept: everything in it exists, something can count under it, and a plan cycle names its plan, which may be
 * left out while only one runs. Throws 'incomplete' with the field at fault: a budget on a mistyped id would never speak up.
 */
export async function resolveScope(
  tx: Transaction,
  { scope, period }: { scope: BudgetScope; period: BudgetPeriod },
  isDemo: boolean,
  now: Date,
): Promise<BudgetScope> {
  const refused = refuseScope(scope)
  if (refused) throw faulty(refused.field, refused.sentence)
  const { organization, workspace, key, plan } = scope
  const place = {
    organization: { isDemo },
    ...(organization !== undefined && { organizationId: organization }),
  }
  if (
    organization !== undefined &&
    !(await tx.organization.findFirst({ where: { id: organization, isDemo } }))
  )
    throw faulty('organization', `There is no organisation ${organization}.`)
  if (workspace !== undefined && !(await tx.workspace.findFirst({ where: { id: workspace, ...place } })))
    throw faulty(
      'workspace',
      `There is no workspace ${workspace}${organization ? ' in this organisation' : ''}.`,
    )
  if (key !== undefined && !(await tx.apiKey.findFirst({ where: { id: key, ...place } })))
    throw faulty('key', `There is no key ${key}${organization ? ' in this organisation' : ''}.`)
  if (plan !== undefined && !(await tx.plan.findFirst({ where: { id: plan, isDemo, deletedAt: null } })))
    throw faulty('plan', `There is no plan ${plan}.`)
  if (period !== 'plan_cycle' || plan !== undefined) return scope
  return { ...scope, plan: await onlyPlan(tx, scope, isDemo, now) }
}

async function onlyPlan(
  tx: Transaction,
  { owner }: BudgetScope,
  isDemo: boolean,
  now: Date,
): Promise<string> {
  const today = dayOf(now)
  const running = await tx.plan.findMany({
    where: {
      ...{ isDemo, deletedAt: null, OR: [{ endsOn: null }, { endsOn: { gte: today } }] },
      ...(owner !== undefined && { holderEmail: owner }),
    },
  })
  const [plan, ...others] = running
  if (!plan)
    throw faulty(
      'plan',
      'A plan cycle is the cycle of a plan, and none runs here. Enter the plan first, or choose a month.',
    )
  if (others.length > 0)
    throw faulty(
      'plan',
      `Several plans run, each with a cycle of its own: say in scope.plan which one is meant.`,
    )
  return plan.id
}

function faulty(field: string, sentence: string): ExpectedError {
  return new ExpectedError('incomplete', `${sentence} Nothing was changed.`, { parameter: `scope.${field}` })
}
