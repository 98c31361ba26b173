import { pool } from '@/lib/db/client'
import type { Day } from '@/lib/domain/day'
import type { TimelineRow } from '@/lib/domain/timeline'
import type { Grouping, Pool } from '@/lib/domain/timeline-request'
import { nameOfPlan, type PlanBook } from './timeline-plans'

const POOL_NAMES: Record<Pool, string> = {
  plan: 'Plan fees',
  usage_credits: 'Usage credits',
  api: 'API usage',
  api_credit: 'API credit',
}

const WITHOUT_VALUE: Partial<Record<Grouping, string>> = {
  key: 'No key (Console, Playground)',
  workspace: 'No workspace',
  model: 'No model',
  product: 'No product',
}

const TABLES = {
  key: 'select id, name from api_keys where id = any($1)',
  workspace: 'select id, name from workspaces where id = any($1)',
  organization: 'select id, name from organizations where id = any($1)',
} as const

/** Names of ids in one dimension; what nobody has named is missing. */
export async function namesIn(
  dimension: keyof typeof TABLES,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await pool().query<{ id: string; name: string }>(TABLES[dimension], [ids])
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What to call the group of a row. */
export async function namesOfGroups(
  group: Grouping,
  rows: readonly Pick<TimelineRow, 'group' | 'pool'>[],
  book: PlanBook,
  today: Day,
): Promise<(row: Pick<TimelineRow, 'group' | 'pool'>) => string> {
  const ids = new Set<string>()
  for (const row of rows) if (row.pool === 'api' && row.group !== null) ids.add(row.group)
  const names =
    group in TABLES ? await namesIn(group as keyof typeof TABLES, [...ids]) : new Map<string, string>()
  const planNames = new Map<string, string>()
  if (rows.some(({ pool }) => pool === 'plan'))
    for (const plan of book.plans) {
      const name = nameOfPlan(book, plan, today)
      planNames.set(plan.id, name).set(`plan:${plan.id}`, name)
    }
  return ({ group: id, pool }) => {
    if (group === 'none' || group === 'pool') return POOL_NAMES[pool]
    if (pool === 'plan') return (id && planNames.get(id)) ?? POOL_NAMES.plan
    if (group === 'plan') return POOL_NAMES[pool]
    if (id === null || id === 'unattributed' || (group === 'model' && id === 'other'))
      return WITHOUT_VALUE[group] ?? 'Unattributed'
    return names.get(id) ?? id
  }
}
