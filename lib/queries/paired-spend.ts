import { pool } from '@/lib/db/client'
import type { MoverCell } from '@/lib/domain/comparison'
import type { DayRange } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { filterConditions } from './spend-cells'

/** API spend of two periods side by side, per model and key. */
export async function pairedSpend(
  now: DayRange,
  before: DayRange,
  filters: TimelineFilters,
): Promise<MoverCell[]> {
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
