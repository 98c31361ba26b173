import { startOf, type Day, type DayRange } from '@/lib/domain/day'
import type { Usage } from '@/lib/domain/timeline'
import type { Bucket, BucketStart } from '@/lib/domain/timeline-buckets'
import {
  asksAssigned,
  storedValues,
  type Grouping,
  type Metric,
  type TimelineFilters,
  UNATTRIBUTED,
} from '@/lib/domain/timeline-request'
import { ASSIGNED_COLUMNS, TAGS_COLUMN, withAssignments } from './key-assignments'

/** API spend that is asked for. */
export interface Selection {
  /** Half-open, nothing after today in it. */
  range: DayRange
  bucket: Bucket
  group: Grouping
  metric: Metric
  filters: TimelineFilters
  /** Those it is about; what is told never stands beside what is real. */
  organizationIds: readonly string[]
  /** Whether the legacy reports own any day of it: what those cost is split over keys by us. */
  hasLegacyDays?: boolean
}

const COLUMNS = {
  organization: 'organization_id',
  workspace: 'workspace_id',
  key: 'api_key_id',
  model: 'model',
  product: 'product',
  person: 'actor_id',
  ...ASSIGNED_COLUMNS,
} as const
type StoredDimension = keyof typeof COLUMNS

/** What is looked for within a day, beyond the organisation. */
const INSIDE = ['person', 'workspace', 'key', 'model', 'product'] as const

export const USAGE_COLUMNS = {
  uncachedInput: 'uncached_input',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  cacheRead: 'cache_read',
  output: 'output',
  webSearches: 'web_searches',
  requests: 'requests',
} as const satisfies Record<keyof Usage, string>

/** Where any count stands. */
export const COUNTED = Object.values(USAGE_COLUMNS)
  .map((name) => `f.${name} > 0`)
  .join(' or ')

function insideOf({ group, filters }: Pick<Selection, 'group' | 'filters'>) {
  return INSIDE.filter(
    (dimension) =>
      dimension === group || filters[dimension] || (dimension === 'key' && asksAssigned({ group, filters })),
  )
}

const MEASURES = `amount_nano, list_amount_nano, cost_lines, ${Object.values(USAGE_COLUMNS).join(', ')}`

/** Who used what is a pass of its own: days it has not read, or that do not add up in it, are there without a person. */
const BY_PERSON = `(
  select organization_id, day, actor_id, api_key_id, workspace_id, model, product, ${MEASURES} from person_spend p
  where (organization_id, day) in (
    select organization_id, day from detail_coverage where pass = 'people' and state = 'synced')
  union all
  select organization_id, day, null, api_key_id, workspace_id, model, product, ${MEASURES} from spend_rollup r
  where not exists (
    select from detail_coverage d
    where d.organization_id = r.organization_id and d.day = r.day and d.pass = 'people' and d.state = 'synced'))`

/** Whether a question looks at who used what. */
export function asksPerson(selection: Pick<Selection, 'group' | 'filters'>): boolean {
  return insideOf(selection).includes('person')
}

/** The smallest table that has a selection's days, as what follows `from`; its columns are those of the rollup. */
export function dayTable(selection: Pick<Selection, 'group' | 'filters'>): string {
  const table = plainDayTable(selection)
  return asksAssigned(selection) ? withAssignments(table) : table
}

function plainDayTable(selection: Pick<Selection, 'group' | 'filters'>): string {
  const [dimension, ...others] = insideOf(selection)
  if (!dimension) return 'spend_days'
  if (dimension === 'person') return BY_PERSON
  if (others.length > 0) return 'spend_rollup'
  return `(select p.*, p.value as ${COLUMNS[dimension]} from spend_day_parts p where p.dimension = '${dimension}')`
}

/** The same for hours, from which cost and usage come apart where the day's sum is not enough. */
export function hourTable(selection: Pick<Selection, 'group' | 'filters'>, kind: 'cost' | 'usage'): string {
  if (insideOf(selection).length === 0) return 'spend_hours'
  const table = kind === 'cost' ? '(select c.*, 1 as cost_lines from cost_facts c)' : 'usage_facts'
  return asksAssigned(selection) ? withAssignments(table) : table
}

export function isByHourInside(selection: Selection): boolean {
  return selection.bucket === 'hour' && insideOf(selection).length > 0
}

/** The column of the grouped dimension; none for groupings that do not look inside API spend. */
export function groupColumn(group: Grouping): string | null {
  return group in COLUMNS ? `f.${COLUMNS[group as StoredDimension]}` : null
}

/** Conditions on the columns of any of the tables, with their values appended to `values`. */
export function filterConditions(filters: TimelineFilters, values: unknown[]): string[] {
  const conditions: string[] = []
  for (const [dimension, column] of Object.entries(COLUMNS) as [StoredDimension, string][]) {
    const wanted = filters[dimension]
    if (!wanted) continue
    const stored = storedValues(dimension, wanted)
    values.push(stored.filter((value) => value !== null))
    const given = `$${values.length}::text[]`
    const named =
      dimension === 'tag'
        ? `(f.${column} = any(${given}) or f.${TAGS_COLUMN} && ${given})`
        : `f.${column} = any(${given})`
    conditions.push(stored.includes(null) ? `(${named} or f.${column} is null)` : named)
  }
  return conditions
}

/** `where` of a selection; `$1` and `$2` must be its first day and the day after its last. */
export function selectionConditions({ organizationIds, filters }: Selection, values: unknown[]): string {
  return [
    'f.day >= $1::date',
    'f.day < $2::date',
    organizationCondition('f', organizationIds, values),
    ...filterConditions(filters, values),
  ].join(' and ')
}

export function organizationCondition(
  table: string,
  organizationIds: readonly string[],
  values: unknown[],
): string {
  values.push(organizationIds)
  return `${table}.organization_id = any($${values.length}::text[])`
}

/**
 * Whether a row's cost was split over keys by us, as a condition on what was asked for between `$1` and `$2`; null where none
 * is: only what looks at keys sees it.
 */
export function isEstimated(selection: Selection): string | null {
  if (!selection.hasLegacyDays || selection.metric !== 'cost' || !insideOf(selection).includes('key'))
    return null
  return `(f.cost_lines > 0 and f.api_key_id is distinct from '${UNATTRIBUTED}' and (f.organization_id, f.day) in (
    select c.organization_id, c.day from coverage c
    where c.source = 'legacy' and c.day >= $1::date and c.day < $2::date))`
}

interface BucketNumber {
  /** Counts from 1. */
  number: string
  /** What to group by for it: a plain column where there is one, so that the number is reckoned once a bucket, not once a row. */
  groupBy: string
}

/** The number of a row's bucket as the first column of a statement, with what it needs appended to `values`. */
export function bucketNumber(
  { bucket, range }: Selection,
  starts: readonly BucketStart[],
  values: unknown[],
): BucketNumber {
  if (bucket === 'day') return { number: '(f.day - $1::date) + 1', groupBy: 'f.day' }
  if (bucket === 'hour') {
    values.push(startOf(range.from).getTime() / 3_600_000)
    // Floating point is exact for whole hours, and many times quicker than the numeric that extract gives.
    const number = `(date_part('epoch', f.starts_at) / 3600)::int - $${values.length}::int + 1`
    return { number, groupBy: 'f.starts_at' }
  }
  if (starts.length === 1) return { number: '1', groupBy: '1' }
  values.push(starts)
  return { number: `width_bucket(f.day, $${values.length}::date[])`, groupBy: '1' }
}

/** Whether a bucket lies within one day, whose openness is then that of the bucket. */
export function isWithinDay(bucket: Bucket): boolean {
  return bucket === 'day' || bucket === 'hour'
}

/**
 * Whether a row's day is not final. `openDays` are those days where all organisations agree on them; else each row's own
 * coverage is looked up.
 */
export function isOpen(openDays: ReadonlySet<Day> | null, values: unknown[]): string {
  if (openDays === null)
    return `((f.organization_id, f.day) not in (
      select c.organization_id, c.day from coverage c
      where c.state = 'synced' and c.day >= $1::date and c.day < $2::date))`
  if (openDays.size === 0) return 'false'
  values.push([...openDays])
  return `(f.day = any($${values.length}::date[]))`
}
