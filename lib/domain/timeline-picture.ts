import { nano, sum, type Nano } from './money'
import type { PlanAmount } from './plan-charges'
import { weaker, type Quality } from './quality'
import {
  addUsage,
  buildTimeline,
  NO_USAGE,
  qualityOfApi,
  tokensOf,
  type TimelineRow,
  type Usage,
} from './timeline'
import type { BucketStart } from './timeline-buckets'
import type { CreditCell } from './timeline-credit'
import { groupOfApi, POOLS, type Metric, type Pool, type TimelineRequest } from './timeline-request'

/** The most groups of a pool that get a colour of their own; where more than one is left, those are its tail. */
export const MOST_DRAWN: Partial<Record<Pool, number>> = { plan: 3, api: 8 }

/** Groups of a picture over the whole range; what is in no colour of its own is drawn in the tail of its pool. */
export interface PictureGroup {
  id: string
  pool: Pool
  group: string | null
  amount: Nano
  usage: Usage
  /** The weakest in it. */
  quality: Quality
  /** Whether some of it is better than that. */
  mixed: boolean
  /** The id of the colour it is drawn in: its own, or its pool's tail. */
  drawnIn: string
}

/** What stands in one colour of one bucket. */
export interface PictureCell {
  start: BucketStart
  /** Id of a group, or of a tail. */
  drawnIn: string
  /** Nano-dollars, tokens or requests, as the metric says. */
  figure: bigint
  /** Or estimated: what may not be so in the end. */
  provisional: boolean
}

/** A timeline as a page shows it: every group once, and per bucket only as many figures as there are colours. */
export interface Picture {
  /** Pools in their order (plan first), the largest first in each. */
  groups: PictureGroup[]
  cells: PictureCell[]
  /** Cost of all that was asked for, whatever the metric. */
  total: Nano
  byPool: Record<Pool, Nano>
}

/** API spend ranked and folded in the database. */
export interface RankedSpend {
  /** Largest first. */
  groups: {
    value: string | null
    amount: Nano
    usage: Usage
    provisional: boolean
    estimated?: boolean
    mixed: boolean
  }[]
  /** Of the groups that get a colour of their own, by their place from 1; null = all others together. */
  cells: { start: BucketStart; place: number | null; figure: bigint; provisional: boolean }[]
  /** Cost, also of what has nothing the metric counts. */
  amount: Nano
}

export const NO_SPEND: RankedSpend = { groups: [], cells: [], amount: nano(0n) }

/** What a metric counts: nano-dollars, tokens or requests. */
export function figureOf({ amount, usage }: { amount: Nano; usage: Usage }, metric: Metric): bigint {
  if (metric === 'cost') return amount
  return metric === 'tokens' ? tokensOf(usage) : usage.requests
}

function groupId({ pool, group }: { pool: Pool; group: string | null }): string {
  return group === null ? pool : `${pool}:${group}`
}

export function tailId(pool: Pool): string {
  return `${pool}#tail`
}

/** How many of `groups` groups get a colour of their own: a tail of one would say less than its only member. */
function coloursFor(groups: number, most: number): number {
  return groups > most + 1 ? most : groups
}

/**
 * The picture of ranked API spend and of plan amounts and credits, which are ranked here. Its sums are those `buildTimeline` gives for
 * the same request, exactly: a cell of a tail is the sum of the rows it stands for.
 */
export function pictureOf(
  request: Pick<TimelineRequest, 'range' | 'bucket' | 'group' | 'basis' | 'metric'>,
  spend: RankedSpend,
  planAmounts: readonly Pick<PlanAmount, 'day' | 'planId' | 'amount'>[],
  credits: readonly CreditCell[] = [],
): Picture {
  const { rows, byPool } = buildTimeline(request, [], planAmounts, credits)
  const ofRows = foldRows(rows, request.metric)
  const ofApi = foldSpend(request, spend)
  const whole = { ...byPool, api: spend.amount }
  return {
    groups: [...ofRows.groups, ...ofApi.groups].sort(byPoolOrder),
    cells: [...ofRows.cells, ...ofApi.cells],
    total: sum(Object.values(whole)),
    byPool: whole,
  }
}

function foldSpend(
  { group }: Pick<TimelineRequest, 'group'>,
  { groups, cells }: RankedSpend,
): Pick<Picture, 'groups' | 'cells'> {
  const colours = coloursFor(groups.length, MOST_DRAWN.api ?? groups.length)
  const ranked = groups.map(
    ({ value, amount, usage, provisional, estimated, mixed }, index): PictureGroup => {
      const named = { pool: 'api' as const, group: groupOfApi(group, value) }
      const id = groupId(named)
      const quality = qualityOfApi({ provisional, estimated })
      return { ...named, id, amount, usage, quality, mixed, drawnIn: index < colours ? id : tailId('api') }
    },
  )
  return {
    groups: ranked,
    cells: cells.map(({ start, place, figure, provisional }) => ({
      start,
      drawnIn: (place !== null && ranked[place - 1]?.drawnIn) || tailId('api'),
      figure,
      provisional,
    })),
  }
}

/** Ranks the groups of rows within their pools and folds what gets no colour of its own. */
export function foldRows(rows: readonly TimelineRow[], metric: Metric): Pick<Picture, 'groups' | 'cells'> {
  const groups = new Map<string, PictureGroup>()
  for (const row of rows) {
    const id = groupId(row)
    const there = groups.get(id)
    if (there) {
      there.mixed ||= there.quality !== row.quality
      there.amount = nano(there.amount + row.amount)
      there.usage = addUsage(there.usage, row.usage)
      there.quality = weaker(there.quality, row.quality)
    } else {
      const { pool, group, amount, usage, quality } = row
      groups.set(id, {
        id,
        pool,
        group,
        amount,
        usage: usage ?? NO_USAGE,
        quality,
        mixed: false,
        drawnIn: id,
      })
    }
  }
  const ranked = [...groups.values()].sort((a, b) => byPoolOrder(a, b) || byFigure(a, b, metric))
  for (const pool of POOLS) {
    const ofPool = ranked.filter((group) => group.pool === pool)
    const colours = coloursFor(ofPool.length, MOST_DRAWN[pool] ?? ofPool.length)
    for (const group of ofPool.slice(colours)) group.drawnIn = tailId(pool)
  }
  const cells = new Map<string, PictureCell>()
  for (const row of rows) {
    const drawnIn = groups.get(groupId(row))?.drawnIn ?? tailId(row.pool)
    const provisional = row.quality === 'provisional' || row.quality === 'estimated'
    const there = cells.get(`${row.start} ${drawnIn}`)
    if (!there)
      cells.set(`${row.start} ${drawnIn}`, {
        start: row.start,
        drawnIn,
        figure: figureOf(row, metric),
        provisional,
      })
    else {
      there.figure += figureOf(row, metric)
      there.provisional ||= provisional
    }
  }
  return { groups: ranked, cells: [...cells.values()] }
}

function byPoolOrder(a: PictureGroup, b: PictureGroup): number {
  return POOLS.indexOf(a.pool) - POOLS.indexOf(b.pool)
}

function byFigure(a: PictureGroup, b: PictureGroup, metric: Metric): number {
  const [x, y] = [figureOf(a, metric), figureOf(b, metric)]
  if (x !== y) return x > y ? -1 : 1
  return a.id < b.id ? -1 : 1
}
