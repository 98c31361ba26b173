import { DATA_SCOPES, type DataScope } from '@/lib/domain/data-scope'
import { addDays, daysBetween, parseDay, type Day, type DayRange } from '@/lib/domain/day'
import {
  PRESETS,
  previousRange,
  resolveRange,
  sameDaysLastMonth,
  type Preset,
  type RangeChoice,
} from '@/lib/domain/range'
import type { Bucket } from '@/lib/domain/timeline-buckets'
import { MOST_DAYS, MOST_HOURLY_DAYS } from '@/lib/domain/timeline-refusals'
import { MARK_KINDS, type MarkKind, USUAL_MARKS } from '@/lib/domain/timeline-mark'
import {
  ASSIGNED,
  BASES,
  DIMENSIONS,
  METRICS,
  OF_KEYS,
  POOLS,
  type Dimension,
  type Grouping,
  type Metric,
  type TimelineFilters,
  type TimelineRequest,
} from '@/lib/domain/timeline-request'

export const VIEW_BUCKETS = ['hour', 'day', 'week', 'month'] as const satisfies readonly Bucket[]
export type ViewBucket = (typeof VIEW_BUCKETS)[number]
export const VIEW_GROUPS = [
  'pool',
  'plan',
  'key',
  'workspace',
  'model',
  'product',
  'person',
  'organization',
  ...ASSIGNED,
] as const satisfies readonly Grouping[]
export type ViewGroup = (typeof VIEW_GROUPS)[number]
export const GROUP_SORTS = ['-amount', 'amount', 'name', '-name'] as const
export const COMPARISONS = ['before', 'last-month'] as const
export const BUCKET_SORTS = ['start', '-start', '-amount', 'amount'] as const

/** Everything the address of the timeline page says. */
export interface TimelineView {
  choice: RangeChoice
  /** Null: fits the range. */
  bucket: ViewBucket | null
  group: ViewGroup
  basis: TimelineRequest['basis']
  metric: Metric
  filters: TimelineFilters
  /** With the period before, or with the same days of the month before. */
  compare: (typeof COMPARISONS)[number]
  /** Null: what this browser looks at. Opened in a browser, an address that says it loses it (proxy.ts). */
  data: DataScope | null
  sort: (typeof GROUP_SORTS)[number]
  bucketSort: (typeof BUCKET_SORTS)[number]
  /** Which notes and events stand on the chart; each once, in the order of MARK_KINDS. */
  marks: readonly MarkKind[]
  /** Every group in the table, not only the largest. */
  all: boolean
  /** Which page of each table, from 1. */
  groupPage: number
  bucketPage: number
}

export const DEFAULT_VIEW: TimelineView = {
  choice: { preset: PRESETS[0] },
  bucket: null,
  group: 'pool',
  basis: 'spread',
  metric: 'cost',
  filters: {},
  compare: 'before',
  data: null,
  sort: '-amount',
  bucketSort: 'start',
  marks: MARK_KINDS.filter((kind) => USUAL_MARKS.includes(kind)),
  all: false,
  groupPage: 1,
  bucketPage: 1,
}

export type SearchParams = Record<string, string | string[] | undefined>

/**
 * The view an address asks for. What it does not understand is left at its default and said in `problems`: an old
 * bookmark still opens, and nobody takes another range for the one they asked for.
 */
export function parseView(params: SearchParams): { view: TimelineView; problems: string[] } {
  const problems: string[] = []
  const one = <T extends string | null>(name: string, allowed: readonly T[], fallback: T): T => {
    const given = params[name]
    if (given === undefined) return fallback
    const known = allowed.find((value) => value === given)
    if (known === undefined) problems.push(`“${name}” cannot be ${quote(given)}.`)
    return known ?? fallback
  }
  const view: TimelineView = {
    choice: parseChoice(params, problems),
    bucket: params.bucket === undefined ? null : one('bucket', VIEW_BUCKETS, 'day'),
    group: one('group', VIEW_GROUPS, DEFAULT_VIEW.group),
    basis: one('basis', BASES, DEFAULT_VIEW.basis),
    metric: one('metric', METRICS, DEFAULT_VIEW.metric),
    filters: parseFilters(params, problems),
    compare: one('compare', COMPARISONS, DEFAULT_VIEW.compare),
    data: one('data', [...DATA_SCOPES, null], null),
    sort: one('sort', GROUP_SORTS, DEFAULT_VIEW.sort),
    bucketSort: one('rows', BUCKET_SORTS, DEFAULT_VIEW.bucketSort),
    marks: parseMarks(params, problems),
    all: one('show', ['top', 'all'], 'top') === 'all',
    groupPage: parsePage(params, 'page', problems),
    bucketPage: parsePage(params, 'rows-page', problems),
  }
  return { view, problems }
}

/** A page that does not exist any more becomes the last one where the table is made. */
function parsePage(params: SearchParams, name: string, problems: string[]): number {
  const given = params[name]
  if (given === undefined) return 1
  if (typeof given === 'string' && /^[1-9]\d{0,3}$/.test(given)) return Number(given)
  problems.push(`“${name}” cannot be ${quote(given)}.`)
  return 1
}

/** `marks=note,price`, or `marks=none`. */
function parseMarks({ marks: given }: SearchParams, problems: string[]): readonly MarkKind[] {
  if (given === undefined) return DEFAULT_VIEW.marks
  if (given === 'none') return []
  const named = typeof given === 'string' ? given.split(',') : null
  if (named?.every((name) => MARK_KINDS.some((kind) => kind === name)))
    return MARK_KINDS.filter((kind) => named.includes(kind))
  problems.push(`“marks” cannot be ${quote(given)}.`)
  return DEFAULT_VIEW.marks
}

function quote(given: string | string[]): string {
  const text = [given].flat().join(', ')
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`
}

function parseChoice(params: SearchParams, problems: string[]): RangeChoice {
  const { range, from, until } = params
  if (from !== undefined || until !== undefined) {
    const first = typeof from === 'string' ? parseDay(from) : null
    const last = typeof until === 'string' ? parseDay(until) : null
    if (first && last && first <= last && daysBetween(first, last) < MOST_DAYS)
      return { custom: { from: first, to: addDays(last, 1) } }
    problems.push(
      `A range needs a first and a last day, in this order, at most ${MOST_DAYS.toLocaleString('en-US')} days apart.`,
    )
    return DEFAULT_VIEW.choice
  }
  if (range === undefined) return DEFAULT_VIEW.choice
  const preset = PRESETS.find((value) => value === range)
  if (!preset) problems.push(`“range” cannot be ${quote(range)}.`)
  return preset ? { preset } : DEFAULT_VIEW.choice
}

function parseFilters(params: SearchParams, problems: string[]): TimelineFilters {
  const filters: TimelineFilters = {}
  for (const dimension of DIMENSIONS) {
    const given = params[dimension]
    if (given === undefined) continue
    const values = [given].flat()
    const odd = values.some((value) => value.includes('\u0000') || value.length > 500)
    const unknownPool = dimension === 'pool' && values.some((value) => !POOLS.some((pool) => pool === value))
    if (odd || unknownPool)
      problems.push(`“${dimension}” cannot be ${quote(given).replaceAll('\u0000', '')}.`)
    else
      filters[dimension] = OF_KEYS.includes(dimension)
        ? values.map((value) => (value === '' || value === 'null' ? null : value))
        : values
  }
  return filters
}

/** The bucket that suits a range of days, where none was chosen. */
export function fittingBucket(days: number): ViewBucket {
  if (days <= 1) return 'hour'
  if (days <= 45) return 'day'
  return days <= 190 ? 'week' : 'month'
}

/** What to ask the query for. Hours over more than seven days become days: the page offers them disabled. */
export function requestOf(view: TimelineView, today: Day): TimelineRequest {
  const range = resolveRange(view.choice, today)
  const days = daysBetween(range.from, range.to)
  const wanted = view.bucket ?? fittingBucket(days)
  const { group, basis, metric, filters } = view
  const byPerson = group === 'person' || filters.person !== undefined
  const noHours = days > MOST_HOURLY_DAYS || (view.bucket === null && byPerson)
  const bucket = wanted === 'hour' && noHours ? 'day' : wanted
  return { range, bucket, group, basis, metric, filters }
}

/** The period a view is compared with. What it asks for gives way where that would overlap the view itself. */
export function comparedRange(view: TimelineView, today: Day): DayRange {
  const chosen = view.compare === 'last-month' ? sameDaysLastMonth(view.choice, today) : null
  return chosen ?? previousRange(view.choice, today)
}

/**
 * The address of a view with changes; what is at its default is left out. Whatever changes, lists begin at their first
 * page again, unless a page is what changes.
 */
export function viewHref(view: TimelineView, changes: Partial<TimelineView> = {}, path = '/'): string {
  const isChanged = Object.keys(changes).length > 0
  const next = { ...view, ...(isChanged && { groupPage: 1, bucketPage: 1 }), ...changes }
  const params = new URLSearchParams()
  if ('custom' in next.choice) {
    params.set('from', next.choice.custom.from)
    params.set('until', addDays(next.choice.custom.to, -1))
  } else if (next.choice.preset !== PRESETS[0]) params.set('range', next.choice.preset satisfies Preset)
  if (next.bucket) params.set('bucket', next.bucket)
  if (next.data) params.set('data', next.data)
  for (const name of ['group', 'basis', 'metric', 'compare', 'sort'] as const)
    if (next[name] !== DEFAULT_VIEW[name]) params.set(name, next[name])
  if (next.bucketSort !== DEFAULT_VIEW.bucketSort) params.set('rows', next.bucketSort)
  const marks = next.marks.join(',') || 'none'
  if (marks !== DEFAULT_VIEW.marks.join(',')) params.set('marks', marks)
  if (next.all) params.set('show', 'all')
  if (next.groupPage > 1) params.set('page', String(next.groupPage))
  if (next.bucketPage > 1) params.set('rows-page', String(next.bucketPage))
  for (const dimension of DIMENSIONS)
    for (const value of next.filters[dimension] ?? []) params.append(dimension, value ?? '')
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

/** The view without one value of one filter. */
export function withoutFilter(
  view: TimelineView,
  dimension: Dimension,
  value: string | null,
): TimelineFilters {
  const { [dimension]: values = [], ...others } = view.filters
  const left = values.filter((other) => other !== value)
  return left.length ? { ...others, [dimension]: left } : others
}
