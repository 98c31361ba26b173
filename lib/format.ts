import { startOf, type Day } from '@/lib/domain/day'
import { divideHalfEven } from '@/lib/domain/money'
import { formatDay, groupDigits as group, MINUS, monthName } from '@/lib/domain/written'

export {
  formatDay,
  formatDayRange,
  formatDays,
  formatPercent,
  formatShortDay,
  formatUsd,
  formatUsdChange,
  type UsdParts,
} from '@/lib/domain/written'

const NARROW = '\u202f'

/** A count: exact with separators below 10,000, then three significant digits ("1.23 M"); `title` is always exact. */
export function formatCount(count: bigint): { text: string; title: string } {
  const magnitude = count < 0n ? -count : count
  const title = (count < 0n ? MINUS : '') + group(magnitude)
  if (magnitude < 10_000n) return { text: title, title }
  const units = ['k', 'M', 'B', 'T']
  for (const [index, unit] of units.entries()) {
    const base = 1000n ** BigInt(index + 1)
    const last = index === units.length - 1
    if (!last && divideHalfEven(magnitude, base) >= 1000n) continue
    const decimals = magnitude >= base * 100n ? 0 : magnitude >= base * 10n ? 1 : 2
    const scaled = divideHalfEven(magnitude * 10n ** BigInt(decimals), base)
    const digits = scaled.toString().padStart(decimals + 1, '0')
    const fraction = decimals ? digits.slice(-decimals).replace(/0+$/, '') : ''
    const whole = group(BigInt(decimals ? digits.slice(0, -decimals) : digits))
    return { text: `${count < 0n ? MINUS : ''}${whole}${fraction && `.${fraction}`}${NARROW}${unit}`, title }
  }
  return { text: title, title }
}

/** "Jun 2026" */
export function formatMonth(d: Day): string {
  return `${monthName(d)} ${d.slice(0, 4)}`
}

const STEPS: [seconds: number, name: string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
]

/** "4 minutes ago", "in 2 hours", "just now"; from two months on the day itself. */
export function formatRelativeTime(then: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - then.getTime()) / 1000)
  const distance = Math.abs(seconds)
  if (distance >= 60 * 86_400) return formatDay(then.toISOString().slice(0, 10) as Day)
  for (const [size, name] of STEPS) {
    const count = Math.floor(distance / size)
    if (count === 0) continue
    const words = `${count} ${name}${count === 1 ? '' : 's'}`
    return seconds >= 0 ? `${words} ago` : `in ${words}`
  }
  return seconds >= 0 ? 'just now' : 'in a moment'
}

/**
 * "22 Nov 2026, 10:04 UTC", in another zone "22 Nov 2026, 11:04 UTC+1": the one way a clock time is shown. `zone` is an IANA
 * name. Days of spend never pass through here: they are UTC.
 */
export function formatInstant(at: Date, zone = 'UTC'): string {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const day = `${parts.year}-${parts.month}-${parts.day}` as Day
  return `${formatDay(day)}, ${parts.hour}:${parts.minute} ${(parts.timeZoneName ?? '').replace(/^GMT(\+0$)?/, 'UTC')}`
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making one takes longer than using it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const digits = '2-digit' as const
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', timeZoneName: 'shortOffset', year: 'numeric' },
    ...{ month: digits, day: digits, hour: digits, minute: digits },
  })
  clocks.set(timeZone, clock)
  return clock
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** "Mon" */
export function formatWeekday(d: Day): string {
  return WEEKDAYS[startOf(d).getUTCDay()] ?? ''
}

/** A leading character that makes a spreadsheet run the rest as a formula. */
const FORMULA = /^[=+\-@\t\r]/
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/

/** Text for a cell somebody opens in a spreadsheet: what would run there gets an apostrophe, numbers stay numbers. */
export function spreadsheetCell(text: string): string {
  return FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}
