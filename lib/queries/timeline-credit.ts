import { pool } from '@/lib/db/client'
import { addDays, earlier, type Day, type DayRange } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { creditPeriods, useCredit, type CreditableSpend, type CreditPeriod } from '@/lib/domain/plan-credit'
import { dayOfStart, type Bucket, type BucketStart } from '@/lib/domain/timeline-buckets'
import { creditCells, type CreditCell } from '@/lib/domain/timeline-credit'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import type { PlanBook } from './timeline-plans'

interface Asked {
  range: DayRange
  bucket: Bucket
  filters: TimelineFilters
  organizationIds: readonly string[]
}

/** What plans' API credits paid within a range, as negative amounts; nothing after `today`. */
export async function loadCredit(book: PlanBook, asked: Asked, today: Day): Promise<CreditCell[]> {
  const { range, organizationIds } = asked
  const to = earlier(range.to, addDays(today, 1))
  const periods = book.plans
    .flatMap((plan) => creditPeriods(plan, book.catalogue, today))
    .filter(
      (period) =>
        period.from < to && period.to > range.from && organizationIds.includes(period.organizationId),
    )
  if (periods.length === 0 || range.from >= to) return []
  // A credit is used up in order of time: what came before the range, within its periods, counts too.
  const from = periods.map((period) => period.from).reduce(earlier)
  const spend = await loadCreditable(periods, { from, to }, asked.bucket === 'hour' ? range.from : to)
  return creditCells(useCredit(periods, spend).uses, asked)
}

async function loadCreditable(
  periods: readonly CreditPeriod[],
  { from, to }: DayRange,
  hoursFrom: Day,
): Promise<CreditableSpend<BucketStart>[]> {
  const ids = [...new Set(periods.map(({ organizationId }) => organizationId))]
  const { rows } = await pool().query<{ organizationId: string; start: string; amount: bigint }>(
    `select organization_id as "organizationId", day::text as start, amount_nano as amount from spend_days
     where organization_id = any($1::text[]) and day >= $2::date and day < least($3::date, $4::date)
     union all
     select organization_id, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"'), amount_nano
     from spend_hours where organization_id = any($1::text[]) and day >= greatest($2::date, $4::date) and day < $3::date`,
    [ids, from, to, hoursFrom],
  )
  return rows.map(({ organizationId, start, amount }) => ({
    organizationId,
    day: dayOfStart(start),
    start,
    amount: nano(amount),
  }))
}
