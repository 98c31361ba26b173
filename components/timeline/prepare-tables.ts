import { formatUsdExact, type Nano } from '@/lib/domain/money'
import type { Quality } from '@/lib/domain/quality'
import { addUsage, NO_USAGE, type Usage } from '@/lib/domain/timeline'
import type { Metric } from '@/lib/domain/timeline-request'
import { formatCount, formatPercent, formatUsd, spreadsheetCell, type UsdParts } from '@/lib/format'
import type { ShownBucket } from './prepare-buckets'
import { figureOf, type PreparedSeries, type Series, type ShownTimeline } from './prepare-series'
import type { TimelineView } from './timeline-view'

/** A figure for people and, in `exact`, for a spreadsheet. */
export interface Figure {
  parts: UsdParts
  title: string
  exact: string
}

function figureFor(figure: bigint, metric: Metric): Figure {
  if (metric === 'cost') {
    const exact = formatUsdExact(figure as Nano)
    return { parts: formatUsd(figure as Nano), title: `$${exact}`.replace('$-', '−$'), exact }
  }
  const { text, title } = formatCount(figure)
  return { parts: { sign: '', whole: text, cents: '', text }, title, exact: String(figure) }
}

interface Column {
  name: string
  /** For a machine's header. */
  id: string
  figure: (row: { amount: Nano; usage: Usage }) => bigint
}

const COLUMNS: Record<Metric, Column[]> = {
  cost: [{ name: 'Cost', id: 'cost_usd', figure: ({ amount }) => amount }],
  requests: [{ name: 'Requests', id: 'requests', figure: ({ usage }) => usage.requests }],
  tokens: [
    { name: 'Uncached input', id: 'uncached_input', figure: ({ usage }) => usage.uncachedInput },
    { name: 'Cache read', id: 'cache_read', figure: ({ usage }) => usage.cacheRead },
    { name: '5 min write', id: 'cache_write_5m', figure: ({ usage }) => usage.cacheWrite5m },
    { name: '1 h write', id: 'cache_write_1h', figure: ({ usage }) => usage.cacheWrite1h },
    { name: 'Output', id: 'output', figure: ({ usage }) => usage.output },
    { name: 'Web searches', id: 'web_searches', figure: ({ usage }) => usage.webSearches },
    { name: 'All tokens', id: 'tokens', figure: (row) => figureOf(row, 'tokens') },
  ],
}

export interface GroupTable {
  columns: string[]
  rows: GroupRow[]
  totals: Figure[]
  tsv: string
}

interface GroupRow {
  series: Series
  figures: Figure[]
  share: string
  quality: Quality
}

/** One line a group, sorted as the view says; the tail is one line unless all are shown. */
export function prepareGroupTable(
  { request }: ShownTimeline,
  { drawn, every }: PreparedSeries,
  view: Pick<TimelineView, 'sort' | 'all'>,
): GroupTable {
  const { metric } = request
  const columns = COLUMNS[metric]
  const listed = [...(view.all ? every : drawn)].sort(bySort(view.sort, metric))
  const whole = every.reduce((figure, series) => figure + figureOf(series, metric), 0n)
  const rows = listed.map((series): GroupRow => ({
    series,
    figures: columns.map(({ figure }) => figureFor(figure(series), metric)),
    share: formatPercent(figureOf(series, metric), whole),
    quality: series.quality,
  }))
  const sums = {
    amount: every.reduce((amount, series) => amount + series.amount, 0n) as Nano,
    usage: every.reduce((usage, series) => addUsage(usage, series.usage), NO_USAGE),
  }
  const totals = columns.map(({ figure }) => figureFor(figure(sums), metric))
  const tsv = tsvOf([
    ['group', 'name', 'pool', ...columns.map(({ id }) => id), 'quality'],
    ...rows.map(({ series, figures, quality }) => [
      series.group?.value ?? '',
      series.name,
      series.pool,
      ...figures.map(({ exact }) => exact),
      quality,
    ]),
    ['', 'Total', '', ...totals.map(({ exact }) => exact), ''],
  ])
  return { columns: columns.map(({ name }) => name), rows, totals, tsv }
}

function bySort(sort: TimelineView['sort'], metric: Metric): (a: Series, b: Series) => number {
  const byName = (a: Series, b: Series) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1)
  const byFigure = (a: Series, b: Series) => compareFigures(figureOf(a, metric), figureOf(b, metric))
  switch (sort) {
    case 'name':
      return byName
    case '-name':
      return (a, b) => byName(b, a)
    case 'amount':
      return (a, b) => byFigure(a, b) || byName(a, b)
    case '-amount':
      return (a, b) => byFigure(b, a) || byName(a, b)
  }
}

function compareFigures(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1
}

export interface BucketTable {
  rows: BucketRow[]
  /** Of all, then per drawn series. */
  totals: Figure[]
  tsv: string
}

export interface BucketRow {
  bucket: ShownBucket
  /** Per drawn series; null is a gap, which is not zero. */
  figures: (Figure | null)[]
  total: Figure | null
}

/** The chart as a table: one line a bucket, one column a colour, the same figures. */
export function prepareBucketTable(
  { request, rows }: ShownTimeline,
  { drawn, drawnFor }: PreparedSeries,
  buckets: readonly ShownBucket[],
  sort: TimelineView['bucketSort'],
): BucketTable {
  const { metric } = request
  const sums = new Map<string, bigint>()
  const add = (key: string, figure: bigint) => sums.set(key, (sums.get(key) ?? 0n) + figure)
  for (const row of rows) {
    const figure = figureOf(row, metric)
    const series = drawnFor(row)?.id ?? ''
    add(`${row.start}\n${series}`, figure)
    add(row.start, figure)
    add(`\n${series}`, figure)
    add('', figure)
  }
  const shown = (key: string) => {
    const figure = sums.get(key)
    return figure === undefined ? null : figureFor(figure, metric)
  }
  const zero = figureFor(0n, metric)
  const order = sort.endsWith('start')
    ? (a: ShownBucket, b: ShownBucket) => (a.start < b.start ? -1 : 1)
    : (a: ShownBucket, b: ShownBucket) =>
        compareFigures(sums.get(a.start) ?? 0n, sums.get(b.start) ?? 0n) || (a.start < b.start ? -1 : 1)
  const sorted = [...buckets].sort((a, b) => (sort.startsWith('-') ? order(b, a) : order(a, b)))
  const lines = sorted.map((bucket): BucketRow => ({
    bucket,
    figures: drawn.map(({ id }) => shown(`${bucket.start}\n${id}`)),
    total: shown(bucket.start),
  }))
  const totals = [shown('') ?? zero, ...drawn.map(({ id }) => shown(`\n${id}`) ?? zero)]
  const tsv = tsvOf([
    ['start', 'Total', ...drawn.map(({ name }) => name), 'State'],
    ...lines.map(({ bucket, figures, total }) => [
      bucket.start,
      total?.exact ?? '',
      ...figures.map((figure) => figure?.exact ?? ''),
      bucket.note ?? '',
    ]),
    ['Total', ...totals.map(({ exact }) => exact), ''],
  ])
  return { rows: lines, totals, tsv }
}

function tsvOf(lines: string[][]): string {
  return lines
    .map((cells) => cells.map((cell) => spreadsheetCell(cell.replace(/[\t\r\n]+/g, ' '))).join('\t'))
    .join('\n')
}
