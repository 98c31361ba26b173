import { daysIn, type Day, type DayRange } from './day'

export const COVERAGE_STATES = ['not_synced', 'partial', 'provisional', 'synced'] as const
/** What is known of a day of API usage, worst first: nothing · does not add up yet · may still change · final. */
export type CoverageState = (typeof COVERAGE_STATES)[number]

/** Whether what was read of a day adds up, be it that it may still change. Without a state it was not read. */
export function addsUp(state: CoverageState | undefined): boolean {
  return state === 'synced' || state === 'provisional'
}

/** The days of an organisation that are asked about: it counts for those alone. */
export interface CoveredOrganization {
  /** Half-open; null = never counts. */
  counts: DayRange | null
  states: ReadonlyMap<Day, Exclude<CoverageState, 'not_synced'>>
}

/**
 * One state per day of the range: the worst of the organisations that count on it. A day without a row is not synced, and
 * so is every day when there is no organisation at all. Source: contract.md, "timeline", coverage.
 */
export function worstCoverage(
  range: DayRange,
  organizations: readonly CoveredOrganization[],
): { day: Day; state: CoverageState }[] {
  return daysIn(range).map((d) => {
    let worst: number = -1
    for (const { counts, states } of organizations) {
      if (!counts || d < counts.from || d >= counts.to) continue
      const index = COVERAGE_STATES.indexOf(states.get(d) ?? 'not_synced')
      if (worst === -1 || index < worst) worst = index
    }
    return { day: d, state: COVERAGE_STATES[Math.max(worst, 0)] ?? 'not_synced' }
  })
}
