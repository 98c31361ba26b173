import type { CoverageState } from './coverage-days'
import { addDays, daysBetween, earlier, type Day, type DayRange } from './day'
import { nano, sum, type Nano } from './money'
import type { PoolFigures, ReasonPart, ReviewAdjustments, ReviewFigures } from './review'
import { periodBefore, periodLongBefore, type ReviewPeriod } from './review-period'
import { type ChangeParts, type CountedCost, explainChange } from './spend-change'
import { POOLS, type Pool } from './timeline-request'

/** The pools of some days, and whether each of the days was read and adds up. */
export interface RangePools {
  byPool: Record<Pool, Nano>
  isKnown: boolean
}

export interface TakenFigures {
  period: ReviewPeriod
  compared: ReviewFigures['compared']
  takenAt: Date
  now: RangePools
  before: RangePools
  longBefore: RangePools
  /** Why API use cost something else than in the days before. */
  change: ChangeParts
  coverage: readonly { day: Day; state: CoverageState }[]
}

/** What plans cost is known from what people entered; only these hang on days that have to be read. */
const READ_POOLS: readonly Pool[] = ['api', 'api_credit']

/**
 * What a period is compared with: the period before and the one long before, half-open. Of a period that still runs on
 * `today` (UTC), as many days of each as have begun of it, so that half a week never stands beside a whole one.
 */
export function comparedRanges(period: ReviewPeriod, today: Day): ReviewFigures['compared'] {
  const { from, to } = period.range
  const begun = daysBetween(from, earlier(to, addDays(today, 1)))
  const cut = (range: DayRange): DayRange =>
    today < addDays(to, -1) ? { from: range.from, to: earlier(range.to, addDays(range.from, begun)) } : range
  return { before: cut(periodBefore(period).range), longBefore: cut(periodLongBefore(period).range) }
}

/**
 * The figures of a period, in nano-dollars: the total is the sum of the pools, and the reasons add up to what the total
 * differs by from the period before. A pool that hangs on days of another period which are not known is null there, and
 * so is that total; without both wholly known there are no reasons. Throws where the parts of the change are not the change
 * of the pool they explain.
 */
export function buildFigures(taken: TakenFigures): ReviewFigures {
  const { period, now, before, longBefore, change, coverage } = taken
  const pools = POOLS.map((pool): PoolFigures => {
    const of = (range: RangePools) =>
      range.isKnown || !READ_POOLS.includes(pool) ? range.byPool[pool] : null
    return { pool, now: now.byPool[pool], before: of(before), longBefore: of(longBefore) }
  })
  return {
    ...{ period: period.id, kind: period.kind, range: period.range },
    ...{ compared: taken.compared, takenAt: taken.takenAt, pools },
    total: {
      now: sum(Object.values(now.byPool)),
      before: before.isKnown ? sum(Object.values(before.byPool)) : null,
      longBefore: longBefore.isKnown ? sum(Object.values(longBefore.byPool)) : null,
    },
    reasons: now.isKnown && before.isKnown ? reasonsOf(now.byPool, before.byPool, change) : null,
    openDays: coverage.flatMap(({ day, state }) => (state === 'synced' ? [] : [{ day, state }])),
    deletions: [],
  }
}

/**
 * Why all of API use cost something else, by key: each is explained on its own and the parts are added, so that one key that
 * begins is volume and not a new mix of all the others. The parts add up to the difference of the sums, exactly.
 */
export function explainByKey(
  before: ReadonlyMap<string, readonly CountedCost[]>,
  now: ReadonlyMap<string, readonly CountedCost[]>,
): ChangeParts {
  const changes = [...new Set([...before.keys(), ...now.keys()])].map((key) =>
    explainChange(before.get(key) ?? [], now.get(key) ?? []),
  )
  const total = (part: keyof ChangeParts) => sum(changes.map((change) => change[part]))
  return { volume: total('volume'), mix: total('mix'), caching: total('caching'), price: total('price') }
}

function reasonsOf(
  now: Record<Pool, Nano>,
  before: Record<Pool, Nano>,
  { volume, mix, caching, price }: ChangeParts,
): ReasonPart[] {
  const difference = (pool: Pool) => nano(now[pool] - before[pool])
  if (volume + mix + caching + price !== difference('api'))
    throw new Error('the parts of a change are not what the pool changed by')
  const parts: ReasonPart[] = [
    { reason: 'volume', amount: volume },
    { reason: 'mix', amount: mix },
    { reason: 'caching', amount: caching },
    { reason: 'price', amount: price },
    { reason: 'plans', amount: difference('plan') },
    { reason: 'usage_credits', amount: difference('usage_credits') },
    { reason: 'api_credit', amount: difference('api_credit') },
  ]
  return parts.filter(({ amount }) => amount !== 0n)
}

/**
 * What changed of closed figures: each pool that did, and causes that add up to the difference of the total exactly. What
 * Anthropic restated since is the sum of those restatements; whatever else API use changed by came in later. Null where neither
 * a figure nor a fact is different.
 */
export function adjustFigures(
  closed: Pick<ReviewFigures, 'pools' | 'total'>,
  now: Record<Pool, Nano>,
  restated: Nano,
  { restatements, count }: { restatements: ReviewAdjustments['restatements']; count: number },
): ReviewAdjustments | null {
  const pools = closed.pools.map((of) => ({ pool: of.pool, closed: of.now, now: now[of.pool] }))
  const difference = (wanted: Pool) =>
    sum(pools.flatMap(({ pool, closed, now }) => (pool === wanted ? nano(now - closed) : [])))
  const causes: ReviewAdjustments['causes'] = [
    { cause: 'restated', amount: restated },
    { cause: 'came_later', amount: nano(difference('api') - restated) },
    { cause: 'plans', amount: difference('plan') },
    { cause: 'usage_credits', amount: difference('usage_credits') },
    { cause: 'credit', amount: difference('api_credit') },
  ]
  const changed = pools.filter(({ closed, now }) => closed !== now)
  if (changed.length === 0 && count === 0) return null
  return {
    total: { closed: closed.total.now, now: sum(Object.values(now)) },
    pools: changed,
    causes: causes.filter(({ amount }) => amount !== 0n),
    restatements,
    moreRestatements: Math.max(0, count - restatements.length),
  }
}
