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

/** Sums the stored facts of these organisation-days into rollup and hours, in one reading; their old rows are gone already. */
const SUM_FACTS = `
with sums as (
  select organization_id, day, starts_at, api_key_id, workspace_id, model, product, grouping(starts_at) as whole_day, ${SUMS}
  from (
    select organization_id, day, starts_at, api_key_id, workspace_id, model, product,
      amount_nano, coalesce(list_amount_nano, amount_nano) as list_amount_nano, 1 as cost_lines,
      0 as uncached_input, 0 as cache_read, 0 as cache_write_5m, 0 as cache_write_1h, 0 as output,
      0 as web_searches, 0 as requests
    from cost_facts where organization_id = $1 and day = any($2::date[])
    union all
    select organization_id, day, starts_at, api_key_id, workspace_id, model, product, 0, 0, 0,
      uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, coalesce(requests, 0)
    from usage_facts where organization_id = $1 and day = any($2::date[])
  ) facts
  group by grouping sets (
    (organization_id, day, api_key_id, workspace_id, model, product), (organization_id, day, starts_at))
), hours as (
  insert into spend_hours (organization_id, day, starts_at, ${MEASURED})
  select organization_id, day, starts_at, ${MEASURED} from sums where whole_day = 0
)
insert into spend_rollup (organization_id, day, api_key_id, workspace_id, model, product, ${MEASURED})
select organization_id, day, api_key_id, workspace_id, model, product, ${MEASURED} from sums where whole_day = 1`

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
  await client.query(SUM_FACTS, [organizationId, days])
  await client.query(SUM_DAYS, [organizationId, days])
}
