import { createHash } from 'node:crypto'
import { badRequest } from './api-error'
import { DAY_MS, HOUR_MINUTES, MINUTE_MS } from './instants'
import { type QueryParameters, readParameters } from './query-parameters'

export type Report = 'usage' | 'cost'
type BucketWidth = '1d' | '1h' | '1m'

export const REPORT_DIMENSIONS = [
  'actor',
  'actor_type',
  'agent_id',
  'api_key_id',
  'claude_tag_category',
  'claude_tag_user_id',
  'context_window',
  'deployment_id',
  'environment_id',
  'inference_geo',
  'model',
  'organization_id',
  'product',
  'rbac_group_id',
  'service_tier',
  'session_id',
  'slack_channel_id',
  'speed',
  'user_profile_id',
  'workspace_id',
] as const
export type ReportDimension = (typeof REPORT_DIMENSIONS)[number]

const FILTERS: Record<string, ReportDimension> = {
  actor_ids: 'actor',
  actor_types: 'actor_type',
  agent_ids: 'agent_id',
  api_key_ids: 'api_key_id',
  claude_tag_categories: 'claude_tag_category',
  claude_tag_user_ids: 'claude_tag_user_id',
  context_windows: 'context_window',
  deployment_ids: 'deployment_id',
  environment_ids: 'environment_id',
  inference_geos: 'inference_geo',
  models: 'model',
  organization_ids: 'organization_id',
  products: 'product',
  rbac_group_ids: 'rbac_group_id',
  service_tiers: 'service_tier',
  session_ids: 'session_id',
  slack_channel_ids: 'slack_channel_id',
  speeds: 'speed',
  user_profile_ids: 'user_profile_id',
  workspace_ids: 'workspace_id',
}
const CLOSED_FILTERS: Record<string, readonly string[]> = {
  actor_types: ['api_actor', 'federated_actor', 'service_account_actor', 'user_actor'],
  context_windows: ['0-200k', '200k-1M'],
  inference_geos: ['global', 'not_available', 'us'],
  products: [
    'chat',
    'chat_cowork_unified',
    'claude_code',
    'claude_console',
    'claude_design',
    'claude_in_chrome',
    'claude_tag',
    'cowork',
    'managed_agents_api',
    'message_batches_api',
    'messages_api',
    'office_agent',
  ],
  service_tiers: ['batch', 'flex', 'flex_discount', 'priority', 'priority_on_demand', 'standard'],
  speeds: ['fast', 'standard'],
}
const WIDTHS = ['1d', '1h', '1m'] as const
const COST_ORDERS = ['amount', 'list_amount', 'time'] as const
const USAGE_ORDERS = ['output_tokens', 'requests', 'time', 'total_tokens', 'uncached_input_tokens'] as const
type OrderBy = (typeof COST_ORDERS)[number] | (typeof USAGE_ORDERS)[number]

const EARLIEST = Date.parse('2026-01-01T00:00:00Z')
const MAX_SPAN_MS = 31 * DAY_MS

export type AnalyticsQuery = {
  report: Report
  startMinute: number
  endMinute: number
  width: BucketWidth | null
  groupBy: readonly ReportDimension[]
  byCostType: boolean
  byTokenType: boolean
  filters: readonly { dimension: ReportDimension; values: ReadonlySet<string | null> }[]
  excludeDeletedUsers: boolean
  limit: number
  orderBy: OrderBy
  ascending: boolean
  offset: number
  /** Of every parameter but `page`; cursors carry it. */
  hash: string
  /** Of what decides the grouped rows: everything but `page` and `limit`. */
  rowsHash: string
}

export function readAnalyticsQuery(report: Report, search: URLSearchParams, now: Date): AnalyticsQuery {
  const query = readParameters(search)
  const width = query.choice('time_bucket_width', WIDTHS) ?? null
  const dimensions = report === 'cost' ? COST_DIMENSIONS : REPORT_DIMENSIONS
  const asked = query.choices('group_by', dimensions)
  const groupBy = REPORT_DIMENSIONS.filter((dimension) => asked.includes(dimension))
  if (asked.filter((dimension) => !isFanOut(dimension)).length > 5) {
    throw badRequest('Cannot specify more than 5 group_by[] dimensions.')
  }
  const filters = readFilters(query)
  if (
    groupBy.includes('claude_tag_user_id') &&
    (groupBy.includes('rbac_group_id') || filters.some((filter) => filter.dimension === 'rbac_group_id'))
  ) {
    throw badRequest('group_by: claude_tag_user_id cannot be combined with rbac_group_id')
  }
  const excludeDeletedUsers = query.flag('exclude_deleted_users')
  if (excludeDeletedUsers && !groupBy.includes('actor')) {
    throw badRequest('exclude_deleted_users: requires group_by[]=actor')
  }
  const orders = report === 'cost' ? COST_ORDERS : USAGE_ORDERS
  const hash = hashOf(search, ['page'])
  return {
    report,
    ...readRange(query, width, now),
    width,
    groupBy,
    byCostType: asked.includes('cost_type'),
    byTokenType: asked.includes('token_type'),
    filters,
    excludeDeletedUsers,
    limit: query.integer('limit', { min: 1, max: 1000, default: 20 }),
    orderBy: query.choice<OrderBy>('order_by', orders) ?? (report === 'cost' ? 'amount' : 'total_tokens'),
    ascending: query.choice('order', ['asc', 'desc']) === 'asc',
    offset: readCursor(query.one('page'), hash),
    hash,
    rowsHash: hashOf(search, ['page', 'limit']),
  }
}

const COST_DIMENSIONS = [...REPORT_DIMENSIONS, 'cost_type', 'token_type'] as const

function isFanOut(dimension: string): boolean {
  return dimension === 'cost_type' || dimension === 'token_type'
}

/**
 * Without buckets the bounds round down to the hour. With buckets they round down to the minute and
 * clip the first and last bucket, whose bounds are still given whole (the real rule is not published).
 */
function readRange(query: QueryParameters, width: BucketWidth | null, now: Date) {
  const start = query.requiredInstant('starting_at', { zone: true })
  if (start < EARLIEST) throw badRequest('starting_at: must be no earlier than 2026-01-01T00:00:00Z')
  if (start < now.getTime() - 365 * DAY_MS) throw badRequest('starting_at: must be within the last 365 days')
  const givenEnd = query.instant('ending_at', { zone: true })
  if (givenEnd === undefined && width !== null) {
    throw badRequest('ending_at: required when time_bucket_width is set')
  }
  const end = givenEnd ?? Math.min(now.getTime(), start + MAX_SPAN_MS)
  if (end <= start) throw badRequest('ending_at: must be after starting_at')
  if (end - start > MAX_SPAN_MS) throw badRequest('ending_at: range may span at most 31 days')
  if (width === '1m' && end - start > DAY_MS) {
    throw badRequest('ending_at: range may span at most 24 hours with time_bucket_width=1m')
  }
  const stepMinutes = width === null ? HOUR_MINUTES : 1
  const floored = (at: number) => Math.floor(at / (stepMinutes * MINUTE_MS)) * stepMinutes
  return { startMinute: floored(start), endMinute: floored(end) }
}

function readFilters(query: QueryParameters): AnalyticsQuery['filters'] {
  return Object.entries(FILTERS).flatMap(([name, dimension]) => {
    const closed = CLOSED_FILTERS[name]
    const values = closed ? query.choices(name, closed) : query.many(name)
    if (values.length === 0) return []
    return [{ dimension, values: new Set(values.map((value) => filterValue(name, value))) }]
  })
}

function filterValue(name: string, value: string): string | null {
  if (name === 'inference_geos' && value === 'not_available') return null
  return name === 'api_key_ids' && value === '' ? null : value
}

export function hashOf(search: URLSearchParams, without: readonly string[]): string {
  const pairs = [...search].filter(([name]) => !without.includes(name)).map((pair) => pair.join('='))
  return createHash('sha256').update(pairs.sort().join('&')).digest('base64url').slice(0, 16)
}

export function writeCursor(hash: string, offset: number): string {
  return `page_${Buffer.from(`${hash}:${offset}`).toString('base64url')}`
}

export function readCursor(cursor: string | undefined, hash: string): number {
  if (cursor === undefined || cursor === '') return 0
  const text = Buffer.from(cursor.replace(/^page_/, ''), 'base64url').toString()
  const parsed = /^([\w-]{16}):(\d{1,9})$/.exec(text)
  if (!cursor.startsWith('page_') || !parsed) throw badRequest('page: Invalid cursor')
  if (parsed[1] !== hash) throw badRequest('page: cursor does not match current query parameters')
  return Number(parsed[2])
}
