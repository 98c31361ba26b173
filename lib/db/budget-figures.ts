import {
  countsPlan,
  countsPool,
  filtersOfScope,
  periodOn,
  type Budget,
  type BudgetScope,
} from '@/lib/domain/budget'
import type { ReadOrganization } from '@/lib/domain/budget-freshness'
import { sampleStart, standingOf, type BudgetStanding } from '@/lib/domain/budget-standing'
import type { CoverageState } from '@/lib/domain/coverage-days'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, dayOf, isWithin, type Day, type DayRange } from '@/lib/domain/day'
import { nano, sum, zero, type Nano } from '@/lib/domain/money'
import { planAmountsByDay } from '@/lib/domain/plan-charges'
import { creditPeriods, useCredit, type CreditBalance, type CreditUse } from '@/lib/domain/plan-credit'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { pool } from './client'
import { creditableSpend } from './creditable-spend'
import { readOrganizationDirectory } from './directory'
import { loadPlans, readCatalogue } from './plan-rows'
import { dayTable, isEstimated, selectionConditions, type Selection } from './timeline-tables'

/** An organisation with what has been read of its days, and which of them the legacy reports own. */
interface GroundOrganization extends ReadOrganization {
  id: string
  legacyDays: ReadonlySet<Day>
}

/** What all budgets are judged by, read once: the organisations, the plans, what their credit paid. */
export interface BudgetGround {
  now: Date
  data: DataScope
  plans: readonly StoredPlan[]
  organizations: readonly GroundOrganization[]
  credit: { uses: readonly CreditUse[]; balances: readonly CreditBalance[] }
}

/** Longer than any period: an annual cycle. */
const REACH_DAYS = 400

/**
 * Reads what all budgets of one kind of data share. A told story stands still: it is judged as of when it was told.
 */
export async function readBudgetGround(data: DataScope, at: Date): Promise<BudgetGround> {
  const [plans, catalogue, organizations] = await Promise.all([
    loadPlans(data),
    readCatalogue(),
    readOrganizations(data, dayOf(at)),
  ])
  const lastRead = organizations.map(({ lastReadAt }) => lastReadAt?.getTime() ?? 0)
  const told = data === 'demo' ? Math.max(0, ...lastRead) : 0
  const now = told > 0 && told < at.getTime() ? new Date(told) : at
  const today = dayOf(now)
  const periods = plans.flatMap((plan) => creditPeriods(plan, catalogue, today))
  const spend = await creditableSpend(periods, today)
  return { now, data, plans, organizations, credit: useCredit(periods, spend) }
}

async function readOrganizations(data: DataScope, today: Day): Promise<GroundOrganization[]> {
  const { rows } = await pool().query<{
    id: string
    name: string
    source: GroundOrganization['source']
    lastReadAt: Date | null
  }>(
    `select o.id, o.name, c.source,
       greatest(c.last_synced_at, (select max(read_at) from coverage v where v.organization_id = o.id)) as "lastReadAt"
     from organizations o left join connections c on c.organization_id = o.id where o.is_demo = $1 order by o.name, o.id`,
    [data === 'demo'],
  )
  const covered = await pool().query<{
    id: string
    day: Day
    state: Exclude<CoverageState, 'not_synced'>
    source: 'analytics' | 'legacy'
  }>(
    `select organization_id as id, day, state, source from coverage
     where organization_id = any($1::text[]) and day >= $2::date and day <= $3::date`,
    [rows.map(({ id }) => id), addDays(today, -REACH_DAYS), today],
  )
  return Promise.all(
    rows.map(async (row): Promise<GroundOrganization> => {
      const own = covered.rows.filter(({ id }) => id === row.id)
      const { origin } = await readOrganizationDirectory(row.id)
      return {
        ...row,
        origin,
        days: new Map(own.map(({ day, state }) => [day, state])),
        legacyDays: new Set(own.flatMap(({ day, source }) => (source === 'legacy' ? [day] : []))),
      }
    }),
  )
}

/** How one budget stands in the period `on` lies in (default: today), from the ground all share and its own spend. */
export async function readBudgetStanding(
  budget: Pick<Budget, 'scope' | 'amount' | 'thresholds' | 'period'>,
  ground: BudgetGround,
  on: Day = dayOf(ground.now),
): Promise<BudgetStanding> {
  const { scope } = budget
  const { now, credit } = ground
  const today = dayOf(now)
  const anchor = ground.plans.find(({ id }) => id === scope.plan) ?? null
  const period = periodOn(budget.period, on, anchor)
  if (!period) {
    const nothing = {
      api: new Map(),
      plan: new Map(),
      credit: { byDay: new Map(), left: zero },
      organizations: [],
    }
    const month = { from: today, to: addDays(today, 1) }
    return standingOf(budget, { ...nothing, period: month, counts: { api: false, plan: false } }, now)
  }

  const withApi = countsPool(scope, 'api')
  const withCredit = countsPool(scope, 'api_credit')
  const organizations = withApi || withCredit ? await organizationsOf(scope, ground) : []
  const plans = ground.plans.filter((plan) => countsPlan(scope, plan))
  const isPaid = ({ planId, organizationId }: { planId: string; organizationId: string }) =>
    withCredit &&
    (scope.plan === undefined || scope.plan === planId) &&
    organizations.some(({ id }) => id === organizationId)

  const used = { from: sampleStart(period, today), to: addDays(today, 1) }
  const uses = credit.uses.filter((use) => isPaid(use) && isWithin(use.day, period))
  return standingOf(
    budget,
    {
      period,
      api: withApi ? await apiByDay(scope, used, organizations) : new Map(),
      plan: sumByDay(
        plans.flatMap((plan) => planAmountsByDay(plan, period, 'spread', addDays(period.to, -1))),
      ),
      credit: {
        byDay: sumByDay(uses),
        left: sum(
          credit.balances
            .filter((balance) => isPaid(balance) && isWithin(today, balance))
            .map((balance) => nano(balance.granted - balance.used)),
        ),
      },
      counts: { api: organizations.length > 0, plan: plans.length > 0 },
      organizations,
    },
    now,
  )
}

function sumByDay(amounts: readonly { day: Day; amount: Nano }[]): Map<Day, Nano> {
  const byDay = new Map<Day, Nano>()
  for (const { day, amount } of amounts) byDay.set(day, nano((byDay.get(day) ?? 0n) + amount))
  return byDay
}

/** Those a scope can be about: the one it names, the ones its key and its workspace can be of. */
async function organizationsOf(
  scope: BudgetScope,
  { organizations }: BudgetGround,
): Promise<GroundOrganization[]> {
  const named = organizations.filter(
    ({ id }) => scope.organization === undefined || scope.organization === id,
  )
  if (scope.key === undefined && scope.workspace === undefined) return named
  const { rows } = await pool().query<{ id: string }>(
    `select o.id from organizations o where o.id = any($1::text[])
       and ($2::text is null
         or exists (select from api_keys k where k.organization_id = o.id and k.id = $2)
         or exists (select from spend_rollup r where r.organization_id = o.id and r.api_key_id = $2))
       and ($3::text is null
         or exists (select from workspaces w where w.organization_id = o.id and w.id = $3)
         or exists (select from spend_rollup r where r.organization_id = o.id and r.workspace_id = $3))`,
    [named.map(({ id }) => id), scope.key ?? null, scope.workspace ?? null],
  )
  const ids = new Set(rows.map(({ id }) => id))
  return named.filter(({ id }) => ids.has(id))
}

async function apiByDay(
  scope: BudgetScope,
  range: DayRange,
  organizations: readonly GroundOrganization[],
): Promise<Map<Day, { amount: Nano; estimated: boolean }>> {
  const filters = filtersOfScope(scope)
  const selection: Selection = {
    ...{ range, bucket: 'day', group: 'none', metric: 'cost', filters },
    organizationIds: organizations.map(({ id }) => id),
    hasLegacyDays: organizations.some(({ legacyDays }) =>
      [...legacyDays].some((day) => isWithin(day, range)),
    ),
  }
  const values: unknown[] = [range.from, range.to]
  const { rows } = await pool().query<{ day: Day; amount: bigint; estimated: boolean }>(
    `select f.day, sum(f.amount_nano)::bigint as amount, bool_or(${isEstimated(selection) ?? 'false'}) as estimated
     from ${dayTable(selection)} f where ${selectionConditions(selection, values)}
     group by f.day having bool_or(f.cost_lines > 0) or sum(f.amount_nano) <> 0`,
    values,
  )
  return new Map(rows.map(({ day, amount, estimated }) => [day, { amount: nano(amount), estimated }]))
}
