import {
  addDays,
  addMonths,
  daysBetween,
  firstOfMonth,
  mondayOf,
  parseDay,
  type Day,
  type DayRange,
} from './day'

export const PERIOD_KINDS = ['week', 'month'] as const
export type PeriodKind = (typeof PERIOD_KINDS)[number]

/** What a review closes: an ISO week (`2026-W47`, Monday to Sunday, UTC) or a calendar month (`2026-10`). */
export interface ReviewPeriod {
  id: string
  kind: PeriodKind
  range: DayRange
}

/** Parses `2026-W47` or `2026-10`; null for anything else, and for weeks and months that do not exist. */
export function parsePeriod(text: string): ReviewPeriod | null {
  const week = /^(\d{4})-W(\d{2})$/.exec(text)
  if (week) {
    const fourth = parseDay(`${week[1]}-01-04`)
    if (!fourth) return null
    const period = periodOf('week', addDays(mondayOf(fourth), 7 * (Number(week[2]) - 1)))
    return period.id === text ? period : null
  }
  if (!/^\d{4}-\d{2}$/.test(text)) return null
  const first = parseDay(`${text}-01`)
  return first && periodOf('month', first)
}

/** The period a day lies in. A week belongs to the year its Thursday is in (ISO 8601). */
export function periodOf(kind: PeriodKind, d: Day): ReviewPeriod {
  if (kind === 'month') {
    const from = firstOfMonth(d)
    return { id: from.slice(0, 7), kind, range: { from, to: addMonths(from, 1) } }
  }
  const from = mondayOf(d)
  const year = addDays(from, 3).slice(0, 4)
  const number = 1 + daysBetween(mondayOf(`${year}-01-04` as Day), from) / 7
  const id = `${year}-W${String(number).padStart(2, '0')}`
  return { id, kind, range: { from, to: addDays(from, 7) } }
}

export function periodBefore({ kind, range }: Pick<ReviewPeriod, 'kind' | 'range'>): ReviewPeriod {
  return periodOf(kind, addDays(range.from, -1))
}

export function periodAfter({ kind, range }: Pick<ReviewPeriod, 'kind' | 'range'>): ReviewPeriod {
  return periodOf(kind, range.to)
}

/** What a period is compared with besides the one before: a week with the one four weeks earlier, a month with that of a year ago. */
export function periodLongBefore({ kind, range }: Pick<ReviewPeriod, 'kind' | 'range'>): ReviewPeriod {
  return periodOf(kind, kind === 'week' ? addDays(range.from, -28) : addMonths(range.from, -12))
}

/** The last period of a kind that is over on `today` (UTC). */
export function lastOverPeriod(kind: PeriodKind, today: Day): ReviewPeriod {
  return periodBefore(periodOf(kind, today))
}
