import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'

const MEASURES = [
  'amount_nano',
  'list_amount_nano',
  'cost_lines',
  'uncached_input',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'output',
  'web_searches',
  'requests',
]
const MEASURED = MEASURES.join(', ')
const SUMS = MEASURES.map((name) => `sum(${name})::bigint as ${name}`).join(', ')

/** Of the amounts, what each kind of token and each other cost came to, by the column that holds it. */
const KIND_COLUMNS = {
  uncached_input_nano: "token_type = 'uncached_input_tokens'",
  cache_read_nano: "token_type = 'cache_read_input_tokens'",
  cache_write_5m_nano: "token_type = 'cache_creation.ephemeral_5m_input_tokens'",
  cache_write_1h_nano: "token_type = 'cache_creation.ephemeral_1h_input_tokens'",
  output_nano: "token_type = 'output_tokens'",
  web_search_nano: "token_type is null and cost_type = 'web_search'",
  code_execution_nano: "token_type is null and cost_type = 'code_execution'",
  session_nano: "token_type is null and cost_type = 'session_usage'",
} as const

const COSTS: Record<string, string> = {
  amount_nano: 'sum(amount_nano)::bigint',
  list_amount_nano: 'sum(coalesce(list_amount_nano, amount_nano))::bigint',
  cost_lines: 'count(*)',
}
const KINDS = Object.fromEntries(
  Object.entries(KIND_COLUMNS).map(([name, condition]) => [
    name,
    `coalesce(sum(amount_nano) filter (where ${condition}), 0)::bigint`,
  ]),
)
const COUNTS = Object.fromEntries(
  MEASURES.filter((name) => !(name in COSTS)).map((name) => [name, `coalesce(sum(${name}), 0)::bigint`]),
)

/**
 * Sums the stored facts of these organisation-days by some of their columns. Cost and usage are summed on their own before
 * they meet: few groups stay in memory, where all facts together would be sorted on disk.
 */
function sumFacts(table: string, by: string, costs: Record<string, string>): string {
  const names = [...Object.keys(costs), ...Object.keys(COUNTS)]
  const summed = (from: string, sums: Record<string, string>) => `
    select ${by}, ${names.map((name) => sums[name] ?? '0::bigint').join(', ')}
    from ${from} where organization_id = $1 and day = any($2::date[]) group by ${by}`
  return `insert into ${table} (${by}, ${names.join(', ')})
  select ${by}, ${names.map((name) => `sum(${name})::bigint`).join(', ')}
  from (${summed('cost_facts', costs)} union all ${summed('usage_facts', COUNTS)}) facts (${by}, ${names.join(', ')})
  group by ${by}`
}

const SUM_DETAILS = sumFacts(
  'spend_rollup',
  'organization_id, day, api_key_id, workspace_id, model, product',
  { ...COSTS, ...KINDS },
)
const SUM_HOURS = sumFacts('spend_hours', 'organization_id, day, starts_at', COSTS)

/**
 * Sums the rollup of these organisation-days per value of each single dimension, and into one row a day; their old rows
 * are gone already.
 */
export const SUM_DAYS = `
with sums as (
  select organization_id, day, api_key_id, workspace_id, model, product,
    grouping(api_key_id, workspace_id, model, product) as left_out, ${SUMS}
  from spend_rollup where organization_id = $1 and day = any($2::date[])
  group by grouping sets (
    (organization_id, day, api_key_id), (organization_id, day, workspace_id), (organization_id, day, model),
    (organization_id, day, product), (organization_id, day))
), parts as (
  insert into spend_day_parts (organization_id, day, dimension, value, ${MEASURED})
  select organization_id, day,
    case left_out when 7 then 'key' when 11 then 'workspace' when 13 then 'model' else 'product' end,
    case left_out when 7 then api_key_id when 11 then workspace_id when 13 then model else product end, ${MEASURED}
  from sums where left_out < 15
)
insert into spend_days (organization_id, day, ${MEASURED})
select organization_id, day, ${MEASURED} from sums where left_out = 15`

/** Makes every sum of these organisation-days anew from the stored facts. */
export async function rebuildRollup(
  client: Pick<PoolClient, 'query'>,
  organizationId: string,
  days: readonly Day[],
): Promise<void> {
  for (const table of ['spend_rollup', 'spend_hours', 'spend_day_parts', 'spend_days'])
    await client.query(`delete from ${table} where organization_id = $1 and day = any($2::date[])`, [
      organizationId,
      days,
    ])
  await client.query(SUM_DETAILS, [organizationId, days])
  await client.query(SUM_HOURS, [organizationId, days])
  await client.query(SUM_DAYS, [organizationId, days])
}
