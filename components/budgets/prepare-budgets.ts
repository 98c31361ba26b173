import type { Budget } from '@/lib/domain/budget'
import { PERIOD_WORDS } from '@/lib/domain/budget-words'
import type { BudgetDay, BudgetStanding, BudgetState } from '@/lib/domain/budget-standing'
import type { Forecast } from '@/lib/domain/forecast'
import { nano, type Nano } from '@/lib/domain/money'
import { formatDay, formatDayRange, formatPercent, formatUsd } from '@/lib/format'

type Tone = 'neutral' | 'accent' | 'warn' | 'danger' | 'ok'

export interface StateWords {
  tone: Tone
  text: string
}

const STATES: Record<BudgetState, StateWords> = {
  ok: { tone: 'ok', text: 'Within' },
  warning: { tone: 'warn', text: 'Warning' },
  exceeded: { tone: 'danger', text: 'Exceeded' },
  no_data: { tone: 'neutral', text: 'No data' },
  stale: { tone: 'neutral', text: 'Stale' },
}

export function stateWords(state: BudgetState): StateWords {
  return STATES[state]
}

/** "$41.20 of $100.00, 41 %" */
export function spentWords(spent: Nano, amount: Nano): string {
  return `${formatUsd(spent).text} of ${formatUsd(amount).text}, ${formatPercent(spent, amount)}`
}

/** "a month · 1 – 30 Nov 2026" */
export function periodWords({ period }: Pick<Budget, 'period'>, { period: range }: BudgetStanding): string {
  return `${PERIOD_WORDS[period].replace(/^a /, 'A ')} · ${formatDayRange(range)}`
}

/** What a forecast comes to at the end of the period; why there is none where there is none. */
export function forecastWords(forecast: Forecast | null): string {
  if (!forecast) return 'No forecast yet: it takes three closed days.'
  const [low, high] = [formatUsd(forecast.low).text, formatUsd(forecast.high).text]
  return low === high ? `${low} by its end` : `${low} to ${high} by its end`
}

/** When the amount is used up, as a sentence; null where it is not within the period. */
export function exhaustionWords({ exceededOn, forecast }: BudgetStanding): string | null {
  if (exceededOn) return `Used up on ${formatDay(exceededOn)}`
  const exhaustion = forecast?.exhaustion
  if (!exhaustion) return null
  const { earliest, latest } = exhaustion
  if (earliest === latest) return `Used up on ${formatDay(earliest)}, if it goes on like this`
  if (!latest) return `May be used up from ${formatDay(earliest)} on`
  return `Used up between ${formatDay(earliest)} and ${formatDay(latest)}, if it goes on like this`
}

/** What of the sum is not as sure as the rest. */
export function qualityWords({ estimated, provisional, byPool }: BudgetStanding): string[] {
  const words: string[] = []
  const split = nano(estimated - byPool.api_credit)
  if (split !== 0n) words.push(`${formatUsd(split).text} of it is estimated`)
  if (byPool.api_credit < 0n)
    words.push(`${formatUsd(nano(-byPool.api_credit)).text} that API credit paid is taken off, as estimated`)
  if (provisional > 0n)
    words.push(`${formatUsd(provisional).text} of it is provisional: Anthropic may still add to it`)
  return words
}

/** Widths for drawing, in hundredths of the bar, which ends at 100 % or at what was spent if that is more. */
export function barOf(spent: Nano, amount: Nano, thresholds: readonly number[]) {
  const shown = spent < 0n ? 0n : spent
  const whole = shown > amount ? shown : amount
  const share = (part: bigint) => Number((part * 10_000n) / whole) / 100
  return {
    filled: share(shown),
    amount: share(amount),
    marks: thresholds.flatMap((percent) => {
      const at = share((amount * BigInt(percent)) / 100n)
      return at < 100 ? [{ percent, at }] : []
    }),
  }
}

/** The days up to today with the sum up to each, newest first. */
export function runningDays({ days }: Pick<BudgetStanding, 'days'>): (BudgetDay & { total: Nano })[] {
  const passed = days.filter(({ state }) => state !== 'to_come')
  const totals = passed.reduce<bigint[]>((sums, { spent }) => [...sums, (sums.at(-1) ?? 0n) + spent], [])
  return passed.map((each, index) => ({ ...each, total: nano(totals[index] ?? 0n) })).reverse()
}
