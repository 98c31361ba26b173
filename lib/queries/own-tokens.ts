import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, dayOf } from '@/lib/domain/day'
import type { OwnTokens } from '@/lib/domain/guides/calculator'
import type { Viewer } from '@/lib/domain/viewer'

const DAYS = 30
const MOST_MODELS = 4

/** Tokens of the thirty days up to yesterday by model, those with most first, to begin a calculation with. */
export async function listOwnTokens(_viewer: Viewer, data: DataScope, now: Date): Promise<OwnTokens[]> {
  const to = dayOf(now)
  const { rows } = await pool().query<OwnTokens>(
    `select model, sum(uncached_input)::bigint as "uncachedInput", sum(cache_write_5m)::bigint as "cacheWrite5m",
       sum(cache_write_1h)::bigint as "cacheWrite1h", sum(cache_read)::bigint as "cacheRead", sum(output)::bigint as output,
       sum(web_searches)::bigint as "webSearches"
     from priceable_usage where model is not null and day >= $1::date and day < $2::date
       and organization_id in (select id from organizations where is_demo = $3)
     group by model having sum(uncached_input + cache_write_5m + cache_write_1h + cache_read + output) > 0
     order by sum(uncached_input + cache_write_5m + cache_write_1h + cache_read + output) desc, model limit $4`,
    [addDays(to, -DAYS), to, data === 'demo', MOST_MODELS],
  )
  return rows
}
