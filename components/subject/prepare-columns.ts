import type { ExplainedSpend, PeriodSpend } from '@/lib/domain/explained-spend'
import { daysBetween, type DayRange } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import {
  bucketDays,
  bucketStartOf,
  bucketStarts,
  dayOfStart,
  type Bucket,
} from '@/lib/domain/timeline-buckets'
import { formatDay, formatDayRange, formatMonth } from '@/lib/format'

export interface SpendColumn {
  start: string
  label: string
  total: Nano
  /** Per series. */
  amounts: Nano[]
  /** Null: nothing is compared with. */
  compared: Nano | null
  /** "not read", "partly read", "provisional": what keeps the column from being final. */
  note: string | null
  isMissing: boolean
}

export interface SpendColumns {
  /** Models by what they cost, the largest first; the last may be the rest. */
  series: { name: string; color: string }[]
  columns: SpendColumn[]
  /** Where nothing is compared with: null. */
  comparedName: string | null
}

type ColumnBucket = Exclude<Bucket, 'total'>
const MOST_SERIES = 6

/**
 * A column for every bucket of the range, one colour a model, those that cost least as one. What is compared with stands at
 * the same place counted from its own beginning: the first day beside the first.
 */
export function prepareColumns(
  { now, hours, known }: Pick<ExplainedSpend, 'now' | 'hours' | 'known'>,
  bucket: ColumnBucket,
  compared: { name: string; period: PeriodSpend } | null,
): SpendColumns {
  const { range } = now
  const cells =
    bucket === 'hour'
      ? (hours ?? []).map(({ start, model, amount }) => ({ start, model, amount }))
      : now.days.map(({ day, model, amount }) => ({
          start: bucketStartOf(day, range, bucket),
          model,
          amount,
        }))
  const models = ranked(cells)
  const isCut = models.length > MOST_SERIES
  const shown = isCut ? models.slice(0, MOST_SERIES - 1) : models
  const series = shown.map((name, index) => ({
    name: name ?? 'No model',
    color: `var(--series-${index + 1})`,
  }))
  if (isCut) series.push({ name: `Other (${models.length - shown.length})`, color: 'var(--series-other)' })
  const starts = bucketStarts(range, bucket)
  const amounts = new Map(starts.map((start) => [start, new Array<bigint>(series.length).fill(0n)]))
  for (const { start, model, amount } of cells) {
    const ofStart = amounts.get(start)
    const index = shown.indexOf(model)
    const place = index === -1 ? series.length - 1 : index
    if (ofStart) ofStart[place] = (ofStart[place] ?? 0n) + amount
  }
  const beside = compared && bucket !== 'hour' ? comparedAmounts(compared.period, range, bucket) : null
  return {
    series,
    comparedName: beside && compared ? compared.name : null,
    columns: starts.map((start): SpendColumn => {
      const parts = (amounts.get(start) ?? []).map(nano)
      const days = bucketDays(start, range, bucket)
      return {
        start,
        label: labelOf(start, days, bucket),
        total: nano(parts.reduce((all, part) => all + part, 0n)),
        amounts: parts,
        compared: beside ? (beside.get(start) ?? nano(0n)) : null,
        ...noteOf(known.now.states, days),
      }
    }),
  }
}

function ranked(cells: readonly { model: string | null; amount: Nano }[]): (string | null)[] {
  const sums = new Map<string | null, bigint>()
  for (const { model, amount } of cells) sums.set(model, (sums.get(model) ?? 0n) + amount)
  return [...sums]
    .sort(([a, x], [b, y]) => (x === y ? ((a ?? '') < (b ?? '') ? -1 : 1) : x > y ? -1 : 1))
    .map(([model]) => model)
}

/** The days of the other period moved onto this one; what reaches beyond its end stands in the last bucket. */
function comparedAmounts(
  period: PeriodSpend,
  range: DayRange,
  bucket: Exclude<ColumnBucket, 'hour'>,
): Map<string, Nano> {
  const starts = bucketStarts(range, 'day')
  const amounts = new Map<string, Nano>()
  for (const { day, amount } of period.days) {
    const place = Math.min(daysBetween(period.range.from, day), starts.length - 1)
    const moved = starts[place]
    if (moved === undefined) continue
    const start = bucketStartOf(dayOfStart(moved), range, bucket)
    amounts.set(start, nano((amounts.get(start) ?? 0n) + amount))
  }
  return amounts
}

function labelOf(start: string, days: DayRange, bucket: ColumnBucket): string {
  if (bucket === 'hour') return `${formatDay(days.from)}, ${start.slice(11, 16)} UTC`
  if (bucket === 'day') return formatDay(days.from)
  if (bucket === 'month' && days.from.endsWith('-01') && days.to.endsWith('-01'))
    return formatMonth(days.from)
  return formatDayRange(days)
}

function noteOf(
  states: ExplainedSpend['known']['now']['states'],
  { from, to }: DayRange,
): Pick<SpendColumn, 'note' | 'isMissing'> {
  const own = [...states].filter(([day]) => day >= from && day < to).map(([, state]) => state)
  const missing = own.filter((state) => state === 'not_synced').length
  if (own.length === 0) return { note: 'not yet', isMissing: true }
  if (missing === own.length) return { note: 'not read', isMissing: true }
  if (missing > 0) return { note: 'partly read', isMissing: false }
  return { note: own.every((state) => state === 'synced') ? null : 'provisional', isMissing: false }
}
