import { addDays, isWithin, type Day, type DayRange } from '@/lib/domain/day'
import { creditPeriods, useCredit } from '@/lib/domain/plan-credit'
import { visibleRange } from '@/lib/domain/timeline'
import type { Bucket } from '@/lib/domain/timeline-buckets'
import { creditByHour, creditCells, type CreditCell } from '@/lib/domain/timeline-credit'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { creditableSpend, spendByHour } from '@/lib/db/creditable-spend'
import type { PlanBook } from './timeline-plans'

interface Asked {
  range: DayRange
  bucket: Bucket
  filters: TimelineFilters
  organizationIds: readonly string[]
}

/**
 * What plans' API credits paid within a range, as negative amounts; nothing after `today`. Months that were over before it
 * are reckoned as well: what one plan paid then, another on the same organisation still has.
 */
export async function loadCredit(book: PlanBook, asked: Asked, today: Day): Promise<CreditCell[]> {
  const { bucket, organizationIds } = asked
  const range = visibleRange(asked.range, today)
  const periods = book.plans
    .flatMap((plan) => creditPeriods(plan, book.catalogue, today))
    .filter(({ organizationId, from }) => from < range.to && organizationIds.includes(organizationId))
  if (range.from >= range.to || !periods.some(({ to }) => to > range.from)) return []
  const spend = await creditableSpend(periods, addDays(range.to, -1))
  const uses = useCredit(periods, spend).uses.filter(({ day }) => isWithin(day, range))
  return creditCells(
    bucket === 'hour' ? creditByHour(uses, await spendByHour(organizationIds, range)) : uses,
    asked,
  )
}
