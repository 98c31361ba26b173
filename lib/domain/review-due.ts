import { dayOf, startOf, type Day } from './day'
import type { ReviewPeriod } from './review-period'
import { counted, shortPeriodName } from './review-words'
import { formatDay } from './written'

/** How far the days of a period are read. */
export interface PeriodReading {
  /** Whether there is anything at all: an organisation or a plan. */
  hasAnything: boolean
  /** The first day anything is known of; null: of none. */
  firstKnown: Day | null
  /** The latest connection was made then: what it brings takes its time. */
  connectedAt: Date | null
  /** Days that were not read since they were over, or do not add up. */
  unread: readonly Day[]
}

/** A period with days that were never read is closed so long after its end all the same. */
const LONGEST_WAIT_MS = 48 * 3_600_000

/** What becomes of a period: `unknown` has nothing to review, a `preview` is not closed yet and says why, and the rest is `due`. */
export type PeriodStanding = { state: 'unknown' | 'preview'; sentence: string } | { state: 'due' }

/**
 * Whether a period can be closed at `now`. It can once it is over and each of its days was read after it ended, or two days
 * after its end (and after the latest connection was made) whatever is missing. Periods to come, and those before
 * anything is known, are unknown.
 */
export function standingOfPeriod(
  period: ReviewPeriod,
  { hasAnything, firstKnown, connectedAt, unread }: PeriodReading,
  now: Date,
): PeriodStanding {
  const { range } = period
  const name = shortPeriodName(period)
  if (range.from > dayOf(now))
    return {
      state: 'unknown',
      sentence: `There is no review of ${name}: it begins on ${formatDay(range.from)}.`,
    }
  const end = startOf(range.to)
  if (now < end)
    return {
      state: 'preview',
      sentence: `This period runs until ${formatDay(lastDay(period))}. What stands here is as far as it has come; it can be decided on once it is over.`,
    }
  if (!hasAnything)
    return {
      state: 'preview',
      sentence: 'Nothing is connected and no plan is entered, so there is nothing to review yet.',
    }
  if (firstKnown === null || firstKnown >= range.to)
    return { state: 'unknown', sentence: `Nothing is known of ${name}, so there is nothing to review.` }
  const waitsFrom = Math.max(end.getTime(), connectedAt?.getTime() ?? 0)
  if (unread.length === 0 || now.getTime() >= waitsFrom + LONGEST_WAIT_MS) return { state: 'due' }
  const days = `${counted(unread.length, ['day', 'days'])} of it ${unread.length === 1 ? 'is' : 'are'}`
  return {
    state: 'preview',
    sentence: `${days} not read to the end yet. It is closed after the next sync that brings what is missing, or two days after its end.`,
  }
}

function lastDay({ range }: ReviewPeriod): Day {
  return dayOf(new Date(startOf(range.to).getTime() - 1))
}
