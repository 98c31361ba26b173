import { addMonths, daysBetween, daysIn, firstOfMonth, type Day, type DayRange } from './day'
import { addsUp, type CoverageState } from './coverage-days'
import { divideHalfEven, nano, sum, type Nano } from './money'

export interface Projection {
  low: Nano
  high: Nano
  /** Actual + mean × remaining + plans, before it becomes a range. */
  middle: Nano
  /** Closed days of this month the mean is taken over. */
  closedDays: number
}

export interface ProjectionInput {
  today: Day
  /** API spend read so far per day of today's month; a day without an entry had none. */
  apiByDay: ReadonlyMap<Day, Nano>
  coverage: ReadonlyMap<Day, CoverageState>
  /** Whether any API spend is part of what is projected. */
  withApi: boolean
  /** What plans cost in the whole month, days to come included. */
  planMonth: Nano
}

/** The month `today` is in. */
export function monthOf(today: Day): DayRange {
  const from = firstOfMonth(today)
  return { from, to: addMonths(from, 1) }
}

export const LEAST_CLOSED_DAYS = 3

/**
 * What today's month will have cost at its end.
 *
 * A day is closed when it lies before today and was read whole (`synced` or `provisional`). With n closed days, their
 * mean m and standard deviation s (n − 1), and r days of the month that are not closed (today, days to come, gaps):
 * middle = Σ closed + m × r + plans; the range is ± s × √(r + r²/n), the usual error of predicting a sum of r days from
 * n seen, which holds about two times in three where days are alike. It never goes below what has already been read.
 * Everything is whole nano-dollars: m × r half-even, roots rounded down.
 *
 * Null with fewer than three closed days; exact (low = high) where there is no API spend to guess.
 * Source: issue 1, section 5.
 */
export function projectMonthEnd(input: ProjectionInput): Projection | null {
  const { today, apiByDay, coverage, withApi, planMonth } = input
  if (!withApi) return { low: planMonth, high: planMonth, middle: planMonth, closedDays: 0 }

  const month = monthOf(today)
  const closed = daysIn({ from: month.from, to: today }).filter((d) => addsUp(coverage.get(d)))
  if (closed.length < LEAST_CLOSED_DAYS) return null

  const sample = sampleOf(closed.map((d) => apiByDay.get(d) ?? nano(0n)))
  const open = predictDays(sample, daysBetween(month.from, month.to) - closed.length)
  const middle = sample.total + open.middle + planMonth
  const { error } = open

  const read = sum(apiByDay.values()) + planMonth
  const atLeast = (value: bigint) => nano(value > read ? value : read)
  return {
    low: atLeast(middle - error),
    high: atLeast(middle + error),
    middle: atLeast(middle),
    closedDays: closed.length,
  }
}

/** What days to come are guessed from: days that are closed. */
export interface Sample {
  count: number
  /** Nano-dollars, as are the others. */
  total: bigint
  /** n × Σ(x − m)² = n Σx² − (Σx)², so that the mean need not be rounded. */
  spreadTimesN: bigint
}

export function sampleOf(amounts: readonly Nano[]): Sample {
  const total = sum(amounts)
  const squares = amounts.reduce((all, x) => all + x * x, 0n)
  return { count: amounts.length, total, spreadTimesN: BigInt(amounts.length) * squares - total * total }
}

/**
 * What `days` further days will come to, with the usual error of predicting a sum of r days from n seen: the mean × r
 * (half-even), ± s × √(r + r²/n) (rounded down). The sample must hold at least two days.
 */
export function predictDays(
  { count, total, spreadTimesN }: Sample,
  days: number,
): { middle: bigint; error: bigint } {
  const [n, r] = [BigInt(count), BigInt(days)]
  return {
    middle: divideHalfEven(total * r, n),
    error: squareRoot((spreadTimesN * (r * n + r * r)) / (n * n * (n - 1n))),
  }
}

/** The largest integer whose square is not above `value` (Newton). */
export function squareRoot(value: bigint): bigint {
  if (value < 0n) throw new RangeError('no root of a negative number')
  if (value < 2n) return value
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + value / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}
