import { pool } from '@/lib/db/client'
import { addDays, earlier, type Day, type DayRange } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import type { CreditableSpend, CreditPeriod } from '@/lib/domain/plan-credit'
import { dayOfStart, type BucketStart } from '@/lib/domain/timeline-buckets'

/**
 * The API spend these credits may have paid, day by day from the first of them on up to and including `today`: a credit is
 * used up in order of time.
 */
export async function creditableSpend(
  periods: readonly CreditPeriod[],
  today: Day,
): Promise<CreditableSpend[]> {
  const [first, ...others] = periods
  if (!first) return []
  const from = others.reduce((day, period) => earlier(day, period.from), first.from)
  const ids = [...new Set(periods.map(({ organizationId }) => organizationId))]
  const { rows } = await pool().query<{ organizationId: string; day: Day; amount: Nano }>(
    `select organization_id as "organizationId", day, amount_nano as amount from spend_days
     where organization_id = any($1::text[]) and day >= $2::date and day < $3::date`,
    [ids, from, addDays(today, 1)],
  )
  return rows.map((row) => ({ ...row, start: row.day }))
}

/** API spend by the hour; a day that is known as a whole, or whose hours were cleared, has none or one at its first hour. */
export async function spendByHour(
  organizationIds: readonly string[],
  { from, to }: DayRange,
): Promise<CreditableSpend<BucketStart>[]> {
  const { rows } = await pool().query<{ organizationId: string; start: string; amount: bigint }>(
    `select organization_id as "organizationId",
       to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"') as start, amount_nano as amount
     from spend_hours where organization_id = any($1::text[]) and day >= $2::date and day < $3::date`,
    [organizationIds, from, to],
  )
  return rows.map(({ organizationId, start, amount }) => ({
    organizationId,
    day: dayOfStart(start),
    start,
    amount: nano(amount),
  }))
}
