import { addDays, earlier, type Day, type DayRange } from '@/lib/domain/day'
import { creditPeriods, useCredit } from '@/lib/domain/plan-credit'
import type { Bucket } from '@/lib/domain/timeline-buckets'
import { creditCells, type CreditCell } from '@/lib/domain/timeline-credit'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { creditableSpend } from './creditable-spend'
import type { PlanBook } from './timeline-plans'

interface Asked {
  range: DayRange
  bucket: Bucket
  filters: TimelineFilters
  organizationIds: readonly string[]
}

/** What plans' API credits paid within a range, as negative amounts; nothing after `today`. */
export async function loadCredit(book: PlanBook, asked: Asked, today: Day): Promise<CreditCell[]> {
  const { range, bucket, organizationIds } = asked
  const to = earlier(range.to, addDays(today, 1))
  const periods = book.plans
    .flatMap((plan) => creditPeriods(plan, book.catalogue, today))
    .filter(
      (period) =>
        period.from < to && period.to > range.from && organizationIds.includes(period.organizationId),
    )
  if (periods.length === 0 || range.from >= to) return []
  const spend = await creditableSpend(periods, addDays(to, -1), bucket === 'hour' ? range.from : undefined)
  return creditCells(useCredit(periods, spend).uses, asked)
}
