import type { BudgetScope } from '@/lib/domain/budget'
import type { ScopeNames } from '@/lib/domain/budget-words'
import { dayOf } from '@/lib/domain/day'
import { planNameOn } from '@/lib/domain/plan-catalogue'
import { describingTerm } from '@/lib/domain/plan-cycles'
import { pool, prisma } from './client'
import { readCatalogue, storedPlan, WITH_TERMS } from './plan-rows'

/** What the ids of a scope are called. */
export async function readScopeNames(scope: BudgetScope, now: Date): Promise<ScopeNames> {
  const { organization = null, workspace = null, key = null } = scope
  const { rows } = await pool().query<{
    organization: string | null
    workspace: string | null
    key: string | null
  }>(
    `select (select name from organizations where id = $1) as organization,
       (select name from workspaces where id = $2 and ($1::text is null or organization_id = $1) limit 1) as workspace,
       (select name from api_keys where id = $3 and ($1::text is null or organization_id = $1) limit 1) as key`,
    [organization, workspace, key],
  )
  const named = Object.entries(rows[0] ?? {}).filter(([, name]) => name !== null)
  return { ...Object.fromEntries(named), ...(await planName(scope, now)) }
}

async function planName({ plan: id }: BudgetScope, now: Date): Promise<ScopeNames> {
  if (id === undefined) return {}
  const row = await prisma().plan.findUnique({ where: { id }, include: WITH_TERMS })
  if (!row) return {}
  const plan = storedPlan(row)
  const { planCode } = describingTerm(plan, dayOf(now))
  return {
    plan: `${planNameOn(await readCatalogue(), planCode, plan.cycle, dayOf(now))} · ${plan.holderEmail}`,
  }
}
