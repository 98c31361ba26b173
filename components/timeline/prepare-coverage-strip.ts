import type { CoverageState } from '@/lib/domain/coverage-days'
import { addDays, type Day } from '@/lib/domain/day'
import { formatDayRange } from '@/lib/format'

/** Days in a row of which the same is known. */
interface CoverageStretch {
  state: CoverageState
  days: number
  /** "3 – 5 Nov 2026: provisional" */
  title: string
}

export interface CoverageStrip {
  stretches: CoverageStretch[]
  /** "27 days synced, 3 provisional" */
  words: string
}

const STATE_WORDS: Record<CoverageState, string> = {
  synced: 'synced',
  provisional: 'provisional, may still change',
  partial: 'partial, does not add up yet',
  not_synced: 'not synced',
}

const SHORT: Record<CoverageState, string> = {
  ...STATE_WORDS,
  provisional: 'provisional',
  partial: 'partial',
}
const ORDER = ['synced', 'provisional', 'partial', 'not_synced'] as const

/** What is known of the API usage of each day up to today. Null: no day has passed. */
export function prepareCoverageStrip(
  coverage: readonly { day: Day; state: CoverageState }[],
  today: Day,
): CoverageStrip | null {
  const passed = coverage.filter(({ day }) => day <= today)
  if (passed.length === 0) return null
  const stretches: (CoverageStretch & { from: Day })[] = []
  for (const { day, state } of passed) {
    const last = stretches.at(-1)
    if (last?.state === state) last.days++
    else stretches.push({ state, days: 1, from: day, title: '' })
  }
  const counts = ORDER.flatMap((state) => {
    const days = passed.filter((each) => each.state === state).length
    return days > 0 ? [{ state, days }] : []
  })
  return {
    stretches: stretches.map(({ from, state, days }) => ({
      state,
      days,
      title: `${formatDayRange({ from, to: addDays(from, days) })}: ${STATE_WORDS[state]}`,
    })),
    words: counts
      .map(({ state, days }, index) => {
        const unit = index === 0 ? (days === 1 ? ' day' : ' days') : ''
        return `${days}${unit} ${SHORT[state]}`
      })
      .join(', '),
  }
}
