import type { Day } from './day'
import { divideHalfEven, type Nano } from './money'

const NANO_PER_CENT = 10_000_000n
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
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
