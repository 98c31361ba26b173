import { APIError } from '@anthropic-ai/sdk'
import { z } from 'zod'
import type { Nano } from '@/lib/domain/money'
import { nextCursor } from './next-cursor'
import { cents, count, instant, optionalCount, surprise } from './report-rows'
import type { ReportWindow } from './reports'
import type { Transport } from './transport'
import { wireInstant } from './wire-instant'

/** One bucket that Anthropic answered for; without rows it is a real zero, while a bucket that is missing is unknown. */
interface LegacyBucket<Row> {
  startsAt: Date
  rows: Row[]
}

/** Null: not grouped by it, no key (Console, Playground), or the default workspace. */
export interface LegacyUsageRow {
  apiKeyId: string | null
  workspaceId: string | null
  model: string | null
  serviceTier: string | null
  contextWindow: string | null
  uncachedInput: bigint
  cacheRead: bigint
  cacheWrite5m: bigint
  cacheWrite1h: bigint
  output: bigint
  webSearches: bigint
}

/** Null: not grouped by it, not a token cost, or the default workspace. */
export interface LegacyCostRow {
  workspaceId: string | null
  model: string | null
  serviceTier: string | null
  contextWindow: string | null
  inferenceGeo: string | null
  costType: string | null
  tokenType: string | null
  amount: Nano
}

/** What of the usage is asked for: only that of a region, or only that of fast mode. */
interface UsagePart {
  region?: string
  fast?: true
}

/**
 * The bucketed reports every organisation has (admin-api.md §8, §9). Windows start and end at midnight UTC; buckets come
 * oldest first. `grouped` rows carry what the report can tell apart, the others are one row per bucket that is not empty,
 * with every dimension null. Several rows of one bucket may agree in every dimension told here. Amounts are nano-dollars,
 * without the Priority Tier. `cost` knows completed UTC days alone: a window without one has no bucket.
 */
export interface LegacyReports {
  /** By key, workspace, model, service tier and context window. There is no count of requests. */
  usage(window: ReportWindow, grouped: boolean): Promise<LegacyBucket<LegacyUsageRow>[]>
  /**
   * The same of a part of the usage: a report groups by five things at most, so a sixth has to be asked for value by value.
   * Null where Anthropic refuses to tell it apart.
   */
  usagePart(window: ReportWindow, part: UsagePart): Promise<LegacyBucket<LegacyUsageRow>[] | null>
  /** By workspace, model, tier, window, region, cost type and token type; daily whatever the window's width says. */
  cost(window: ReportWindow, grouped: boolean): Promise<LegacyBucket<LegacyCostRow>[]>
}

const MOST_BUCKETS = { '1d': 31, '1h': 168 } as const
const USAGE_GROUPS = ['api_key_id', 'workspace_id', 'model', 'service_tier', 'context_window']
/** Telling fast mode apart needed it in August 2026, and it does no harm since. */
const FAST_BETA = 'fast-mode-2026-02-01'
/** The only key to everything structured: the text itself is never read (admin-api.md §9.5). */
const COST_GROUPS = ['description', 'workspace_id']

const text = z.string().nullish()

const usageResult = z.object({
  uncached_input_tokens: z.unknown(),
  cache_read_input_tokens: z.unknown(),
  cache_creation: z
    .object({ ephemeral_5m_input_tokens: z.unknown(), ephemeral_1h_input_tokens: z.unknown() })
    .nullish(),
  output_tokens: z.unknown(),
  server_tool_use: z.object({ web_search_requests: z.unknown() }).nullish(),
  api_key_id: text,
  workspace_id: text,
  model: text,
  service_tier: text,
  context_window: text,
})

const costResult = z.object({
  amount: z.unknown(),
  currency: z.literal('USD'),
  workspace_id: text,
  model: text,
  service_tier: text,
  context_window: text,
  inference_geo: text,
  cost_type: text,
  token_type: text,
})

const reportPage = z.object({
  data: z.array(z.object({ starting_at: z.string(), results: z.array(z.unknown()) })),
  has_more: z.boolean(),
  next_page: z.string().nullish(),
})

export function createLegacyReports({ sdk, ask }: Transport): LegacyReports {
  async function read<Row>(
    path: string,
    { startingAt, endingAt }: ReportWindow,
    width: ReportWindow['width'],
    groupBy: readonly string[],
    rowOf: (result: unknown) => Row,
    { region, fast }: UsagePart = {},
  ): Promise<LegacyBucket<Row>[]> {
    const query = {
      starting_at: wireInstant(startingAt),
      ending_at: wireInstant(endingAt),
      bucket_width: width,
      limit: MOST_BUCKETS[width],
      ...(groupBy.length > 0 && { group_by: groupBy }),
      ...(region !== undefined && { inference_geos: [region] }),
      ...(fast && { speeds: ['fast'] }),
    }
    const headers = fast && { 'anthropic-beta': FAST_BETA }
    const buckets: LegacyBucket<Row>[] = []
    const seen = new Set<string>()
    for (let cursor: string | null = null; ;) {
      const page = checked(
        reportPage,
        await ask((request) =>
          sdk.get(`/v1/organizations/${path}`, {
            query: { ...query, ...(cursor !== null && { page: cursor }) },
            ...(headers && { headers }),
            ...request,
          }),
        ),
      )
      for (const { starting_at, results } of page.data)
        buckets.push({ startsAt: new Date(instant(starting_at)), rows: results.map(rowOf) })
      if (!page.has_more) break
      cursor = nextCursor(page.next_page ?? null, seen)
    }
    checkBuckets(buckets, startingAt, endingAt)
    return buckets
  }

  return {
    usage: (window, grouped) =>
      read('usage_report/messages', window, window.width, grouped ? USAGE_GROUPS : [], usageRow),
    async usagePart(window, part) {
      try {
        return await read('usage_report/messages', window, window.width, USAGE_GROUPS, usageRow, part)
      } catch (error) {
        if (isRefused(error)) return null
        throw error
      }
    },
    async cost(window, grouped) {
      try {
        return await read('cost_report', window, '1d', grouped ? COST_GROUPS : [], costRow)
      } catch (error) {
        if (isWithoutCompletedDay(error)) return []
        throw error
      }
    },
  }
}

function usageRow(result: unknown): LegacyUsageRow {
  const row = checked(usageResult, result)
  return {
    apiKeyId: row.api_key_id ?? null,
    workspaceId: row.workspace_id ?? null,
    model: row.model ?? null,
    serviceTier: row.service_tier ?? null,
    contextWindow: row.context_window ?? null,
    uncachedInput: count(row.uncached_input_tokens),
    cacheRead: optionalCount(row.cache_read_input_tokens),
    cacheWrite5m: optionalCount(row.cache_creation?.ephemeral_5m_input_tokens),
    cacheWrite1h: optionalCount(row.cache_creation?.ephemeral_1h_input_tokens),
    output: count(row.output_tokens),
    webSearches: optionalCount(row.server_tool_use?.web_search_requests),
  }
}

function costRow(result: unknown): LegacyCostRow {
  const row = checked(costResult, result)
  return {
    workspaceId: row.workspace_id ?? null,
    model: row.model ?? null,
    serviceTier: row.service_tier ?? null,
    contextWindow: row.context_window ?? null,
    inferenceGeo: row.inference_geo ?? null,
    costType: row.cost_type ?? null,
    tokenType: row.token_type ?? null,
    amount: cents(row.amount),
  }
}

/** Inside the window and once each: a bucket that came twice would count its rows twice. */
function checkBuckets(buckets: readonly LegacyBucket<unknown>[], from: Date, to: Date): void {
  const starts = new Set<number>()
  for (const { startsAt } of buckets) {
    if (startsAt < from || startsAt >= to)
      throw surprise(`a bucket of ${startsAt.toISOString()}, which was not asked for`)
    if (starts.has(startsAt.getTime()))
      throw surprise(`the bucket of ${startsAt.toISOString()} more than once`)
    starts.add(startsAt.getTime())
  }
}

/** The one answer of these reports that has no code of its own (admin-api.md §5.1, §9.4). */
function isWithoutCompletedDay(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return (
    cause instanceof APIError && cause.status === 400 && /invalid date range/i.test(cause.apiMessage ?? '')
  )
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof APIError && cause.status === 400
}

function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole').join(', ')
  throw surprise(`a legacy report in a form that is not known (${fields})`)
}
