import { daysIn, type Day, type DayRange } from '@/lib/domain/day'
import type { Breakdown } from '@/lib/domain/key-breakdown'
import type { Nano } from '@/lib/domain/money'
import { tokensOf, type Usage } from '@/lib/domain/timeline'
import { formatCount, formatPercent, formatUsd, type UsdParts } from '@/lib/format'

export interface BreakdownLine {
  id: string
  name: string
  amount: UsdParts
  share: string
  /** What the source does not tell apart. */
  isRemainder: boolean
}

const WORDS: Record<string, string> = {
  uncached_input_tokens: 'Uncached input',
  cache_read_input_tokens: 'Cache read',
  'cache_creation.ephemeral_5m_input_tokens': 'Cache write, 5 minutes',
  'cache_creation.ephemeral_1h_input_tokens': 'Cache write, 1 hour',
  output_tokens: 'Output',
  web_search: 'Web search',
  code_execution: 'Code execution',
  session_usage: 'Session time',
}

/** One line a value, the largest first, and what is left over where anything is: they add up to the whole. */
export function prepareBreakdown({ parts, remainder, remainderShare }: Breakdown): BreakdownLine[] {
  const lines = parts.map(({ value, amount, share }): BreakdownLine => ({
    id: `value ${value ?? ''}`,
    name: value === null ? 'Not specific' : (WORDS[value] ?? value),
    amount: formatUsd(amount),
    share: shareWords(share),
    isRemainder: false,
  }))
  if (remainder !== 0n)
    lines.push({
      id: 'remainder',
      name: 'Not told apart',
      amount: formatUsd(remainder),
      share: shareWords(remainderShare),
      isRemainder: true,
    })
  return lines
}

/** Tenths of a percent: "12.3 %". */
function shareWords(share: bigint | null): string {
  return share === null ? '–' : `${share / 10n}.${share % 10n}\u202f%`
}

export interface KeyFigure {
  name: string
  text: string
  title: string
}

/** Counts of one key and what follows from them. A quotient of nothing is a dash, not zero. */
export function prepareKeyFigures(usage: Usage): KeyFigure[] {
  const tokens = tokensOf(usage)
  const input = tokens - usage.output
  const requests = formatCount(usage.requests)
  const perRequest = usage.requests > 0n ? formatCount(tokens / usage.requests) : null
  return [
    { name: 'Requests', ...(usage.requests > 0n ? requests : { text: '–', title: 'Not counted, or none' }) },
    { name: 'Tokens', ...formatCount(tokens) },
    {
      name: 'Tokens per request',
      text: perRequest?.text ?? '–',
      title: perRequest?.title ?? 'No request was counted.',
    },
    {
      name: 'Input from the cache',
      text: input > 0n ? formatPercent(usage.cacheRead, input) : '–',
      title: 'Cache reads as a share of all input: uncached, read from and written to the cache',
    },
    { name: 'Web searches', ...formatCount(usage.webSearches) },
  ]
}

export interface DayColumns {
  /** Models by what they cost, the largest first; the last may be the rest. */
  series: { name: string; color: string }[]
  days: { day: Day; total: Nano; parts: { series: number; amount: Nano }[] }[]
}

const MOST_SERIES = 6

/** A column for every day of the range, one colour a model, those that cost least as one. */
export function prepareDayColumns(
  spent: readonly { day: Day; model: string | null; amount: Nano }[],
  models: Breakdown,
  range: DayRange,
): DayColumns {
  const names = models.parts.map(({ value }) => value)
  const isCut = names.length > MOST_SERIES
  const shown = isCut ? names.slice(0, MOST_SERIES - 1) : names
  const series = shown.map((name, index) => ({
    name: name ?? 'No model',
    color: `var(--series-${index + 1})`,
  }))
  if (isCut) series.push({ name: `Other (${names.length - shown.length})`, color: 'var(--series-other)' })
  const byDay = new Map<Day, { model: string | null; amount: Nano }[]>()
  for (const { day, model, amount } of spent) byDay.set(day, [...(byDay.get(day) ?? []), { model, amount }])
  return {
    series,
    days: daysIn(range).map((day) => {
      const amounts = new Array<bigint>(series.length).fill(0n)
      for (const { model, amount } of byDay.get(day) ?? []) {
        const index = shown.indexOf(model)
        const place = index === -1 ? series.length - 1 : index
        amounts[place] = (amounts[place] ?? 0n) + amount
      }
      const parts = amounts.map((amount, index) => ({ series: index, amount: amount as Nano }))
      return { day, total: amounts.reduce((a, b) => a + b, 0n) as Nano, parts }
    }),
  }
}
