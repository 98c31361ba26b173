import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'

/** Sums the stored facts of these organisation-days into the rollup, whose rows of them are gone already. */
const REBUILD_ROLLUP = `
insert into spend_rollup (
  organization_id, day, api_key_id, workspace_id, model, product, amount_nano, list_amount_nano, cost_lines,
  uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
select organization_id, day, api_key_id, workspace_id, model, product,
  sum(amount_nano)::bigint, sum(list_amount_nano)::bigint, sum(cost_lines)::bigint,
  sum(uncached_input)::bigint, sum(cache_read)::bigint, sum(cache_write_5m)::bigint, sum(cache_write_1h)::bigint,
  sum(output)::bigint, sum(web_searches)::bigint, sum(requests)::bigint
from (
  select organization_id, day, api_key_id, workspace_id, model, product,
    amount_nano, coalesce(list_amount_nano, amount_nano) as list_amount_nano, 1 as cost_lines,
    0 as uncached_input, 0 as cache_read, 0 as cache_write_5m, 0 as cache_write_1h, 0 as output,
    0 as web_searches, 0 as requests
  from cost_facts where organization_id = $1 and day = any($2::date[])
  union all
  select organization_id, day, api_key_id, workspace_id, model, product, 0, 0, 0,
    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, coalesce(requests, 0)
  from usage_facts where organization_id = $1 and day = any($2::date[])
) facts
group by organization_id, day, api_key_id, workspace_id, model, product`

/** Sums the rollup of these organisation-days into one row a day, whose old rows are gone already. */
export const SUM_DAYS = `
insert into spend_days (
  organization_id, day, amount_nano, list_amount_nano, cost_lines,
  uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
select organization_id, day, sum(amount_nano)::bigint, sum(list_amount_nano)::bigint, sum(cost_lines)::bigint,
  sum(uncached_input)::bigint, sum(cache_read)::bigint, sum(cache_write_5m)::bigint, sum(cache_write_1h)::bigint,
  sum(output)::bigint, sum(web_searches)::bigint, sum(requests)::bigint
from spend_rollup where organization_id = $1 and day = any($2::date[])
group by organization_id, day`

/** Makes rollup and daily sums of these organisation-days anew from the stored facts. */
export async function rebuildRollup(
  client: Pick<PoolClient, 'query'>,
  organizationId: string,
  days: readonly Day[],
): Promise<void> {
  for (const table of ['spend_rollup', 'spend_days'])
    await client.query(`delete from ${table} where organization_id = $1 and day = any($2::date[])`, [
      organizationId,
      days,
    ])
  await client.query(REBUILD_ROLLUP, [organizationId, days])
  await client.query(SUM_DAYS, [organizationId, days])
}
