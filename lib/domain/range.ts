import { addDays, addMonths, daysBetween, firstOfMonth, type Day, type DayRange } from './day'

/** Ranges that move with today, so that a bookmark stays true. The first is the default. */
export const PRESETS = ['30d', '7d', 'mtd', 'last-month', '90d', 'ytd', '12m'] as const
export type Preset = (typeof PRESETS)[number]

export type RangeChoice = { preset: Preset } | { custom: DayRange }

/**
 * The half-open days of a choice, seen on `today` (UTC). All but `last-month` end with today: `7d` is today and the six
 * days before, `12m` the year up to today, `mtd` and `ytd` begin on the first of the month and of the year.
 */
export function resolveRange(choice: RangeChoice, today: Day): DayRange {
  if ('custom' in choice) return choice.custom
  const to = addDays(today, 1)
  switch (choice.preset) {
    case '7d':
      return { from: addDays(to, -7), to }
    case '30d':
      return { from: addDays(to, -30), to }
    case '90d':
      return { from: addDays(to, -90), to }
    case '12m':
      return { from: addMonths(to, -12), to }
    case 'mtd':
      return { from: firstOfMonth(today), to }
    case 'ytd':
      return { from: `${today.slice(0, 4)}-01-01` as Day, to }
    case 'last-month':
      return { from: addMonths(firstOfMonth(today), -1), to: firstOfMonth(today) }
  }
}

/**
 * The period a choice is compared with: the same days of the month before (`mtd`, clipped where that month is shorter),
 * the month before (`last-month`), the same days a year before (`ytd`, `12m`), else as many days directly before.
 */
export function previousRange(choice: RangeChoice, today: Day): DayRange {
  const { from, to } = resolveRange(choice, today)
  const preset = 'preset' in choice ? choice.preset : null
  if (preset === 'mtd') return { from: addMonths(from, -1), to: addDays(addMonths(addDays(to, -1), -1), 1) }
  if (preset === 'last-month') return { from: addMonths(from, -1), to: from }
  if (preset === 'ytd') return { from: addMonths(from, -12), to: addDays(addMonths(addDays(to, -1), -12), 1) }
  if (preset === '12m') return { from: addMonths(from, -12), to: from }
  return { from: addDays(from, -daysBetween(from, to)), to: from }
}

/**
 * The same days of the calendar month before, whatever the choice: each end a month earlier, clipped where that month is
 * shorter. Null where they would reach into the range itself, because it is longer than a month.
 */
export function sameDaysLastMonth(choice: RangeChoice, today: Day): DayRange | null {
  const { from, to } = resolveRange(choice, today)
  const before = { from: addMonths(from, -1), to: addDays(addMonths(addDays(to, -1), -1), 1) }
  return before.to <= from ? before : null
}
