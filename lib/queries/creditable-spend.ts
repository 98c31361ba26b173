import { pool } from '@/lib/db/client'
import { addDays, earlier, type Day, type DayRange } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { CreditableSpend, CreditPeriod } from '@/lib/domain/plan-credit'
import { dayOfStart, type BucketStart } from '@/lib/domain/timeline-buckets'

/**
 * The API spend these credits may have paid, from the first of them on up to and including `today`: a credit is used up in
 * order of time. Days from `hoursFrom` on come by the hour.
 */
export async function creditableSpend(
  periods: readonly CreditPeriod[],
  today: Day,
  hoursFrom: Day = addDays(today, 1),
): Promise<CreditableSpend<BucketStart>[]> {
  const [first, ...others] = periods
  if (!first) return []
  const range: DayRange = {
    from: others.reduce((from, period) => earlier(from, period.from), first.from),
    to: addDays(today, 1),
  }
  const ids = [...new Set(periods.map(({ organizationId }) => organizationId))]
  const { rows } = await pool().query<{ organizationId: string; start: string; amount: bigint }>(
    `select organization_id as "organizationId", day::text as start, amount_nano as amount from spend_days
     where organization_id = any($1::text[]) and day >= $2::date and day < least($3::date, $4::date)
     union all
     select organization_id, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"'), amount_nano
     from spend_hours where organization_id = any($1::text[]) and day >= greatest($2::date, $4::date) and day < $3::date`,
    [ids, range.from, range.to, hoursFrom],
  )
  return rows.map(({ organizationId, start, amount }) => ({
    organizationId,
    day: dayOfStart(start),
    start,
    amount: nano(amount),
  }))
}
