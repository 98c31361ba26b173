declare const dayBrand: unique symbol

/** A UTC calendar day, `YYYY-MM-DD`. Days compare as strings. */
export type Day = string & { readonly [dayBrand]: true }

/** Half-open: `from` is inside, `to` is not. */
export interface DayRange {
  from: Day
  to: Day
}

const MS_PER_DAY = 86_400_000

/** Parses `YYYY-MM-DD` of a day that exists (years 2000–2199); null otherwise. */
export function parseDay(text: string): Day | null {
  if (!/^2[01]\d\d-\d\d-\d\d$/.test(text)) return null
  const ms = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return null
  return text as Day
}

/** For literals and stored days; throws on a day that does not exist. */
export function day(text: string): Day {
  const parsed = parseDay(text)
  if (!parsed) throw new RangeError(`not a day: ${text}`)
  return parsed
}

/** The UTC day an instant falls on. */
export function dayOf(instant: Date): Day {
  return instant.toISOString().slice(0, 10) as Day
}

/** Midnight UTC at the start of the day. */
export function startOf(d: Day): Date {
  return new Date(`${d}T00:00:00Z`)
}

export function addDays(d: Day, count: number): Day {
  return dayOf(new Date(startOf(d).getTime() + count * MS_PER_DAY))
}

/** Whole days from `from` up to but without `to`; negative when reversed. */
export function daysBetween(from: Day, to: Day): number {
  return (startOf(to).getTime() - startOf(from).getTime()) / MS_PER_DAY
}

/** Every day of a half-open range, oldest first. */
export function daysIn({ from, to }: DayRange): Day[] {
  const count = Math.max(0, daysBetween(from, to))
  return Array.from({ length: count }, (_, index) => addDays(from, index))
}

/** Monday of the ISO week the day is in. */
export function mondayOf(d: Day): Day {
  return addDays(d, -((startOf(d).getUTCDay() + 6) % 7))
}

export function firstOfMonth(d: Day): Day {
  return `${d.slice(0, 7)}-01` as Day
}

/**
 * `count` calendar months after `d`, keeping the day of month of `anchorDay` (default: of `d` itself) where the month
 * has it, else the month's last day: 31 Jan → 28/29 Feb → 31 Mar.
 */
export function addMonths(d: Day, count: number, anchorDay = Number(d.slice(8))): Day {
  const year = Number(d.slice(0, 4))
  const month = Number(d.slice(5, 7)) - 1 + count
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return dayOf(new Date(Date.UTC(year, month, Math.min(anchorDay, lastOfMonth))))
}

export function earlier(a: Day, b: Day): Day {
  return a < b ? a : b
}

export function later(a: Day, b: Day): Day {
  return a > b ? a : b
}

export function isWithin(d: Day, { from, to }: DayRange): boolean {
  return from <= d && d < to
}
