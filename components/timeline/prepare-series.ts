import { nano, type Nano } from '@/lib/domain/money'
import { weaker, type Quality } from '@/lib/domain/quality'
import { addUsage, tokensOf, type TimelineRow, type Usage } from '@/lib/domain/timeline'
import {
  POOLS,
  type Dimension,
  type Grouping,
  type Metric,
  type Pool,
  type TimelineRequest,
} from '@/lib/domain/timeline-request'

/** A row as it is shown: with a name for people. */
export interface ShownRow extends TimelineRow {
  name: string
}

/** What the page shows of a timeline. */
export interface ShownTimeline {
  request: TimelineRequest
  rows: readonly ShownRow[]
}

/** One colour in the picture: a group, or the tail of many. */
export interface Series {
  id: string
  name: string
  pool: Pool
  color: string
  amount: Nano
  usage: Usage
  /** The weakest of its rows. */
  quality: Quality
  /** Whether some of its rows are better than that. */
  mixed: boolean
  /** What selects it as a filter; null for tails. */
  group: { value: string | null } | null
  /** 1, or how many groups a tail stands for. */
  members: number
}

export interface PreparedSeries {
  /** What is drawn, bottom first: plans, then API spend, each largest first with its tail last. */
  drawn: Series[]
  /** Every group, in the same order and in the colour it is drawn in. */
  every: Series[]
  /** The drawn series a row belongs to. */
  drawnFor: (row: ShownRow) => Series | undefined
}

const MOST_DRAWN: Partial<Record<Pool, number>> = { plan: 3, api: 8 }
const POOL_COLORS: Record<Pool, string> = {
  plan: 'var(--plan)',
  usage_credits: 'var(--usage-credits)',
  api: 'var(--api)',
  api_credit: 'var(--api)',
}
const TAIL_COLORS: Partial<Record<Pool, string>> = { plan: tint(25), api: 'var(--series-other)' }

function tint(percent: number): string {
  return `color-mix(in oklab, var(--plan) ${percent}%, var(--paper))`
}

/** A pool keeps its colour; several plans are shades of theirs; what lies inside API spend takes the palette by rank. */
function colorAt(pool: Pool, rank: number, inside: boolean): string {
  if (pool === 'plan') return rank === 0 ? POOL_COLORS.plan : tint(100 - rank * 25)
  return pool === 'api' && inside ? `var(--series-${rank + 1})` : POOL_COLORS[pool]
}

/** What a metric counts in a row: nano-dollars, tokens or requests. */
export function figureOf(row: { amount: Nano; usage: Usage }, metric: Metric): bigint {
  if (metric === 'cost') return row.amount
  return metric === 'tokens' ? tokensOf(row.usage) : row.usage.requests
}

function idOf({ pool, group }: { pool: Pool; group: string | null }): string {
  return group === null ? pool : `${pool}:${group}`
}

/** Groups by rank with their colours; the same input gives the same colours wherever it is shown. */
export function prepareSeries({ request, rows }: ShownTimeline): PreparedSeries {
  const { group, metric } = request
  const inside = !['none', 'pool', 'plan'].includes(group)
  const groups = new Map<string, Series>()
  for (const row of rows) {
    const id = idOf(row)
    const there = groups.get(id)
    if (there) addTo(there, row)
    else {
      const { name, pool, amount, usage, quality } = row
      const selects = group === 'none' ? null : { value: row.group }
      groups.set(id, {
        id,
        name,
        pool,
        color: '',
        amount,
        usage,
        quality,
        mixed: false,
        group: selects,
        members: 1,
      })
    }
  }

  const ranked = [...groups.values()].sort(
    (a, b) =>
      POOLS.indexOf(a.pool) - POOLS.indexOf(b.pool) || descending(a, b, metric) || (a.id < b.id ? -1 : 1),
  )
  const drawn: Series[] = []
  const drawnIds = new Map<string, Series>()
  for (const pool of POOLS) {
    const ofPool = ranked.filter((series) => series.pool === pool)
    const most = MOST_DRAWN[pool] ?? ofPool.length
    const kept = ofPool.length > most + 1 ? most : ofPool.length
    for (const [rank, series] of ofPool.slice(0, kept).entries()) {
      series.color = colorAt(pool, rank, inside)
      drawn.push(series)
      drawnIds.set(series.id, series)
    }
    const tail = tailOf(pool, ofPool.slice(kept))
    if (tail) {
      drawn.push(tail)
      for (const series of ofPool.slice(kept)) drawnIds.set(series.id, tail)
    }
  }
  return { drawn, every: ranked, drawnFor: (row) => drawnIds.get(idOf(row)) }
}

function tailOf(pool: Pool, rest: Series[]): Series | null {
  const [first, ...others] = rest
  if (!first) return null
  const color = TAIL_COLORS[pool] ?? POOL_COLORS[pool]
  const name = pool === 'plan' ? `Other plans (${rest.length})` : `Other (${rest.length})`
  const tail: Series = { ...first, id: `${pool}#tail`, name, color, group: null, members: rest.length }
  for (const series of others) addTo(tail, series)
  for (const series of rest) series.color = color
  return tail
}

function addTo(
  series: Series,
  more: Pick<Series, 'amount' | 'usage' | 'quality'> & { mixed?: boolean },
): void {
  series.mixed ||= (more.mixed ?? false) || series.quality !== more.quality
  series.amount = nano(series.amount + more.amount)
  series.usage = addUsage(series.usage, more.usage)
  series.quality = weaker(series.quality, more.quality)
}

function descending(a: Series, b: Series, metric: Metric): number {
  const [x, y] = [figureOf(a, metric), figureOf(b, metric)]
  return x === y ? 0 : x > y ? -1 : 1
}

/** The dimension the groups can be filtered by; null where there is none. */
export function filterDimension({ group }: { group: Grouping }): Dimension | null {
  return group === 'none' ? null : group
}
