import { addDays, dayOf, startOf, type Day } from './day'

/** What can be kept for a limited time, and for how many days at most; null = for ever. */
export interface Retention {
  /** Hourly facts of final days. Their daily sums stay, so no total changes. */
  facts: number | null
  /** What Anthropic restated afterwards. */
  revisions: number | null
  audit: number | null
  /** Records of syncs that are over. */
  sync_runs: number | null
}

const YEAR = 365
const MONTHS = 120

/** What may be chosen. Facts are read again for 89 days: sooner nothing of them may go. Source: lib/sync/due-days.ts. */
export const RETENTION_CHOICES = {
  facts: [null, 3 * YEAR, 2 * YEAR, YEAR, MONTHS],
  revisions: [null, 3 * YEAR, 2 * YEAR, YEAR],
  audit: [null, 7 * YEAR, 3 * YEAR, YEAR],
  sync_runs: [null, YEAR, 90, 30],
} as const satisfies Record<keyof Retention, readonly (number | null)[]>

export const DEFAULT_RETENTION: Retention = { facts: null, revisions: null, audit: null, sync_runs: 90 }

/** The first UTC day that is kept whole; what stands before goes. Null: everything is kept. */
export function keptSince(days: number | null, now: Date): Day | null {
  return days === null ? null : addDays(dayOf(now), -days)
}

/** The same as an instant. */
export function keptSinceInstant(days: number | null, now: Date): Date | null {
  const day = keptSince(days, now)
  return day === null ? null : startOf(day)
}
