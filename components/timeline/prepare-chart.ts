import type { Nano } from '@/lib/domain/money'
import type { Metric } from '@/lib/domain/timeline-request'
import { formatCount, formatUsd } from '@/lib/format'
import type { BucketState, ShownBucket } from './prepare-buckets'
import { figureOf, type PreparedSeries, type ShownTimeline } from './prepare-series'

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
  /** Per series: the height (dollars, tokens, requests), the figure in words, and whether it is not final. */
  bars: ({ value: number; text: string; pale: boolean } | null)[]
  total: string | null
  /** Where a click leads. */
  href: string | null
}

/** A figure of a metric in words. */
function figureText(figure: bigint, metric: Metric): string {
  return metric === 'cost' ? formatUsd(figure as Nano).text : formatCount(figure).text
}

export function prepareChart(
  timeline: ShownTimeline,
  { drawn, drawnFor }: PreparedSeries,
  buckets: readonly ShownBucket[],
  hrefOf: (bucket: ShownBucket) => string | null,
): ChartData {
  const { metric } = timeline.request
  const indexes = new Map(drawn.map((series, index) => [series.id, index]))
  const cells = new Map<string, { figure: bigint; provisional: boolean }[]>()
  for (const row of timeline.rows) {
    const index = indexes.get(drawnFor(row)?.id ?? '')
    if (index === undefined) continue
    const ofBucket = cells.get(row.start) ?? []
    cells.set(row.start, ofBucket)
    const cell = (ofBucket[index] ??= { figure: 0n, provisional: false })
    cell.figure += figureOf(row, metric)
    cell.provisional ||= row.quality === 'provisional' || row.quality === 'estimated'
  }

  const points = buckets.map((bucket): ChartPoint => {
    const ofBucket = cells.get(bucket.start)
    const bars = drawn.map((series, index) => {
      const cell = ofBucket?.[index]
      if (!cell) return null
      const pale = cell.provisional || (bucket.unfinished && series.pool !== 'plan')
      return { value: heightOf(cell.figure, metric), text: figureText(cell.figure, metric), pale }
    })
    const total = ofBucket?.reduce((figure, cell) => figure + cell.figure, 0n)
    return {
      label: bucket.label,
      title: bucket.title,
      note: bucket.note,
      state: bucket.state,
      bars,
      total: total === undefined ? null : figureText(total, metric),
      href: hrefOf(bucket),
    }
  })
  return {
    metric,
    series: drawn.map(({ name, color, pool }) => ({ name, color, hatched: pool === 'api_credit' })),
    points,
    ticks: midnights(buckets),
    summary: `${NOUNS[metric]} in ${points.length} bars, ${drawn.length} colours; the tables below hold the same figures.`,
  }
}

/** Hours of several days are named by the day alone. */
function midnights(buckets: readonly ShownBucket[]): number[] | null {
  const ticks = buckets.flatMap(({ start }, index) => (start.endsWith('T00:00:00Z') ? [index] : []))
  return ticks.length > 1 ? ticks : null
}

const NOUNS: Record<Metric, string> = { cost: 'Cost', tokens: 'Tokens', requests: 'Requests' }

/** Pixels may be inexact: the one place a figure becomes a floating number. */
function heightOf(figure: bigint, metric: Metric): number {
  return metric === 'cost' ? Number(figure) / 1e9 : Number(figure)
}

/** A tick of the value axis, short: "$1.5k", "20M", "$0.002". */
export function axisTick(value: number, metric: Metric): string {
  const sign = value < 0 ? '−' : ''
  const prefix = metric === 'cost' ? '$' : ''
  const magnitude = Math.abs(value)
  const unit = [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ].find(([base]) => magnitude >= (base as number)) as [number, string] | undefined
  const scaled = unit ? magnitude / unit[0] : magnitude
  return `${sign}${prefix}${Number(scaled.toPrecision(3))}${unit?.[1] ?? ''}`
}
