import { type Day, dayOf } from '@/lib/domain/day'
import { formatShortDay } from '@/lib/domain/written'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
export const DAY_HOURS = 24

/** Whole hours since 1970-01-01T00:00Z; names the hour that begins there. */
export type HourNumber = number

/** The hour an instant falls into. */
export function hourOf(instant: Date): HourNumber {
  return Math.floor(instant.getTime() / HOUR_MS)
}

/** RFC 3339 of its first second. */
export function hourInstant(hour: HourNumber): string {
  return new Date(hour * HOUR_MS).toISOString().replace('.000Z', 'Z')
}

/** The UTC day an hour belongs to. */
export function dayOfHour(hour: HourNumber): Day {
  return dayOf(new Date(hour * HOUR_MS))
}

/** "18 Nov, 01:00 UTC" */
export function hourInWords(hour: HourNumber): string {
  return `${formatShortDay(dayOfHour(hour))}, ${String(hour % DAY_HOURS).padStart(2, '0')}:00 UTC`
}

/** Days since 1970-01-01, so that many of them fit a typed column. */
export function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS
}

export function dayAt(number: number): Day {
  return dayOf(new Date(number * DAY_MS))
}
