import type { DataScope } from './data-scope'
import type { DayRange } from './day'
import type { Basis } from './plan-charges'
import type { Bucket } from './timeline-buckets'

/** Who and what a key is for, as it was said of the day the spend is of. */
export const ASSIGNED = ['owner', 'application', 'environment', 'tag', 'cost_centre'] as const
export type Assigned = (typeof ASSIGNED)[number]

export const GROUPINGS = [
  'none',
  'pool',
  'plan',
  'key',
  'workspace',
  'model',
  'product',
  'person',
  'organization',
  ...ASSIGNED,
] as const
export type Grouping = (typeof GROUPINGS)[number]

/** What can be grouped by can be filtered by, with the very values a group reports. */
export const DIMENSIONS = GROUPINGS.filter((grouping) => grouping !== 'none')
export type Dimension = Exclude<Grouping, 'none'>

export const BASES = ['spread', 'charged'] as const satisfies readonly Basis[]
export const METRICS = ['cost', 'tokens', 'requests'] as const
export type Metric = (typeof METRICS)[number]

/** Who is paid from: the plan's fee, bought usage credits, API pay-as-you-go, and the credit a plan gives on it (≤ 0). */
export const POOLS = ['plan', 'usage_credits', 'api', 'api_credit'] as const
export type Pool = (typeof POOLS)[number]

/** Per dimension: any of the values (null: usage without a key). Every dimension given must be satisfied. */
export type TimelineFilters = Partial<Record<Dimension, readonly (string | null)[]>>

export interface TimelineRequest {
  range: DayRange
  bucket: Bucket
  group: Grouping
  basis: Basis
  metric: Metric
  filters: TimelineFilters
  /** Absent: what is real. */
  data?: DataScope
}

/** The dimensions of a key and of what is said of one: in each of them null is usage without a key. */
export const OF_KEYS: readonly Dimension[] = ['key', ...ASSIGNED]

export function isAssigned(group: Grouping): group is Assigned {
  return (ASSIGNED as readonly Grouping[]).includes(group)
}

/** Whether a request looks at who or what keys are for. */
export function asksAssigned({ group, filters }: Pick<TimelineRequest, 'group' | 'filters'>): boolean {
  return isAssigned(group) || ASSIGNED.some((dimension) => filters[dimension])
}

/** Of a key nobody has said this of: `owner=none` is what no one owns. No value may be called so, see `refuseAssigned`. */
export const NOT_SAID = 'none'

/** What stands between the tags of a key that has several: its spend is a group of its own, so that groups add up. */
export const TAG_JOINER = ' + '

/** What a source cannot tell apart. Source: contract.md, "timeline", group. */
export const UNATTRIBUTED = 'unattributed'

/** What a null of Anthropic's is called in each dimension. Source: contract.md, "timeline", group. */
const WITHOUT_VALUE = {
  key: null,
  model: 'other',
  workspace: UNATTRIBUTED,
  product: UNATTRIBUTED,
  organization: UNATTRIBUTED,
  person: UNATTRIBUTED,
  owner: null,
  application: null,
  environment: null,
  tag: null,
  cost_centre: null,
} as const satisfies Record<Exclude<Dimension, 'pool' | 'plan'>, string | null>

/** The group API spend with this value of the dimension belongs to. */
export function groupOfApi(group: Grouping, value: string | null): string | null {
  if (group === 'none') return null
  if (group === 'pool' || group === 'plan') return 'api'
  return value ?? WITHOUT_VALUE[group]
}

/** The group a plan's fee belongs to: the pool, the plan's own id, or `plan:<id>` in a dimension of API spend. */
export function groupOfPlan(group: Grouping, planId: string): string | null {
  if (group === 'none') return null
  if (group === 'pool') return 'plan'
  return group === 'plan' ? planId : `plan:${planId}`
}

/** Whether the plan's fee satisfies every filter. A dimension of API spend is satisfied only by `plan:<id>`. */
export function planMatches(filters: TimelineFilters, planId: string): boolean {
  return DIMENSIONS.every((dimension) => {
    const wanted = filters[dimension]
    if (!wanted) return true
    const named = wanted.includes(groupOfPlan(dimension, planId))
    return named || (dimension === 'plan' && wanted.includes(`plan:${planId}`))
  })
}

/** Whether API spend can satisfy the filters at all; which of it is for the database to say. */
export function apiMatches(filters: TimelineFilters): boolean {
  return DIMENSIONS.every((dimension) => {
    const wanted = filters[dimension]
    if (!wanted) return true
    if (dimension === 'pool' || dimension === 'plan') return wanted.includes('api')
    return wanted.some((value) => !value?.startsWith('plan:'))
  })
}

/** What the stored columns must equal to satisfy a filter: raw values, null standing for Anthropic's null. */
export function storedValues(
  dimension: keyof typeof WITHOUT_VALUE,
  wanted: readonly (string | null)[],
): (string | null)[] {
  const values: (string | null)[] =
    dimension === 'owner' ? wanted.map((value) => value?.toLowerCase() ?? null) : [...wanted]
  if (WITHOUT_VALUE[dimension] !== null && wanted.includes(WITHOUT_VALUE[dimension])) values.push(null)
  return values
}
