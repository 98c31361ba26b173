import type { BetaAnalyticsActor } from '@anthropic-ai/sdk/resources/beta/organization/analytics'
import {
  type AnalyticsQuery,
  readAnalyticsQuery,
  type Report,
  REPORT_DIMENSIONS,
  type ReportDimension,
  writeCursor,
} from './analytics-query'
import { groupRows, type ReportRow, totalTokens } from './analytics-rows'
import { ApiError } from './api-error'
import type { ApiContext, ApiRequest, JsonText } from './api-request'
import { MINUTE_MS, wireInstant } from './instants'
import { fixedCents } from './wire-amounts'
import type { World } from './world'

const ANALYTICS_BETA = 'analytics-usage-cost-2026-08-24'
const CACHED_QUERIES = 24

type AnalyticsRules = {
  source: () => 'analytics' | 'legacy-only'
  /** How an organisation without the new API is refused; which of them is real is not known. */
  refusal: 'not-enrolled' | 'forbidden' | 'not-found'
  requireBetaHeader: boolean
}

export function createAnalytics(rules: AnalyticsRules) {
  const cache = new WeakMap<World['facts'], Map<string, ReportRow[]>>()

  function rowsOf(world: World, query: AnalyticsQuery, visibleBefore: number): ReportRow[] {
    const cached = cache.get(world.facts) ?? new Map<string, ReportRow[]>()
    cache.set(world.facts, cached)
    // starting_at and ending_at may default to the clock, so the hash alone does not name the rows.
    const end = Math.min(query.endMinute, visibleBefore)
    const key = `${query.report} ${query.rowsHash} ${query.startMinute} ${query.endMinute} ${end}`
    const known = cached.get(key)
    if (known) return known
    const rows = groupRows(world, query, visibleBefore)
    cached.set(key, rows)
    const oldest = cached.keys().next().value
    if (cached.size > CACHED_QUERIES && oldest !== undefined) cached.delete(oldest)
    return rows
  }

  return function answerAnalytics(request: ApiRequest, context: ApiContext): JsonText | undefined {
    const report = /^analytics\/(usage|cost)$/.exec(request.path)?.[1] as Report | undefined
    if (!report || request.method !== 'GET') return undefined
    refuseUnready(rules, request)
    const world = context.world()
    const query = readAnalyticsQuery(report, request.search, context.now())
    const refreshedAt = context.dataRefreshedAt().getTime()
    const rows = rowsOf(world, query, Math.floor(refreshedAt / MINUTE_MS))
    const next = query.offset + Math.min(query.limit, context.maxPageRows)
    const hasMore = next < rows.length
    const page = rows.slice(query.offset, next).filter((row) => isKept(row, query, world))
    const fixed = fixedGroupText(query)
    const items = page.flatMap((row) => itemsOf(row, query, world, fixed)).join(',')
    const nextPage = hasMore ? JSON.stringify(writeCursor(query.hash, next)) : 'null'
    return `{"data":[${items}],"has_more":${hasMore},"next_page":${nextPage},"data_refreshed_at":"${wireInstant(refreshedAt)}"}`
  }
}

function refuseUnready(rules: AnalyticsRules, request: ApiRequest): void {
  if (rules.source() === 'legacy-only') {
    if (rules.refusal === 'not-found') throw new ApiError(404, `Not found: /v1/organizations/${request.path}`)
    if (rules.refusal === 'forbidden') throw new ApiError(403, 'Your organization cannot use this endpoint.')
    throw new ApiError(
      400,
      'Your organization is not enrolled in this beta.',
      {},
      {
        error_code: 'organization_not_enrolled_in_beta',
      },
    )
  }
  if (rules.requireBetaHeader && !request.betas.includes(ANALYTICS_BETA)) {
    throw new ApiError(400, `anthropic-beta: this endpoint requires the beta header ${ANALYTICS_BETA}`)
  }
}

function isKept(row: ReportRow, query: AnalyticsQuery, world: World): boolean {
  if (!query.excludeDeletedUsers) return true
  const actor = actorOf(row.values[query.groupBy.indexOf('actor')] ?? null, world)
  return actor?.type !== 'user_actor' || !actor.deleted
}

function fixedGroupText(query: AnalyticsQuery): string {
  return REPORT_DIMENSIONS.filter((dimension) => !query.groupBy.includes(dimension))
    .map((dimension) => `"${dimension}":null`)
    .join(',')
}

function groupText(row: ReportRow, query: AnalyticsQuery, world: World, fixed: string): string {
  const grouped = query.groupBy.map(
    (dimension, index) => `,"${dimension}":${valueText(dimension, row.values[index] ?? null, world)}`,
  )
  return fixed + grouped.join('')
}

function valueText(dimension: ReportDimension, value: string | null, world: World): string {
  return JSON.stringify(dimension === 'actor' ? actorOf(value, world) : value)
}

function itemsOf(row: ReportRow, query: AnalyticsQuery, world: World, fixed: string): string[] {
  const startingAt = wireInstant(row.startMinute * MINUTE_MS)
  const endingAt = wireInstant(row.endMinute * MINUTE_MS)
  const head = `{"starting_at":"${startingAt}","ending_at":"${endingAt}","group":{${groupText(row, query, world, fixed)}`
  if (query.report === 'usage') return [`${head}},"usage":${usageText(row)}}`]
  const requests = query.byCostType || query.byTokenType ? 'null' : String(row.requests)
  return [...row.lines.values()].map((line) => {
    const kinds = `"cost_type":${JSON.stringify(line.costType)},"token_type":${JSON.stringify(line.tokenType)}`
    const amount = fixedCents(line.amount, world.amountDecimals)
    const listAmount = fixedCents(line.listAmount, world.amountDecimals)
    const cost = `"amount":"${amount}","list_amount":"${listAmount}","currency":"USD","requests":${requests}`
    return `${head},${kinds}},"cost":{${cost}}}`
  })
}

function usageText(row: ReportRow): string {
  return JSON.stringify({
    total_tokens: totalTokens(row),
    uncached_input_tokens: row.uncachedInput,
    cache_read_input_tokens: row.cacheRead,
    cache_creation: {
      ephemeral_1h_input_tokens: row.cacheWrite1h,
      ephemeral_5m_input_tokens: row.cacheWrite5m,
    },
    output_tokens: row.output,
    server_tool_use: { web_search_requests: row.webSearches },
    requests: row.requests,
  })
}

function actorOf(id: string | null, world: World): BetaAnalyticsActor | null {
  if (id === null) return null
  if (id.startsWith('federated:')) {
    const subject = id.slice('federated:'.length)
    return { type: 'federated_actor', subject, provider: { type: 'oidc', issuer: 'https://ci.example' } }
  }
  if (id.startsWith('svac_')) return { type: 'service_account_actor', service_account_id: id }
  if (!id.startsWith('user_')) return { type: 'api_actor', api_key_id: id }
  const member = world.members.find((user) => user.id === id)
  const known = member ?? world.formerMembers.find((user) => user.id === id)
  return {
    type: 'user_actor',
    user_id: id,
    name: known?.name ?? 'Deleted User',
    email_address: known?.email ?? null,
    deleted: member === undefined,
  }
}
