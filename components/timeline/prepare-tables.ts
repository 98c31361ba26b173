import { formatUsdExact, type Nano } from '@/lib/domain/money'
import type { Quality } from '@/lib/domain/quality'
import { addUsage, NO_USAGE, type Usage } from '@/lib/domain/timeline'
import type { Metric } from '@/lib/domain/timeline-request'
import { figureOf } from '@/lib/domain/timeline-picture'
import { formatCount, formatPercent, formatUsd, spreadsheetCell, type UsdParts } from '@/lib/format'
import type { ShownBucket } from './prepare-buckets'
import type { PreparedSeries, Series, ShownTimeline } from './prepare-series'
import { pageOf, type TablePage } from './table-page'
import type { TimelineView } from './timeline-view'

/** A figure for people and, in `exact`, for a spreadsheet. */
export interface Figure {
  parts: UsdParts
  title: string
  exact: string
}

function exactText(figure: bigint, metric: Metric): string {
  return metric === 'cost' ? formatUsdExact(figure as Nano) : String(figure)
}

function figureFor(figure: bigint, metric: Metric): Figure {
  const exact = exactText(figure, metric)
  if (metric === 'cost') {
    return { parts: formatUsd(figure as Nano), title: `$${exact}`.replace('$-', '−$'), exact }
  }
  const { text, title } = formatCount(figure)
  return { parts: { sign: '', whole: text, cents: '', text }, title, exact }
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
  page: TablePage<GroupRow>
  totals: Figure[]
  /** All of its lines, not only those of the page. */
  tsv: string
}

export interface GroupRow {
  series: Series
  figures: Figure[]
  share: string
  quality: Quality
}

/** One line a group, sorted as the view says; the tail is one line, after all others, unless all are shown. */
export function prepareGroupTable(
  { request }: ShownTimeline,
  { drawn, every }: PreparedSeries,
  view: Pick<TimelineView, 'sort' | 'all' | 'groupPage'>,
): GroupTable {
  const { metric } = request
  const columns = COLUMNS[metric]
  const isTail = ({ members }: Series) => Number(members > 1)
  const order = bySort(view.sort, metric)
  const listed = [...(view.all ? every : drawn)].sort((a, b) => isTail(a) - isTail(b) || order(a, b))
  const sums = {
    amount: every.reduce((amount, series) => amount + series.amount, 0n) as Nano,
    usage: every.reduce((usage, series) => addUsage(usage, series.usage), NO_USAGE),
  }
  const whole = figureOf(sums, metric)
  const { lines, ...page } = pageOf(listed, view.groupPage)
  const rows = lines.map((series): GroupRow => ({
    series,
    figures: columns.map(({ figure }) => figureFor(figure(series), metric)),
    share: formatPercent(figureOf(series, metric), whole),
    quality: series.quality,
  }))
  const totals = columns.map(({ figure }) => figureFor(figure(sums), metric))
  const tsv = tsvOf([
    ['group', 'name', 'pool', ...columns.map(({ id }) => id), 'quality'],
    ...listed.map((series) => [
      series.group?.value ?? '',
      series.name,
      series.pool,
      ...columns.map(({ figure }) => exactText(figure(series), metric)),
      series.quality,
    ]),
    ['', 'Total', '', ...totals.map(({ exact }) => exact), ''],
  ])
  return { columns: columns.map(({ name }) => name), page: { lines: rows, ...page }, totals, tsv }
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
  page: TablePage<BucketRow>
  /** Of all, then per drawn series. */
  totals: Figure[]
  /** All of its lines, not only those of the page. */
  tsv: string
}

export interface BucketRow {
  bucket: ShownBucket
  /** Per drawn series; null is a gap, which is not zero. */
  figures: (Figure | null)[]
  total: Figure | null
}

interface BucketSums {
  bucket: ShownBucket
  figures: (bigint | null)[]
  total: bigint | null
}

/** The chart as a table: one line a bucket, one column a colour, the same figures. */
export function prepareBucketTable(
  { request: { metric }, cells }: ShownTimeline,
  { drawn }: PreparedSeries,
  buckets: readonly ShownBucket[],
  view: Pick<TimelineView, 'bucketSort' | 'bucketPage'>,
): BucketTable {
  const indexes = new Map(drawn.map(({ id }, index) => [id, index]))
  const sums = new Map(
    buckets.map((bucket): [string, BucketSums] => [
      bucket.start,
      { bucket, figures: drawn.map(() => null), total: null },
    ]),
  )
  const totals = new Array<bigint>(drawn.length + 1).fill(0n)
  for (const { start, drawnIn, figure } of cells) {
    const ofBucket = sums.get(start)
    const index = indexes.get(drawnIn)
    if (!ofBucket || index === undefined) continue
    ofBucket.figures[index] = (ofBucket.figures[index] ?? 0n) + figure
    ofBucket.total = (ofBucket.total ?? 0n) + figure
    totals[0] = (totals[0] ?? 0n) + figure
    totals[index + 1] = (totals[index + 1] ?? 0n) + figure
  }
  const sorted = [...sums.values()].sort(byBucketSort(view.bucketSort))
  const { lines, ...page } = pageOf(sorted, view.bucketPage)
  const shown = (figure: bigint | null) => (figure === null ? null : figureFor(figure, metric))
  const exact = (figure: bigint | null) => (figure === null ? '' : exactText(figure, metric))
  const tsv = tsvOf([
    ['start', 'Total', ...drawn.map(({ name }) => name), 'State'],
    ...sorted.map(({ bucket, figures, total }) => [
      bucket.start,
      exact(total),
      ...figures.map(exact),
      bucket.note ?? '',
    ]),
    ['Total', ...totals.map(exact), ''],
  ])
  const rows = lines.map(({ bucket, figures, total }): BucketRow => ({
    bucket,
    figures: figures.map(shown),
    total: shown(total),
  }))
  return {
    page: { lines: rows, ...page },
    totals: totals.map((figure) => figureFor(figure, metric)),
    tsv,
  }
}

function byBucketSort(sort: TimelineView['bucketSort']): (a: BucketSums, b: BucketSums) => number {
  const byStart = (a: BucketSums, b: BucketSums) => (a.bucket.start < b.bucket.start ? -1 : 1)
  const byTotal = (a: BucketSums, b: BucketSums) =>
    compareFigures(a.total ?? 0n, b.total ?? 0n) || byStart(a, b)
  const order = sort.endsWith('start') ? byStart : byTotal
  return sort.startsWith('-') ? (a, b) => order(b, a) : order
}

function tsvOf(lines: string[][]): string {
  return lines
    .map((cells) => cells.map((cell) => spreadsheetCell(cell.replace(/[\t\r\n]+/g, ' '))).join('\t'))
    .join('\n')
}
