declare const dayBrand: unique symbol

/** A UTC calendar day, `YYYY-MM-DD`. Days compare as strings. */
export type Day = string & { readonly [dayBrand]: true }

/** Half-open: `from` is inside, `to` is not. */
export interface DayRange {
  from: Day
  to: Day
}

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
  return dayNumbered(numberOf(d) + count)
}

/** Whole days from `from` up to but without `to`; negative when reversed. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from)
}

/** Every day of a half-open range, oldest first. */
export function daysIn({ from, to }: DayRange): Day[] {
  const first = numberOf(from)
  const count = Math.max(0, numberOf(to) - first)
  return Array.from({ length: count }, (_, index) => dayNumbered(first + index))
}

/** Monday of the ISO week the day is in. */
export function mondayOf(d: Day): Day {
  const number = numberOf(d)
  return dayNumbered(number - ((number + 2) % 7))
}

// Numbers of days, counted in whole numbers alone: a page steps through thousands of days, and a Date for each is slow.
// Years begin in March, so that a leap day is the last day of one. 146,097 days are 400 years.

/** Days since 1 March of year 0, which was a Wednesday. */
function numberOf(d: Day): number {
  const month = (Number(d.slice(5, 7)) + 9) % 12
  const year = Number(d.slice(0, 4)) - (month > 9 ? 1 : 0)
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return 365 * year + leaps + Math.floor((153 * month + 2) / 5) + Number(d.slice(8, 10)) - 1
}

function dayNumbered(number: number): Day {
  const era = Math.floor(number / 146_097)
  const ofEra = number - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * ofYear + 2) / 153)
  const dayOfMonth = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${year}-${twoDigits(month)}-${twoDigits(dayOfMonth)}` as Day
}

/** Of months counted from January of year 0. */
function firstOfMonthNumber(months: number): Day {
  return `${Math.floor(months / 12)}-${twoDigits((months % 12) + 1)}-01` as Day
}

function twoDigits(count: number): string {
  return count < 10 ? `0${count}` : String(count)
}

export function firstOfMonth(d: Day): Day {
  return `${d.slice(0, 7)}-01` as Day
}

/**
 * `count` calendar months after `d`, keeping the day of month of `anchorDay` (default: of `d` itself) where the month
 * has it, else the month's last day: 31 Jan → 28/29 Feb → 31 Mar.
 */
export function addMonths(d: Day, count: number, anchorDay = Number(d.slice(8))): Day {
  const months = Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) - 1 + count
  const first = firstOfMonthNumber(months)
  const length = daysBetween(first, firstOfMonthNumber(months + 1))
  return addDays(first, Math.min(anchorDay, length) - 1)
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
