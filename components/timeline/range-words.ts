import { addDays, daysBetween, type Day, type DayRange } from '@/lib/domain/day'
import { resolveRange, type Preset, type RangeChoice } from '@/lib/domain/range'
import { formatDay, formatDayRange, formatMonth } from '@/lib/format'

/** As menus list them; a digit chooses by place. */
export const RANGE_ORDER: readonly Preset[] = ['7d', '30d', 'mtd', 'last-month', '90d', 'ytd', '12m']

export const PRESET_LABELS: Record<Preset, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  mtd: 'Month to date',
  'last-month': 'Last month',
  '90d': 'Last 90 days',
  ytd: 'Year to date',
  '12m': 'Last 12 months',
}

/** Where a range stands in a sentence: "in these 30 days", "in October 2026", "this month so far", "on 14 Jun 2026". */
export function withinWords(choice: RangeChoice, today: Day): string {
  const { from, to } = resolveRange(choice, today)
  if ('preset' in choice) {
    if (choice.preset === 'mtd') return 'this month so far'
    if (choice.preset === 'last-month') return `in ${formatMonth(from)}`
    if (choice.preset === 'ytd') return 'this year so far'
    if (choice.preset === '12m') return 'in these 12 months'
  }
  const days = daysBetween(from, to)
  return days === 1 ? `on ${formatDay(from)}` : `in these ${days} days`
}

/** "24 Oct – 22 Nov 2026 (30 UTC days)" */
export function rangeWords(range: DayRange): string {
  const days = daysBetween(range.from, range.to)
  return `${formatDayRange(range)} (${days} UTC day${days === 1 ? '' : 's'})`
}

/** First and last day, as date fields want them. */
export function firstAndLast(choice: RangeChoice, today: Day): { from: Day; until: Day } {
  const { from, to } = resolveRange(choice, today)
  return { from, until: addDays(to, -1) }
}
