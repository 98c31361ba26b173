import type { ReportWindow } from '@/lib/anthropic/reports'
import { addDays, type Day, dayOf, daysBetween, daysIn, earlier, later, startOf } from '@/lib/domain/day'

export type Source = 'analytics' | 'legacy'

/** What coverage knows of a day, as far as it decides whether the day is read again. */
export interface KnownDay {
  day: Day
  state: 'synced' | 'partial' | 'provisional'
  source: Source
  granularity: 'hour' | 'day'
  readAt: Date
}

export interface DueDay {
  day: Day
  width: ReportWindow['width']
  /** Which of Anthropic's reports owns the day from this reading on. */
  source: Source
}

/** A window and its days, newest first. */
export interface DueWindow extends ReportWindow {
  source: Source
  days: Day[]
}

/** What an organisation can be read through. */
export interface Readable {
  source: Source
  /** The first day the organisation can have used anything; null = not known. */
  origin: Day | null
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
/** The legacy reports know a day once it is over; ours and Anthropic's clocks need not agree when that is. */
const CLOCK_SLACK_MS = 600_000

/**
 * Days to read at a sync, newest first: today and the three days before it; the last 31 days once in each UTC day; every
 * partial or provisional day; every day that was never read.
 *
 * The Analytics API owns every day within its horizon, hourly when the day is no older than 89 days or already stored so,
 * and takes over what the legacy reports told of it before. Where an organisation has no Analytics API, and before its
 * horizon, the legacy reports own every completed day since the origin, but for those the Analytics API told for good.
 */
export function dueDays(known: readonly KnownDay[], { source, origin }: Readable, now: Date): DueDay[] {
  const today = dayOf(now)
  const byDay = new Map(known.map((entry) => [entry.day, entry]))
  const horizon = analyticsHorizon(today)
  const completed = dayOf(new Date(now.getTime() - CLOCK_SLACK_MS))
  const from = source === 'analytics' ? earlier(origin ?? horizon, horizon) : (origin ?? horizon)
  return daysIn({ from, to: addDays(today, 1) })
    .reverse()
    .flatMap((day): DueDay[] => {
      const age = daysBetween(day, today)
      const entry = byDay.get(day)
      const isDue = !entry || entry.state !== 'synced' || isRestatable(entry, age, today)
      if (source === 'legacy' || day < horizon) {
        const isTold = entry?.source === 'analytics' && entry.state === 'synced'
        return isDue && !isTold && day < completed ? [{ day, width: '1d', source: 'legacy' }] : []
      }
      const isHourly = age <= HOURLY_DAYS || entry?.granularity === 'hour'
      return isDue || entry.source === 'legacy'
        ? [{ day, width: isHourly ? '1h' : '1d', source: 'analytics' }]
        : []
    })
}

/** The first day the Analytics API can be asked about. */
export function analyticsHorizon(today: Day): Day {
  return later(FIRST_DAY, addDays(today, -HISTORY_DAYS))
}

function isRestatable(known: KnownDay, age: number, today: Day): boolean {
  return age <= ALWAYS_READ_DAYS || (age <= RESTATED_DAYS && dayOf(known.readAt) < today)
}

/**
 * Joins neighbouring days of one width and source into windows of at most 31 days, newest first. All streams of a window
 * share its bounds: midnight to midnight, but the window with today ends with the running hour.
 */
export function planWindows(days: readonly DueDay[], now: Date): DueWindow[] {
  const windows: (Omit<DueDay, 'day'> & { days: Day[] })[] = []
  for (const { day, width, source } of days) {
    const last = windows.at(-1)
    const isNext = last?.width === width && last.source === source && last.days.at(-1) === addDays(day, 1)
    if (last && isNext && last.days.length < WINDOW_DAYS) last.days.push(day)
    else windows.push({ days: [day], width, source })
  }
  return windows.map((window) => {
    const newest = window.days[0] as Day
    const oldest = window.days.at(-1) as Day
    const endingAt =
      newest === dayOf(now)
        ? new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS)
        : startOf(addDays(newest, 1))
    return { ...window, startingAt: startOf(oldest), endingAt }
  })
}
