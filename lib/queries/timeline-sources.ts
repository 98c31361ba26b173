import { pool } from '@/lib/db/client'
import { worstCoverage, type CoverageState, type CoveredOrganization } from '@/lib/domain/coverage-days'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, daysIn, isWithin, type Day, type DayRange } from '@/lib/domain/day'
import type { Sources } from '@/lib/domain/timeline-refusals'
import type { ToldDays } from '@/lib/domain/told-days'
import { UNATTRIBUTED, type TimelineFilters } from '@/lib/domain/timeline-request'

interface SourceOrganization {
  id: string
  name: string
  /** Null: disconnected, its figures were kept. */
  source: 'analytics' | 'legacy' | null
  lastSyncedAt: Date | null
  failure: string | null
  firstDay: Day | null
  lastDay: Day | null
  /** Whether what a filter by key names can be the organisation's: it is, or nobody knows whose it is. */
  mayHaveKey: boolean
}

export interface CoverageRow {
  organizationId: string
  day: Day
  state: Exclude<CoverageState, 'not_synced'>
  source: 'analytics' | 'legacy'
  granularity: string
  /** Of the day's facts: the same digest, the same figures. */
  digest: string
}

/** The organisations a request is about, and what has been read of their days. */
export interface TimelineSources {
  organizations: SourceOrganization[]
  days: CoverageRow[]
}

export async function loadSources(
  range: DayRange,
  filters: TimelineFilters,
  data: DataScope = 'real',
): Promise<TimelineSources> {
  // A value that names no organisation (a plan's, under this grouping) says nothing about which days were read.
  const named = filters.organization?.filter((id) => id !== null && !id.startsWith('plan:')) ?? []
  const wanted = named.length > 0 ? named : null
  const isAnybodys = filters.key?.some((key) => key === null || key === UNATTRIBUTED) ?? true
  const keys = isAnybodys ? null : filters.key
  const [organizations, days] = await Promise.all([
    pool().query<SourceOrganization>(
      `select o.id, o.name, c.source, c.last_synced_at as "lastSyncedAt", c.failure,
         (select min(day) from coverage v where v.organization_id = o.id) as "firstDay",
         (select max(day) from coverage v where v.organization_id = o.id) as "lastDay",
         $2::text[] is null
           or exists (select from unnest($2::text[]) k (id)
             where exists (select from api_keys a where a.organization_id = o.id and a.id = k.id)
               or not exists (select from api_keys a where a.organization_id <> o.id and a.id = k.id)
                 and not exists (select from spend_rollup r where r.organization_id <> o.id and r.api_key_id = k.id)
           ) as "mayHaveKey"
       from organizations o left join connections c on c.organization_id = o.id
       where o.is_demo = $3 and ($1::text[] is null or o.id = any($1::text[]))
       order by o.name, o.id`,
      [wanted, keys, data === 'demo'],
    ),
    pool().query<CoverageRow>(
      `select organization_id as "organizationId", day, state, source, granularity, digest from coverage
       where day >= $1::date and day < $2::date and organization_id in (
         select id from organizations where is_demo = $4 and ($3::text[] is null or id = any($3::text[])))`,
      [range.from, range.to, wanted, data === 'demo'],
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

/** Changes exactly when a figure of these days does, or what it is called. */
export function contentOf({ organizations, days }: TimelineSources, ranges: readonly DayRange[]): string {
  const asked = new Set(organizations.map(({ id }) => id))
  return days
    .filter(
      ({ organizationId, day }) => asked.has(organizationId) && ranges.some((range) => isWithin(day, range)),
    )
    .map(({ organizationId, day, state, digest }) => `${organizationId} ${day} ${state} ${digest}`)
    .sort()
    .join('\n')
}

/** The days of the range that are not final, where one organisation is all there is; null where each has its own. */
export function openDays({ organizations, days }: TimelineSources, range: DayRange): ReadonlySet<Day> | null {
  if (organizations.length !== 1) return null
  const final = new Set(days.flatMap(({ day, state }) => (state === 'synced' ? [day] : [])))
  return new Set(daysIn(range).filter((day) => !final.has(day)))
}

/** Whether the legacy reports own any day of the range. */
export function hasLegacyDays({ days }: TimelineSources, range: DayRange): boolean {
  return days.some(({ source, day }) => source === 'legacy' && isWithin(day, range))
}

/** Days of the range that were read as whole days, oldest first. */
export function dailyOnlyDays({ days }: TimelineSources, range: DayRange): Day[] {
  const daily = days.filter(
    ({ granularity, day }) => granularity === 'day' && day >= range.from && day < range.to,
  )
  return [...new Set(daily.map(({ day }) => day))].sort()
}

/** By the sources that own the days of the range; where none of an organisation's was read, by what it is connected through. */
export function sourcesOf({ organizations, days }: TimelineSources, range: DayRange): Sources {
  const owned = days.filter(({ day }) => isWithin(day, range))
  const told = organizations
    .filter(({ mayHaveKey }) => mayHaveKey)
    .map(({ id, name, source }) => {
      const sources = new Set(owned.filter((row) => row.organizationId === id).map((row) => row.source))
      if (sources.size === 0 && source !== null) sources.add(source)
      return { id, name, sources }
    })
  const legacy = told.filter(({ sources }) => sources.has('legacy'))
  const ids = new Set(legacy.map(({ id }) => id))
  const isLegacyDay = (row: CoverageRow) => row.source === 'legacy' && ids.has(row.organizationId)
  return {
    legacy: legacy.map(({ name }) => name),
    legacyDays: [...new Set(owned.filter(isLegacyDay).map(({ day }) => day))].sort(),
    analytics: told.some(({ sources }) => sources.has('analytics')),
    dailyOnly: dailyOnlyDays({ organizations, days }, range),
  }
}

/** Which source told which day of the range, an organisation each; none whose a filter by key cannot be. */
export function toldDays({ organizations, days }: TimelineSources, range: DayRange): ToldDays[] {
  const read = days.filter(({ day }) => isWithin(day, range))
  return organizations
    .filter(({ mayHaveKey }) => mayHaveKey)
    .map(({ id, name, source }) => {
      const of = (owner: CoverageRow['source']) =>
        read
          .filter((row) => row.organizationId === id && row.source === owner)
          .map(({ day }) => day)
          .sort()
      return { id, name, connectedThrough: source, analytics: of('analytics'), legacy: of('legacy') }
    })
}
