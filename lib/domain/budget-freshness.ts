import type { CoverageState } from './coverage-days'
import { addDays, dayOf, daysIn, earlier, later, type Day, type DayRange } from './day'

/** An organisation a budget looks at, and what is known of its days. */
export interface ReadOrganization {
  name: string
  /** Null: disconnected, its figures were kept. */
  source: 'analytics' | 'legacy' | null
  /** Days before it had nothing to read; null = not known. */
  origin: Day | null
  lastReadAt: Date | null
  days: ReadonlyMap<Day, Exclude<CoverageState, 'not_synced'>>
}

/** A budget whose figures are older than this says nothing. */
export const STALE_AFTER_HOURS = 6
/** The legacy reports tell a day for good six hours after its end. */
const LEGACY_HOURS = 6
const HOUR_MS = 3_600_000

/**
 * Why the figures of a period cannot be relied on at `now`, as sentences; none = they can. A day is due once its source can
 * tell it: today where hours are told, a day six hours after its end where only whole days are. A disconnected organisation
 * counts on the days it was read, and cannot be relied on alone.
 */
export function whyStale(organizations: readonly ReadOrganization[], period: DayRange, now: Date): string[] {
  const connected = organizations.filter(({ source }) => source !== null)
  if (organizations.length > 0 && connected.length === 0)
    return [
      `${listed(organizations.map(({ name }) => name))}: not connected any more, so nothing new is read.`,
    ]
  const reasons: string[] = []
  for (const { name, lastReadAt } of connected) {
    if (lastReadAt === null) reasons.push(`${name}: never read yet.`)
    else if (now.getTime() - lastReadAt.getTime() > STALE_AFTER_HOURS * HOUR_MS)
      reasons.push(`${name}: last read on ${minute(lastReadAt)}, more than ${STALE_AFTER_HOURS} hours ago.`)
  }
  for (const organization of organizations) {
    const due = organization.lastReadAt === null ? [] : dueDays(organization, period, now)
    const missing = due.filter((d) => !organization.days.has(d))
    const partial = due.filter((d) => organization.days.get(d) === 'partial')
    if (missing.length > 0) reasons.push(`${organization.name}: ${listed(missing)} not read yet.`)
    if (partial.length > 0)
      reasons.push(
        `${organization.name}: what was read of ${listed(partial)} does not add up to Anthropic’s own total yet.`,
      )
  }
  return reasons
}

function dueDays({ source, origin, days }: ReadOrganization, period: DayRange, now: Date): Day[] {
  if (source === null) return daysIn(period).filter((d) => days.has(d))
  const told =
    source === 'legacy' ? dayOf(new Date(now.getTime() - LEGACY_HOURS * HOUR_MS)) : addDays(dayOf(now), 1)
  const from = origin === null ? period.from : later(period.from, origin)
  return daysIn({ from, to: earlier(period.to, told) })
}

function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const MOST_LISTED = 3

function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED
  return `${names.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
