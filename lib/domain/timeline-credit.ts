import { isWithin, type Day, type DayRange } from './day'
import { nano, type Nano } from './money'
import type { CreditableSpend, CreditBalance, CreditUse } from './plan-credit'
import { bucketStartOf, hourStart, type Bucket, type BucketStart } from './timeline-buckets'
import { DIMENSIONS, type Grouping, type TimelineFilters } from './timeline-request'

/** What a plan's credit paid of one organisation's API use in one bucket: below zero, cash = billed + credit. */
export interface CreditCell {
  start: BucketStart
  planId: string
  organizationId: string
  amount: Nano
}

type CreditOf = Pick<CreditCell, 'planId' | 'organizationId'>

/** The group a credit belongs to: its pool, its plan, its organisation; no key, model or person can be said of it. */
export function groupOfCredit(group: Grouping, { planId, organizationId }: CreditOf): string | null {
  if (group === 'none') return null
  if (group === 'pool') return 'api_credit'
  if (group === 'plan') return planId
  return group === 'organization' ? organizationId : `plan:${planId}`
}

/** Whether a credit satisfies every filter, with the very values its group has in each dimension. */
export function creditMatches(filters: TimelineFilters, credit: CreditOf): boolean {
  return DIMENSIONS.every((dimension) => {
    const wanted = filters[dimension]
    return !wanted || wanted.includes(groupOfCredit(dimension, credit))
  })
}

/**
 * What was paid of whole days, in the hours whose spend it paid: in order of time, no more than an hour's own spend. What
 * no hour accounts for stands at hour 00, so that the sum stays the same whatever the bucket. Uses of a day come in the
 * order they were paid in.
 */
export function creditByHour(
  uses: readonly CreditUse[],
  hours: readonly CreditableSpend<BucketStart>[],
): CreditUse<BucketStart>[] {
  const unpaid = new Map<string, { start: BucketStart; amount: bigint }[]>()
  for (const { organizationId, day, start, amount } of hours.toSorted((a, b) =>
    a.start < b.start ? -1 : 1,
  )) {
    const ofDay = unpaid.get(`${organizationId} ${day}`)
    if (ofDay) ofDay.push({ start, amount })
    else unpaid.set(`${organizationId} ${day}`, [{ start, amount }])
  }
  return uses.flatMap((use) => {
    const parts: CreditUse<BucketStart>[] = []
    let left: bigint = use.amount
    for (const hour of unpaid.get(`${use.organizationId} ${use.day}`) ?? []) {
      const paid = hour.amount < left ? hour.amount : left
      if (paid <= 0n) continue
      hour.amount -= paid
      left -= paid
      parts.push({ ...use, start: hour.start, amount: nano(paid) })
    }
    return left > 0n ? [...parts, { ...use, start: hourStart(use.day, 0), amount: nano(left) }] : parts
  })
}

/** Uses that match, within the range, put into its buckets. With hours, `start` of a use must be an hour. */
export function creditCells(
  uses: readonly CreditUse<BucketStart>[],
  { range, bucket, filters }: { range: DayRange; bucket: Bucket; filters: TimelineFilters },
): CreditCell[] {
  const cells = new Map<string, CreditCell>()
  for (const use of uses) {
    if (!isWithin(use.day, range) || !creditMatches(filters, use)) continue
    const start = bucket === 'hour' ? use.start : bucketStartOf(use.day, range, bucket)
    const { planId, organizationId } = use
    const name = `${start} ${planId} ${organizationId}`
    const there = cells.get(name)
    const amount = nano((there?.amount ?? 0n) - use.amount)
    cells.set(name, { start, planId, organizationId, amount })
  }
  return [...cells.values()]
}

/**
 * The plan cycles with credit that share a day with what has passed of a range, the newest first. Each stands as a whole, as
 * it is at the end of `today`: also what it paid outside the range.
 */
export function creditCyclesWithin(
  balances: readonly CreditBalance[],
  { range, filters }: { range: DayRange; filters: TimelineFilters },
  today: Day,
): CreditBalance[] {
  return balances
    .filter(
      (cycle) =>
        cycle.from < range.to &&
        cycle.to > range.from &&
        cycle.from <= today &&
        range.from <= today &&
        creditMatches(filters, cycle),
    )
    .toSorted((a, b) => (a.to !== b.to ? (a.to < b.to ? 1 : -1) : a.planId < b.planId ? -1 : 1))
}
