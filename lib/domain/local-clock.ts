import { type Day, parseDay, startOf } from './day'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** What a clock on the wall shows. */
export interface LocalClock {
  day: Day
  /** Since midnight on the wall, 0–1439. */
  minutes: number
  /** 1 = Monday. */
  weekday: number
}

/** The wall clock of an IANA zone at an instant. */
export function localClock(at: Date, zone: string): LocalClock {
  const wall = new Date(at.getTime() + offsetAt(at.getTime(), zone))
  const day = parseDay(wall.toISOString().slice(0, 10))
  if (day === null) throw new Error(`no day for ${at.toISOString()} in ${zone}`)
  return {
    day,
    minutes: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
    weekday: wall.getUTCDay() || 7,
  }
}

/**
 * The instant at which the clocks of a zone show so many minutes since midnight on a day: the first where they show it twice,
 * and as much later as they skip where they never do.
 */
export function instantOnClock(day: Day, minutes: number, zone: string): Date {
  const wall = startOf(day).getTime() + minutes * MINUTE_MS
  const before = wall - offsetAt(wall - DAY_MS, zone)
  const after = wall - offsetAt(wall + DAY_MS, zone)
  const shown = [before, after].filter((instant) => instant + offsetAt(instant, zone) === wall)
  return new Date(shown.length > 0 ? Math.min(...shown) : before)
}

/** `22:00` as minutes since midnight; null for what is no time of day. */
export function parseClockTime(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds the clocks of a zone are ahead of UTC. */
function offsetAt(instant: number, zone: string): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
    formats.set(zone, format)
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const wall = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  )
  return wall - Math.floor(instant / 1000) * 1000
}
