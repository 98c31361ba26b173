import { pool } from '@/lib/db/client'
import { type CacheUse, type Caching, cachingOf } from '@/lib/domain/caching'
import type { DayRange } from '@/lib/domain/day'
import type { Viewer } from '@/lib/domain/viewer'
import { loadPriceBook } from './model-prices'

/** One key, workspace or model of an organisation; null = use without one. */
export interface CachingSubject {
  organizationId: string
  dimension: 'key' | 'workspace' | 'model'
  value: string | null
}

const COLUMNS = { key: 'api_key_id', workspace: 'workspace_id', model: 'model' } as const

/** What caching saved or wasted for a subject in these days, at list prices. */
export async function getCaching(
  _viewer: Viewer,
  { organizationId, dimension, value }: CachingSubject,
  range: DayRange,
): Promise<Caching> {
  const column = COLUMNS[dimension]
  const values = [organizationId, range.from, range.to, ...(value === null ? [] : [value])]
  const [book, { rows }] = await Promise.all([
    loadPriceBook(),
    pool().query<CacheUse>(
      `select day, model, sum(uncached_input)::bigint as "uncachedInput", sum(cache_read)::bigint as "cacheRead",
         sum(cache_write_5m)::bigint as "cacheWrite5m", sum(cache_write_1h)::bigint as "cacheWrite1h"
       from spend_rollup where organization_id = $1 and day >= $2::date and day < $3::date
         and ${value === null ? `${column} is null` : `${column} = $4`} group by 1, 2`,
      values,
    ),
  ])
  return cachingOf(rows, book)
}
