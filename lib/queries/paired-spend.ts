import { createHash } from 'node:crypto'
import { pool } from '@/lib/db/client'
import type { MoverCell } from '@/lib/domain/comparison'
import type { DayRange } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { filterConditions } from './spend-cells'

const REMEMBERED = 20
const remembered = new Map<string, Promise<MoverCell[]>>()

/**
 * API spend of two periods side by side, per model and key. It reads more than anything else on the page, and the same
 * while somebody changes groups, buckets and metrics: remembered for as long as `content` says the figures are the same.
 */
export function pairedSpend(
  now: DayRange,
  before: DayRange,
  filters: TimelineFilters,
  content: string,
): Promise<MoverCell[]> {
  const key = createHash('sha256')
    .update(JSON.stringify([now, before, filters, content]))
    .digest('base64')
  const known = remembered.get(key)
  if (known) return known
  const asked = queryPairs(now, before, filters)
  remembered.set(key, asked)
  asked.catch(() => remembered.delete(key))
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) break
    remembered.delete(oldest)
  }
  return asked
}

async function queryPairs(now: DayRange, before: DayRange, filters: TimelineFilters): Promise<MoverCell[]> {
  const values: unknown[] = [now.from, now.to, before.from, before.to]
  const isNow = 'f.day >= $1::date and f.day < $2::date'
  const isBefore = 'f.day >= $3::date and f.day < $4::date'
  const conditions = [`(${isNow} or ${isBefore})`, ...filterConditions(filters, values)]
  const { rows } = await pool().query<{
    model: string | null
    keyId: string | null
    now: bigint | null
    before: bigint | null
  }>(
    `select f.model, f.api_key_id as "keyId",
       (sum(f.amount_nano) filter (where ${isNow}))::bigint as now,
       (sum(f.amount_nano) filter (where ${isBefore}))::bigint as before
     from spend_rollup f where ${conditions.join(' and ')} group by 1, 2`,
    values,
  )
  return rows.map((row) => ({
    model: row.model,
    keyId: row.keyId,
    now: nano(row.now ?? 0n),
    before: nano(row.before ?? 0n),
  }))
}
