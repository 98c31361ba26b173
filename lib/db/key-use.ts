import { addDays, type Day } from '@/lib/domain/day'
import type { KeyUseDay, KeyUseRow } from '@/lib/domain/key-use'
import { pool } from './client'

/** The stored rows of one key by day and model, and what is known of the days, from 30 days before `today` on. */
export async function readKeyUse(
  organizationId: string,
  keyId: string,
  today: Day,
): Promise<{ rows: KeyUseRow[]; days: KeyUseDay[] }> {
  const from = addDays(today, -30)
  const [rows, days] = await Promise.all([
    pool().query<KeyUseRow>(
      `select day, model, sum(amount_nano)::bigint as spend, sum(requests)::bigint as requests,
         sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output)::bigint as tokens
       from spend_rollup where api_key_id = $2 and organization_id = $1 and day >= $3 group by day, model`,
      [organizationId, keyId, from],
    ),
    pool().query<KeyUseDay>(
      `select day, state = 'synced' as "isClosed", source = 'analytics' or state = 'synced' as "tellsCost"
       from coverage where organization_id = $1 and day >= $2`,
      [organizationId, from],
    ),
  ])
  return { rows: rows.rows, days: days.rows }
}
