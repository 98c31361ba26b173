import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'

/** Sums the stored facts of these organisation-days into the rollup, whose rows of them are gone already. */
export const REBUILD_ROLLUP = `
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

export async function rebuildRollup(
  client: PoolClient,
  organizationId: string,
  days: readonly Day[],
): Promise<void> {
  await client.query(REBUILD_ROLLUP, [organizationId, days])
}
