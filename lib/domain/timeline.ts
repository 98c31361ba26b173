import { addDays, earlier, type Day, type DayRange } from './day'
import { nano, splitByLargestRemainder, sum, zero, type Nano } from './money'
import type { PlanAmount } from './plan-charges'
import { weaker, type Quality } from './quality'
import { bucketStartOf, hourStart, type BucketStart } from './timeline-buckets'
import { groupOfCredit, type CreditCell } from './timeline-credit'
import {
  groupOfApi,
  groupOfPlan,
  POOLS,
  type Metric,
  type Pool,
  type TimelineRequest,
} from './timeline-request'

export interface Usage {
  uncachedInput: bigint
  cacheWrite5m: bigint
  cacheWrite1h: bigint
  cacheRead: bigint
  output: bigint
  webSearches: bigint
  requests: bigint
}

/** API spend of one bucket and one value of the grouped dimension, as summed by the database. */
export interface ApiCell {
  start: BucketStart
  /** The dimension's own value; null = Anthropic's null. Ignored for groupings that do not look inside API spend. */
  value: string | null
  amount: Nano
  /** Whether any cost line stands behind the amount: without one it is usage nobody has priced. */
  priced: boolean
  usage: Usage
  /** Whether any day in it is not final yet. */
  provisional: boolean
  /** Whether any of the amount was split over keys by us. */
  estimated?: boolean
}

export interface TimelineRow {
  start: BucketStart
  /** Null: usage without a key, or no grouping at all. */
  group: string | null
  pool: Pool
  amount: Nano
  /** Zero in every kind unless the metric is tokens or requests. */
  usage: Usage
  quality: Quality
}

export interface TimelineSums {
  rows: TimelineRow[]
  /** Cost of all that was asked for, whatever the metric. */
  total: Nano
  byPool: Record<Pool, Nano>
}

export const NO_USAGE: Usage = {
  uncachedInput: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  cacheRead: 0n,
  output: 0n,
  webSearches: 0n,
  requests: 0n,
}

/** The days of the range that can hold anything: nothing is shown after today. */
export function visibleRange(range: DayRange, today: Day): DayRange {
  return { from: range.from, to: earlier(range.to, addDays(today, 1)) }
}

interface PlanCell {
  start: BucketStart
  planId: string
  amount: Nano
}

/**
 * Plan amounts of days put into buckets. In hours, a spread day is divided over its 24 hours by largest remainder and a
 * charge stands at hour 00: whatever the bucket, the sum stays the same.
 */
export function planCells(
  amounts: readonly Pick<PlanAmount, 'day' | 'planId' | 'amount'>[],
  { range, bucket, basis }: Pick<TimelineRequest, 'range' | 'bucket' | 'basis'>,
): PlanCell[] {
  return amounts.flatMap(({ day, planId, amount }): PlanCell[] => {
    if (bucket !== 'hour') return [{ start: bucketStartOf(day, range, bucket), planId, amount }]
    if (basis === 'charged') return [{ start: hourStart(day, 0), planId, amount }]
    return splitByLargestRemainder(amount, new Array<bigint>(24).fill(1n)).map((part, hour) => ({
      start: hourStart(day, hour),
      planId,
      amount: part,
    }))
  })
}

/**
 * One row per (start, group, pool) that has something, ordered by start, pool (plan first), group (no key last).
 *
 * "Has something" means for cost: at least one cost line of Anthropic's (their sum may be a real $0.00) or a plan
 * amount; usage without any cost line is a gap, never $0. For tokens and requests: a count that is not zero; plans have
 * no usage. The sums are of cost whatever the metric, and with metric cost `total` = Σ `byPool` = Σ `rows`, exactly.
 * API spend split over keys by us is `estimated`, else where it is not final `provisional`, else `billed`; plan fees are `entered`; what a plan's credit paid of API spend
 * (≤ 0) is `estimated`: no endpoint tells it.
 */
export function buildTimeline(
  request: Pick<TimelineRequest, 'range' | 'bucket' | 'group' | 'basis' | 'metric'>,
  apiCells: readonly ApiCell[],
  planAmounts: readonly Pick<PlanAmount, 'day' | 'planId' | 'amount'>[],
  credits: readonly CreditCell[] = [],
): TimelineSums {
  const { group, metric } = request
  const byStart = new Map<BucketStart, Map<string | null, TimelineRow>[]>()
  const add = (row: TimelineRow) => {
    const ofStart = byStart.get(row.start) ?? []
    byStart.set(row.start, ofStart)
    const ofPool = (ofStart[POOLS.indexOf(row.pool)] ??= new Map<string | null, TimelineRow>())
    const there = ofPool.get(row.group)
    if (!there) ofPool.set(row.group, row)
    else {
      there.amount = nano(there.amount + row.amount)
      there.usage = addUsage(there.usage, row.usage)
      there.quality = weaker(there.quality, row.quality)
    }
  }

  for (const cell of apiCells) {
    const has = metric === 'cost' ? cell.priced || cell.amount !== 0n : countOf(cell.usage, metric) !== 0n
    if (!has) continue
    const { start, amount, usage } = cell
    const quality = qualityOfApi(cell)
    add({ start, group: groupOfApi(group, cell.value), pool: 'api', amount, usage, quality })
  }
  if (metric === 'cost')
    for (const { start, planId, amount } of planCells(planAmounts, request)) {
      const quality = 'entered'
      add({ start, group: groupOfPlan(group, planId), pool: 'plan', amount, usage: NO_USAGE, quality })
    }
  if (metric === 'cost')
    for (const { start, amount, ...credit } of credits) {
      const quality = 'estimated'
      add({
        start,
        group: groupOfCredit(group, credit),
        pool: 'api_credit',
        amount,
        usage: NO_USAGE,
        quality,
      })
    }

  const byPool: Record<Pool, Nano> = {
    plan: sum(planAmounts.map(({ amount }) => amount)),
    usage_credits: zero,
    api: sum(apiCells.map(({ amount }) => amount)),
    api_credit: sum(credits.map(({ amount }) => amount)),
  }
  const rows: TimelineRow[] = []
  for (const start of [...byStart.keys()].sort())
    for (const ofPool of byStart.get(start) ?? [])
      if (ofPool) rows.push(...[...ofPool.values()].sort(byGroup))
  return { rows, total: sum(Object.values(byPool)), byPool }
}

/** Of API spend. */
export function qualityOfApi({
  estimated,
  provisional,
}: Pick<ApiCell, 'estimated' | 'provisional'>): Extract<Quality, 'estimated' | 'provisional' | 'billed'> {
  return estimated ? 'estimated' : provisional ? 'provisional' : 'billed'
}

function byGroup(a: TimelineRow, b: TimelineRow): number {
  if (a.group === b.group) return 0
  if (a.group === null) return 1
  if (b.group === null) return -1
  return a.group < b.group ? -1 : 1
}

export function addUsage(a: Usage, b: Usage): Usage {
  if (a === NO_USAGE) return b
  if (b === NO_USAGE) return a
  return {
    uncachedInput: a.uncachedInput + b.uncachedInput,
    cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
    cacheRead: a.cacheRead + b.cacheRead,
    output: a.output + b.output,
    webSearches: a.webSearches + b.webSearches,
    requests: a.requests + b.requests,
  }
}

/** All tokens, whatever their kind: uncached input, cache reads, cache writes and output. */
export function tokensOf(usage: Usage): bigint {
  return usage.uncachedInput + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.output
}

/** Whether usage has anything the metric shows: with tokens, web searches count as something too. */
function countOf(usage: Usage, metric: Exclude<Metric, 'cost'>): bigint {
  return metric === 'requests' ? usage.requests : tokensOf(usage) + usage.webSearches
}
