import { addDays, isWithin, type Day, type DayRange } from '@/lib/domain/day'
import { creditPeriods, useCredit, type CreditBalance } from '@/lib/domain/plan-credit'
import { visibleRange } from '@/lib/domain/timeline'
import type { Bucket } from '@/lib/domain/timeline-buckets'
import { creditByHour, creditCells, creditCyclesWithin, type CreditCell } from '@/lib/domain/timeline-credit'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { creditableSpend, spendByHour } from '@/lib/db/creditable-spend'
import { nameOfPlan, type PlanBook } from './timeline-plans'

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

/** A plan's month of API credit, whole, as its plan's page tells it. */
export interface CreditCycle extends CreditBalance {
  planName: string
}

/** The cycles with credit that touch what has passed of a range, the newest first: granted, and used up to `today`. */
export async function loadCreditCycles(
  book: PlanBook,
  asked: Omit<Asked, 'bucket'>,
  today: Day,
): Promise<CreditCycle[]> {
  const periods = book.plans
    .flatMap((plan) => creditPeriods(plan, book.catalogue, today))
    .filter(({ organizationId }) => asked.organizationIds.includes(organizationId))
  if (!periods.some(({ from, to }) => from < asked.range.to && to > asked.range.from)) return []
  const { balances } = useCredit(periods, await creditableSpend(periods, today))
  return creditCyclesWithin(balances, asked, today).flatMap((cycle) => {
    const plan = book.plans.find(({ id }) => id === cycle.planId)
    return plan ? [{ ...cycle, planName: nameOfPlan(book, plan, today) }] : []
  })
}
