import { addDays, type Day, type DayRange } from './day'
import { divideHalfEven, type Nano } from './money'

const NANO_PER_CENT = 10_000_000n
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const NARROW = '\u202f'
export const MINUS = '−'

/** Pieces of an amount as people read it: the cents are drawn dimmed, so they come apart. */
export interface UsdParts {
  /** '', '−', '< ' or '> −' (the last two: not zero, but less than a cent). */
  sign: string
  /** Up to the decimal point, sign included: '−$1,234'. */
  whole: string
  /** '.56' */
  cents: string
  text: string
}

/** 1234567 → "1,234,567". */
export function groupDigits(digits: bigint): string {
  return digits.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** US dollars for people: half-even to the cent, but what is not zero never reads as $0.00. */
export function formatUsd(amount: Nano): UsdParts {
  const magnitude = amount < 0n ? -amount : amount
  const subCent = magnitude > 0n && magnitude < NANO_PER_CENT
  const cents = subCent ? 1n : divideHalfEven(magnitude, NANO_PER_CENT)
  const sign = subCent ? (amount < 0n ? `> ${MINUS}` : '< ') : amount < 0n ? MINUS : ''
  const whole = `${sign}$${groupDigits(cents / 100n)}`
  const fraction = `.${(cents % 100n).toString().padStart(2, '0')}`
  return { sign, whole, cents: fraction, text: whole + fraction }
}

/** "14 Jun": where the year is plain from what stands around it. */
export function formatShortDay(d: Day): string {
  return `${Number(d.slice(8))} ${monthName(d)}`
}

/** "Jun" */
export function monthName(d: Day): string {
  return MONTHS[Number(d.slice(5, 7)) - 1] ?? ''
}

/** A difference with its sign always in front: "+$12.40", "−$3.00", "$0.00". */
export function formatUsdChange(amount: Nano): string {
  if (amount <= 0n) return formatUsd(amount).text
  const { sign, text } = formatUsd(amount)
  return `${sign}+${text.slice(sign.length)}`
}

/** `part` of `whole` in whole percent, half-even: "18 %"; a share that is not zero never reads as 0 %. */
export function formatPercent(part: bigint, whole: bigint): string {
  if (whole === 0n) return '–'
  const negative = part < 0n !== whole < 0n && part !== 0n
  const [top, bottom] = [part < 0n ? -part : part, whole < 0n ? -whole : whole]
  const percent = divideHalfEven(top * 100n, bottom)
  const sign = negative ? MINUS : ''
  if (percent === 0n && part !== 0n) return `${sign}< 1${NARROW}%`
  return `${sign}${groupDigits(percent)}${NARROW}%`
}

/** "14 Jun 2026" */
export function formatDay(d: Day): string {
  return `${Number(d.slice(8))} ${monthName(d)} ${d.slice(0, 4)}`
}

/** A half-open range in inclusive words: "1 – 22 Nov 2026", "30 Oct – 2 Nov 2026", "14 Jun 2026". */
export function formatDayRange({ from, to }: DayRange): string {
  const last = addDays(to, -1)
  if (last <= from) return formatDay(from)
  if (from.slice(0, 7) === last.slice(0, 7)) return `${Number(from.slice(8))} – ${formatDay(last)}`
  if (from.slice(0, 4) === last.slice(0, 4)) return `${formatShortDay(from)} – ${formatDay(last)}`
  return `${formatDay(from)} – ${formatDay(last)}`
}

const MOST_RUNS = 4

/** Days, oldest first, in words: "17 – 22 Nov 2026", "3 Nov 2026 and 17 – 22 Nov 2026"; of many runs the count and both ends. */
export function formatDays(days: readonly Day[]): string {
  const runs: DayRange[] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last?.to === day) last.to = addDays(day, 1)
    else runs.push({ from: day, to: addDays(day, 1) })
  }
  const [first, last] = [runs[0], runs.at(-1)]
  if (runs.length > MOST_RUNS && first && last)
    return `${days.length} days within ${formatDayRange({ from: first.from, to: last.to })}`
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(runs.map(formatDayRange))
}

const FULL_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'],
  ...['November', 'December'],
]

/** "June" */
export function monthFullName(d: Day): string {
  return FULL_MONTHS[Number(d.slice(5, 7)) - 1] ?? ''
}
