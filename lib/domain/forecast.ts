import { daysBetween, daysIn, type Day, type DayRange } from './day'
import { addsUp, type CoverageState } from './coverage-days'
import { nano, type Nano } from './money'
import { LEAST_CLOSED_DAYS, predictDays, sampleOf } from './projection'

export interface Forecast {
  low: Nano
  high: Nano
  /** First days on which the sum may and will be over the amount, if things go on; null = not within the period. */
  exhaustion: { earliest: Day; latest: Day | null } | null
}

export interface ForecastInput {
  period: DayRange
  today: Day
  amount: Nano
  /** API spend read so far, by day; a day without an entry had none. Days before the period may be in it. */
  apiByDay: ReadonlyMap<Day, Nano>
  coverage: ReadonlyMap<Day, CoverageState>
  withApi: boolean
  /** What plans cost each day of the period, days to come included. */
  planByDay: ReadonlyMap<Day, Nano>
  /** What API credit paid within the period so far, above zero, and what of it is left today. */
  credit: { used: Nano; left: Nano }
  /** The first day the usual day is guessed from: the period's own first, or earlier for short ones. */
  sampleFrom: Day
}

/**
 * What a period will have cost at its end, as a range, and when its amount will be used up.
 *
 * Guessed from closed days alone (before today, read whole), at least three: r days of the period that are not closed come to
 * r × their mean ± the usual error (`predictDays`), less the credit that is left, never below nothing. Added to that: closed
 * days as they were, plan fees day by day as they are known, less what credit paid. Never below what has already been read. A
 * credit that is granted later in the period is not counted on. Without API spend it is exact. Null with too few closed days.
 *
 * For a calendar month without credit, low and high are those of `projectMonthEnd`. Whole nano-dollars.
 * Source: issue 4, section 2: "forecast as a range with exhaustion date from closed days".
 */
export function forecastPeriod(input: ForecastInput): Forecast | null {
  const { period, today, apiByDay, planByDay, coverage, withApi, credit, amount } = input
  const isClosed = (d: Day) => d < today && addsUp(coverage.get(d))
  const apiOn = (d: Day) => apiByDay.get(d) ?? nano(0n)
  const sampled = withApi ? daysIn({ from: input.sampleFrom, to: today }).filter(isClosed) : []
  if (withApi && sampled.length < LEAST_CLOSED_DAYS) return null
  const sample = sampleOf(sampled.map(apiOn))

  let [closed, read, plans, open] = [0n, 0n, 0n, 0]
  let [earliest, latest]: [Day | null, Day | null] = [null, null]
  let [low, high] = [0n, 0n]
  for (const d of daysIn(period)) {
    plans += planByDay.get(d) ?? 0n
    if (withApi) {
      read += d <= today ? apiOn(d) : 0n
      if (isClosed(d)) closed += apiOn(d)
      else open += 1
    }
    const rest = withApi ? predictDays(sample, open) : { middle: 0n, error: 0n }
    const known = plans - credit.used
    const floor = known + read
    low = highest(floor, known + closed + afterCredit(rest.middle - rest.error, credit.left))
    high = highest(floor, known + closed + afterCredit(rest.middle + rest.error, credit.left))
    if (earliest === null && high > amount) earliest = d
    if (latest === null && low > amount) latest = d
  }
  return {
    low: nano(low),
    high: nano(high),
    exhaustion:
      earliest === null || high <= amount ? null : { earliest, latest: low > amount ? latest : null },
  }
}

/** What is still to be paid of predicted use: a credit pays no more than there is. */
function afterCredit(predicted: bigint, left: bigint): bigint {
  if (left === 0n || predicted <= 0n) return predicted
  return highest(0n, predicted - left)
}

function highest(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** Days a short period's usual day is guessed from. */
export const SHORT_PERIOD_SAMPLE_DAYS = 28

/** Short periods cannot know their usual day from themselves. */
export function isShortPeriod(period: DayRange): boolean {
  return daysBetween(period.from, period.to) <= 7
}
