import { pool } from '@/lib/db/client'
import { type CacheUse, type Caching, cachingOf } from '@/lib/domain/caching'
import type { DayRange } from '@/lib/domain/day'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import type { Viewer } from '@/lib/domain/viewer'
import { loadPriceBook } from './model-prices'
import { placeOf, subjectTable } from './subject-place'

/** What caching saved or wasted for a subject in these days, at list prices. */
export async function getCaching(_viewer: Viewer, subject: SpendSubject, range: DayRange): Promise<Caching> {
  const { condition, values } = placeOf(subject, range)
  const [book, { rows }] = await Promise.all([
    loadPriceBook(),
    pool().query<CacheUse>(
      `select f.day, f.model, sum(f.uncached_input)::bigint as "uncachedInput", sum(f.cache_read)::bigint as "cacheRead",
         sum(f.cache_write_5m)::bigint as "cacheWrite5m", sum(f.cache_write_1h)::bigint as "cacheWrite1h"
       from ${subjectTable(subject)} f where ${condition} group by 1, 2`,
      values,
    ),
  ])
  return cachingOf(rows, book)
}
