import type { ReportWindow } from '@/lib/anthropic/reports'
import { addDays, type Day, dayOf, daysBetween, daysIn, later, startOf } from '@/lib/domain/day'

/** What coverage knows of a day, as far as it decides whether the day is read again. */
export interface KnownDay {
  day: Day
  state: 'synced' | 'partial' | 'provisional'
  granularity: 'hour' | 'day'
  readAt: Date
}

export interface DueDay {
  day: Day
  width: ReportWindow['width']
}

/** A window and its days, newest first. */
export interface DueWindow extends ReportWindow {
  days: Day[]
}

const HOUR_MS = 3_600_000
/** The Analytics API has nothing before. */
const FIRST_DAY = '2026-01-01' as Day
/** It reaches 365 days back; one is left so that a run may cross midnight. */
const HISTORY_DAYS = 364
const HOURLY_DAYS = 89
const ALWAYS_READ_DAYS = 3
const RESTATED_DAYS = 30
const WINDOW_DAYS = 31

/**
 * Days to read at a sync, newest first: today and the three days before it; the last 31 days once in each UTC day; every
 * partial or provisional day; every day since the horizon that was never read. A day is read hourly when it is no older
 * than 89 days or already stored hourly, else daily.
 */
export function dueDays(known: readonly KnownDay[], now: Date): DueDay[] {
  const today = dayOf(now)
  const byDay = new Map(known.map((entry) => [entry.day, entry]))
  const horizon = later(FIRST_DAY, addDays(today, -HISTORY_DAYS))
  return daysIn({ from: horizon, to: addDays(today, 1) })
    .reverse()
    .filter((day) => isDue(byDay.get(day), daysBetween(day, today), today))
    .map((day) => {
      const isHourly = daysBetween(day, today) <= HOURLY_DAYS || byDay.get(day)?.granularity === 'hour'
      return { day, width: isHourly ? '1h' : '1d' }
    })
}

function isDue(known: KnownDay | undefined, age: number, today: Day): boolean {
  if (!known || known.state !== 'synced' || age <= ALWAYS_READ_DAYS) return true
  return age <= RESTATED_DAYS && dayOf(known.readAt) < today
}

/**
 * Joins neighbouring days of one width into windows of at most 31 days, newest first. All streams of a window share its
 * bounds: midnight to midnight, but the window with today ends with the running hour.
 */
export function planWindows(days: readonly DueDay[], now: Date): DueWindow[] {
  const windows: { days: Day[]; width: DueDay['width'] }[] = []
  for (const { day, width } of days) {
    const last = windows.at(-1)
    const isNext = last?.width === width && last.days.at(-1) === addDays(day, 1)
    if (last && isNext && last.days.length < WINDOW_DAYS) last.days.push(day)
    else windows.push({ days: [day], width })
  }
  return windows.map(({ days: some, width }) => {
    const newest = some[0] as Day
    const oldest = some.at(-1) as Day
    const endingAt =
      newest === dayOf(now)
        ? new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS)
        : startOf(addDays(newest, 1))
    return { startingAt: startOf(oldest), endingAt, width, days: some }
  })
}
