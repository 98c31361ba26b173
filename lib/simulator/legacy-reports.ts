import { badRequest } from './api-error'
import type { ApiContext, ApiRequest, JsonText } from './api-request'
import { DAY_MS, HOUR_MINUTES, MINUTE_MS, startOfDay, wireInstant } from './instants'
import { costResults, COST_GROUPS, usageFilters, usageResults, USAGE_GROUPS } from './legacy-results'
import { ceilTo, floorTo, legacyBounds, legacyPage, type LegacyWindow } from './legacy-windows'
import { type QueryParameters, readParameters } from './query-parameters'
import type { Fact } from './world'

const SPEED_BETA = 'fast-mode-2026-02-01'

const USAGE_WIDTHS = {
  '1d': { ms: DAY_MS, default: 7, max: 31 },
  '1h': { ms: HOUR_MINUTES * MINUTE_MS, default: 24, max: 168 },
  '1m': { ms: MINUTE_MS, default: 60, max: 1440 },
} as const

type LegacyRules = { usageLagMinutes: number }

/** GET /usage_report/messages and GET /cost_report, the bucketed generation. */
export function answerLegacyReports(
  request: ApiRequest,
  context: ApiContext,
  rules: LegacyRules,
): JsonText | undefined {
  if (request.method !== 'GET') return undefined
  if (request.path === 'cost_report') return costReport(request, context)
  if (request.path === 'usage_report/messages') return usageReport(request, context, rules)
  return undefined
}

function costReport(request: ApiRequest, context: ApiContext): JsonText {
  const query = readParameters(request.search)
  const { start, end } = legacyBounds(query)
  query.choice('bucket_width', ['1d'])
  const groupBy = query.choices('group_by', COST_GROUPS)
  const today = startOfDay(context.now().getTime())
  const window = {
    startMs: ceilTo(start, DAY_MS),
    endMs: Math.min(end === undefined ? today : floorTo(end, DAY_MS), today),
    widthMs: DAY_MS,
    limit: query.integer('limit', { min: 1, max: 31, default: 7 }),
  }
  if (window.endMs <= window.startMs) {
    throw badRequest('Invalid date range: ending date must be after starting date')
  }
  return pageText(window, query, context, (facts) => costResults(facts, groupBy, context.world()))
}

function usageReport(request: ApiRequest, context: ApiContext, rules: LegacyRules): JsonText {
  const query = readParameters(request.search)
  const { start, end } = legacyBounds(query)
  const width = USAGE_WIDTHS[query.choice('bucket_width', ['1d', '1h', '1m']) ?? '1d']
  const groupBy = query.choices('group_by', USAGE_GROUPS)
  if (groupBy.length > 5) throw badRequest('Cannot specify more than 5 group_by[] dimensions.')
  const usesSpeed = groupBy.includes('speed') || query.many('speeds').length > 0
  if (usesSpeed && !request.betas.includes(SPEED_BETA)) {
    throw badRequest(`speed: requires the beta header ${SPEED_BETA}`)
  }
  const now = context.now().getTime()
  const runningEnd = ceilTo(now, width.ms)
  const window = {
    startMs: ceilTo(start, width.ms),
    endMs: Math.min(end === undefined ? runningEnd : floorTo(end, width.ms), runningEnd),
    widthMs: width.ms,
    limit: query.integer('limit', { min: 1, max: width.max, default: width.default }),
  }
  const matches = usageFilters(query, context.world())
  const visibleBefore = Math.floor((now - rules.usageLagMinutes * MINUTE_MS) / MINUTE_MS)
  return pageText(window, query, context, (facts) =>
    usageResults(
      facts.filter((fact) => fact.minute < visibleBefore && matches(fact)),
      groupBy,
      context.world(),
    ),
  )
}

function pageText(
  window: LegacyWindow,
  query: QueryParameters,
  context: ApiContext,
  resultsOf: (facts: readonly Fact[]) => object[],
): JsonText {
  const { buckets, hasMore, nextPage } = legacyPage(window, query.one('page'), context.maxPageRows)
  const facts = context.world().facts
  const byBucket = new Map<number, Fact[]>()
  const firstMs = buckets[0]?.startMs ?? 0
  const lastMs = buckets.at(-1)?.endMs ?? 0
  for (const fact of facts) {
    const at = fact.minute * MINUTE_MS
    if (at < firstMs || at >= lastMs) continue
    const start = floorTo(at, window.widthMs)
    const inBucket = byBucket.get(start)
    if (inBucket) inBucket.push(fact)
    else byBucket.set(start, [fact])
  }
  const data = buckets.map(({ startMs, endMs }) => ({
    starting_at: wireInstant(startMs),
    ending_at: wireInstant(endMs),
    results: resultsOf(byBucket.get(startMs) ?? []),
  }))
  return JSON.stringify({ data, has_more: hasMore, next_page: nextPage })
}
