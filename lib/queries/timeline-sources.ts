import { pool } from '@/lib/db/client'
import { worstCoverage, type CoverageState, type CoveredOrganization } from '@/lib/domain/coverage-days'
import { addDays, daysIn, isWithin, type Day, type DayRange } from '@/lib/domain/day'
import type { Sources } from '@/lib/domain/timeline-refusals'
import type { TimelineFilters } from '@/lib/domain/timeline-request'

interface SourceOrganization {
  id: string
  name: string
  /** Null: disconnected, its figures were kept. */
  source: 'analytics' | 'legacy' | null
  lastSyncedAt: Date | null
  failure: string | null
  firstDay: Day | null
  lastDay: Day | null
}

interface CoverageRow {
  organizationId: string
  day: Day
  state: Exclude<CoverageState, 'not_synced'>
  granularity: string
  /** Of the day's facts: the same digest, the same figures. */
  digest: string
}

/** The organisations a request is about, and what has been read of their days. */
export interface TimelineSources {
  organizations: SourceOrganization[]
  days: CoverageRow[]
}

export async function loadSources(range: DayRange, filters: TimelineFilters): Promise<TimelineSources> {
  // A value that names no organisation (a plan's, under this grouping) says nothing about which days were read.
  const named = filters.organization?.filter((id) => id !== null && !id.startsWith('plan:')) ?? []
  const wanted = named.length > 0 ? named : null
  const [organizations, days] = await Promise.all([
    pool().query<SourceOrganization>(
      `select o.id, o.name, c.source, c.last_synced_at as "lastSyncedAt", c.failure,
         (select min(day) from coverage v where v.organization_id = o.id) as "firstDay",
         (select max(day) from coverage v where v.organization_id = o.id) as "lastDay"
       from organizations o left join connections c on c.organization_id = o.id
       where $1::text[] is null or o.id = any($1::text[])
       order by o.name, o.id`,
      [wanted],
    ),
    pool().query<CoverageRow>(
      `select organization_id as "organizationId", day, state, granularity, digest from coverage
       where day >= $1::date and day < $2::date and ($3::text[] is null or organization_id = any($3::text[]))`,
      [range.from, range.to, wanted],
    ),
  ])
  return { organizations: organizations.rows, days: days.rows }
}

/** The worst state per day. A disconnected organisation counts only on the days it was read for. */
export function coverageOf(
  { organizations, days }: TimelineSources,
  range: DayRange,
): { day: Day; state: CoverageState }[] {
  const covered = new Map<string, Map<Day, CoverageRow['state']>>()
  for (const { organizationId, day, state } of days) {
    const states = covered.get(organizationId) ?? new Map<Day, CoverageRow['state']>()
    covered.set(organizationId, states.set(day, state))
  }
  return worstCoverage(
    range,
    organizations.map(({ id, source, firstDay, lastDay }): CoveredOrganization => {
      const states = covered.get(id) ?? new Map<Day, CoverageRow['state']>()
      if (source !== null) return { counts: range, states }
      return { counts: firstDay && lastDay ? { from: firstDay, to: addDays(lastDay, 1) } : null, states }
    }),
  )
}

/** Changes exactly when a figure of these days does. */
export function contentOf({ days }: TimelineSources, ranges: readonly DayRange[]): string {
  return days
    .filter(({ day }) => ranges.some((range) => isWithin(day, range)))
    .map(({ organizationId, day, digest }) => `${organizationId} ${day} ${digest}`)
    .sort()
    .join('\n')
}

/** The days of the range that are not final, where one organisation is all there is; null where each has its own. */
export function openDays({ organizations, days }: TimelineSources, range: DayRange): ReadonlySet<Day> | null {
  if (organizations.length !== 1) return null
  const final = new Set(days.flatMap(({ day, state }) => (state === 'synced' ? [day] : [])))
  return new Set(daysIn(range).filter((day) => !final.has(day)))
}

/** Days of the range that were read as whole days, oldest first. */
export function dailyOnlyDays({ days }: TimelineSources, range: DayRange): Day[] {
  const daily = days.filter(
    ({ granularity, day }) => granularity === 'day' && day >= range.from && day < range.to,
  )
  return [...new Set(daily.map(({ day }) => day))].sort()
}

export function sourcesOf(sources: TimelineSources, range: DayRange): Sources {
  const connected = sources.organizations.filter(({ source }) => source !== null)
  return {
    legacy: connected.filter(({ source }) => source === 'legacy').map(({ name }) => name),
    analytics: connected.some(({ source }) => source === 'analytics'),
    dailyOnly: dailyOnlyDays(sources, range),
  }
}
