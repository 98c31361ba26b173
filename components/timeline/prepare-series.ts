import { nano, type Nano } from '@/lib/domain/money'
import { weaker, type Quality } from '@/lib/domain/quality'
import { addUsage, type Usage } from '@/lib/domain/timeline'
import type { PictureCell, PictureGroup } from '@/lib/domain/timeline-picture'
import type { Dimension, Grouping, Pool, TimelineRequest } from '@/lib/domain/timeline-request'

/** A group as it is shown: with a name for people. */
interface ShownGroup extends PictureGroup {
  name: string
}

/** What the page shows of a timeline. */
export interface ShownTimeline {
  request: TimelineRequest
  /** Pools in their order, the largest first in each. */
  groups: readonly ShownGroup[]
  cells: readonly PictureCell[]
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
}

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

/** Groups with their colours; the same input gives the same colours wherever it is shown. */
export function prepareSeries({ request, groups }: ShownTimeline): PreparedSeries {
  const inside = !['none', 'pool', 'plan'].includes(request.group)
  const drawn: Series[] = []
  const every: Series[] = []
  const ranks = new Map<Pool, number>()
  for (const { drawnIn, group, ...known } of groups) {
    const { id, pool } = known
    const selects = request.group === 'none' ? null : { value: group }
    const series: Series = { ...known, color: '', group: selects, members: 1 }
    every.push(series)
    if (drawnIn === id) {
      const rank = ranks.get(pool) ?? 0
      ranks.set(pool, rank + 1)
      series.color = colorAt(pool, rank, inside)
      drawn.push(series)
      continue
    }
    series.color = TAIL_COLORS[pool] ?? POOL_COLORS[pool]
    const tail = drawn.at(-1)
    if (tail?.id === drawnIn) addTo(tail, series)
    else drawn.push({ ...series, id: drawnIn, group: null })
  }
  for (const series of drawn)
    if (series.members > 1)
      series.name = series.pool === 'plan' ? `Other plans (${series.members})` : `Other (${series.members})`
  return { drawn, every }
}

function addTo(tail: Series, more: Series): void {
  tail.mixed ||= more.mixed || tail.quality !== more.quality
  tail.amount = nano(tail.amount + more.amount)
  tail.usage = addUsage(tail.usage, more.usage)
  tail.quality = weaker(tail.quality, more.quality)
  tail.members += more.members
}

/** The dimension the groups can be filtered by; null where there is none. */
export function filterDimension({ group }: { group: Grouping }): Dimension | null {
  return group === 'none' ? null : group
}
