import type { Nano } from '@/lib/domain/money'
import type { Metric } from '@/lib/domain/timeline-request'
import { formatCount, formatUsd } from '@/lib/format'
import type { BucketState, ShownBucket } from './prepare-buckets'
import type { MarkedBar } from './prepare-marks'
import type { PreparedSeries, ShownTimeline } from './prepare-series'

/** All the chart needs, decided: it draws and decides nothing. */
export interface ChartData {
  metric: Metric
  series: { name: string; color: string; hatched: boolean }[]
  points: ChartPoint[]
  /** Which points are named on the axis; null = as many as there is room for. */
  ticks: number[] | null
  /** One sentence for those who do not see it. */
  summary: string
}

export interface ChartPoint {
  label: string
  title: string
  note: string | null
  state: BucketState
  /** Per series, in nano-dollars, tokens or requests: as it was summed, so that little has to travel. */
  figures: (bigint | null)[]
  /** Indexes of those that are not final. */
  pale: number[]
  /** Where a click leads. */
  href: string | null
  /** What people wrote and what happened, in words. */
  marks: string[]
}

/** A figure of a metric in words. */
export function figureText(figure: bigint, metric: Metric): string {
  return metric === 'cost' ? formatUsd(figure as Nano).text : formatCount(figure).text
}

export function prepareChart(
  { request: { metric }, cells }: ShownTimeline,
  { drawn }: PreparedSeries,
  buckets: readonly ShownBucket[],
  hrefOf: (bucket: ShownBucket) => string | null,
  bars: readonly MarkedBar[] = [],
): ChartData {
  const marked = new Map(bars.map((bar) => [bar.start, bar]))
  const indexes = new Map(drawn.map(({ id }, index) => [id, index]))
  const blank = drawn.map(() => null)
  const points = new Map(
    buckets.map((bucket): [string, ChartPoint] => {
      const { label, title, note, state } = bucket
      return [
        bucket.start,
        {
          ...{ label, title, note, state, figures: [...blank], pale: [], href: hrefOf(bucket) },
          marks: markLines(marked.get(bucket.start)),
        },
      ]
    }),
  )
  const unfinished = new Set(buckets.flatMap(({ start, unfinished }) => (unfinished ? [start] : [])))
  for (const { start, drawnIn, figure, provisional } of cells) {
    const point = points.get(start)
    const index = indexes.get(drawnIn)
    if (!point || index === undefined) continue
    point.figures[index] = figure
    if (provisional || (unfinished.has(start) && drawn[index]?.pool !== 'plan')) point.pale.push(index)
  }
  return {
    metric,
    series: drawn.map(({ name, color, pool }) => ({ name, color, hatched: pool === 'api_credit' })),
    points: [...points.values()],
    ticks: midnights(buckets),
    summary: `${NOUNS[metric]} in ${buckets.length} bars, ${drawn.length} colours; the tables below hold the same figures.`,
  }
}

function markLines(bar: MarkedBar | undefined): string[] {
  if (!bar) return []
  return [...bar.lines.map(({ text }) => text), ...(bar.more > 0 ? [`and ${bar.more} more`] : [])]
}

/** Hours of several days are named by the day alone. */
function midnights(buckets: readonly ShownBucket[]): number[] | null {
  const ticks = buckets.flatMap(({ start }, index) => (start.endsWith('T00:00:00Z') ? [index] : []))
  return ticks.length > 1 ? ticks : null
}

const NOUNS: Record<Metric, string> = { cost: 'Cost', tokens: 'Tokens', requests: 'Requests' }

/** Pixels may be inexact: the one place a figure becomes a floating number. */
export function heightOf(figure: bigint, metric: Metric): number {
  return metric === 'cost' ? Number(figure) / 1e9 : Number(figure)
}

/**
 * A tick of the value axis, short: "$1.5k", "20M", "$0.002". All ticks below ten dollars have cents, where the `largest` bar
 * does not reach further.
 */
export function axisTick(value: number, metric: Metric, largest: number): string {
  const sign = value < 0 ? '−' : ''
  const prefix = metric === 'cost' ? '$' : ''
  const magnitude = Math.abs(value)
  const unit = [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ].find(([base]) => magnitude >= (base as number)) as [number, string] | undefined
  if (metric === 'cost' && value !== 0 && largest < 10 && largest >= 0.05)
    return `${sign}$${magnitude.toFixed(2)}`
  const scaled = unit ? magnitude / unit[0] : magnitude
  return `${sign}${prefix}${Number(scaled.toPrecision(3))}${unit?.[1] ?? ''}`
}
