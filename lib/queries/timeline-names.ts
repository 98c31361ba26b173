import { pool } from '@/lib/db/client'
import type { Day } from '@/lib/domain/day'
import { productName } from '@/lib/domain/product-names'
import type { TimelineRow } from '@/lib/domain/timeline'
import {
  DIMENSIONS,
  isAssigned,
  NOT_SAID,
  OF_KEYS,
  type Assigned,
  type Grouping,
  type Pool,
  type TimelineFilters,
  UNATTRIBUTED,
} from '@/lib/domain/timeline-request'
import { nameOfPlan, type PlanBook } from './timeline-plans'

const POOL_NAMES: Record<Pool, string> = {
  plan: 'Plan fees',
  usage_credits: 'Usage credits',
  api: 'API usage',
  api_credit: 'API credit',
}

const WITHOUT_VALUE: Partial<Record<Grouping, string>> = {
  ...Object.fromEntries(OF_KEYS.map((dimension) => [dimension, 'No key (Console, Playground)'])),
  workspace: 'No workspace',
  model: 'No model',
  product: 'No product',
  person: 'Nobody named',
}

const NOT_SAID_NAMES: Record<Assigned, string> = {
  owner: 'No owner',
  application: 'No application',
  environment: 'No environment',
  tag: 'No tag',
  cost_centre: 'No cost centre',
}

/** What a value that is no id is called; null where it has to be looked up. */
function nameWithoutId(group: Grouping, id: string | null): string | null {
  if (isAssigned(group) && id === NOT_SAID) return NOT_SAID_NAMES[group]
  if ((OF_KEYS as readonly Grouping[]).includes(group) && id === UNATTRIBUTED) return 'Not told by key'
  if (id === null || id === UNATTRIBUTED || (group === 'model' && id === 'other'))
    return WITHOUT_VALUE[group] ?? 'Unattributed'
  return null
}

const TABLES = {
  key: 'select id, name from api_keys where id = any($1)',
  workspace: 'select id, name from workspaces where id = any($1)',
  organization: 'select id, name from organizations where id = any($1)',
  owner: `select distinct on (id) id, name from (
      select email as id, name, 0 as rank from users where email = any($1)
      union all select lower(email), name, 1 from members where lower(email) = any($1)) people
    where name <> '' order by id, rank, name`,
  person: `select a.id, coalesce(a.name, a.email, k.name, a.id) as name from usage_actors a
    left join api_keys k on k.organization_id = a.organization_id and k.id = a.id where a.id = any($1)`,
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
  for (const row of rows) if (row.pool !== 'plan' && row.group !== null) ids.add(row.group)
  const names =
    group in TABLES ? await namesIn(group as keyof typeof TABLES, [...ids]) : new Map<string, string>()
  const ofPlans = rows.some(({ pool }) => pool === 'plan' || pool === 'api_credit')
  const planNames = ofPlans ? namesOfPlans(book, today) : new Map<string, string>()
  return ({ group: id, pool }) => {
    if (group === 'none' || group === 'pool') return POOL_NAMES[pool]
    if (pool === 'plan') return (id && planNames.get(id)) ?? POOL_NAMES.plan
    if (pool === 'api_credit') {
      const giver = id && (planNames.get(id) ?? names.get(id))
      return giver ? `${POOL_NAMES.api_credit} · ${giver}` : POOL_NAMES.api_credit
    }
    if (group === 'plan') return POOL_NAMES[pool]
    return nameWithoutId(group, id) ?? names.get(id ?? '') ?? id ?? ''
  }
}

function namesOfPlans(book: PlanBook, today: Day): Map<string, string> {
  const names = new Map<string, string>()
  for (const plan of book.plans) {
    const name = nameOfPlan(book, plan, today)
    names.set(plan.id, name).set(`plan:${plan.id}`, name)
  }
  return names
}

/** What filtered values are called, by `dimension:value`; what nobody has named is missing. */
export async function namesOfFilters(
  filters: TimelineFilters,
  book: PlanBook,
  today: Day,
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  if (Object.keys(filters).length === 0) return names
  const plans = namesOfPlans(book, today)
  await Promise.all(
    DIMENSIONS.map(async (dimension) => {
      const values = (filters[dimension] ?? []).filter((value) => value !== null)
      const known = dimension in TABLES ? await namesIn(dimension as keyof typeof TABLES, values) : null
      for (const value of values) {
        const pool = dimension === 'pool' ? POOL_NAMES[value as Pool] : undefined
        const name =
          pool ??
          known?.get(value) ??
          plans.get(value) ??
          nameWithoutId(dimension, value) ??
          (dimension === 'product' ? productName(value) : null)
        if (name) names.set(`${dimension}:${value}`, name)
      }
    }),
  )
  return names
}
