import type { Day } from '@/lib/domain/day'
import { type ClaudeCodeRecord, createClaudeCodeReport } from './claude-code-report'
import {
  detailRows,
  PERSON_GROUPS,
  type PersonCostRow,
  type PersonUsageRow,
  RATE_GROUPS,
  type RateCostRow,
  type RateUsageRow,
} from './detail-rows'
import {
  parseApiKey,
  parseIdPage,
  parseMember,
  parseOrganization,
  parseWorkspaces,
} from './directory-records'
import { createKeyCalls, type KeyCalls } from './key-calls'
import { createLegacyReports, type LegacyReports } from './legacy-reports'
import { broken, nextCursor } from './next-cursor'
import { createRowReader, parseReportPage, type RowReader } from './report-rows'
import type {
  ApiKeyRecord,
  CostRow,
  CostSum,
  DayTotal,
  MemberRecord,
  ReportBounds,
  ReportPage,
  ReportWindow,
  UsageRow,
  UsageSum,
  WorkspaceRecord,
} from './reports'
import { wireInstant } from './wire-instant'
import type { RequestLimiter } from './request-limiter'
import { createSpendLimits, type SpendLimitRecord } from './spend-limits'
import { createTransport, isWithoutAnalytics, type SdkRequest } from './transport'

export interface AdminClientOptions {
  adminKey: string
  /** `https://api.anthropic.com`, a proxy or a simulator; without a trailing slash. */
  baseUrl: string
  /** One per connection, shared by all its clients: Anthropic counts per organisation. */
  limiter: RequestLimiter
  fetch?: typeof fetch
  /** Aborting it ends requests and waits at once with its reason. */
  signal?: AbortSignal
  /** Called for every request that goes out, retries included. */
  onRequest?: () => void
}

/** Every method throws ExpectedError 'upstream' with a sentence when Anthropic does not give what was asked. */
export interface AdminClient {
  /** Whose key this is (`/me`); the id is a UUID. */
  organization(): Promise<{ id: string; name: string }>
  /** All, with the default and the archived ones. */
  workspaces(): Promise<WorkspaceRecord[]>
  /** All, of every status. */
  apiKeys(): Promise<ApiKeyRecord[]>
  members(): Promise<MemberRecord[]>
  /** One API key: how it is now, and the only writes Onebill makes. */
  key: KeyCalls
  /** Whether this organisation has the Usage and Cost Analytics API; asks for one row of one hour of `today`. */
  hasAnalytics(today: Date): Promise<boolean>
  /** By key, workspace, model, product and service tier; newest bucket first. */
  usage(window: ReportWindow): AsyncGenerator<ReportPage<UsageRow>>
  /** The same groups, and by cost type and token type. */
  cost(window: ReportWindow): AsyncGenerator<ReportPage<CostRow>>
  /** Per UTC day without grouping, over the same bounds; a day without usage has no entry. */
  usageTotals(window: ReportWindow): Promise<DayTotal<UsageSum>[]>
  costTotals(window: ReportWindow): Promise<DayTotal<CostSum>[]>
  /** Use of one key by the minute, over at most 24 hours; a minute without any has no entry. */
  minutes(apiKeyId: string, window: ReportBounds): Promise<DayTotal<UsageSum>[]>
  /** The daily passes beside the hourly one; newest day first. */
  details: DetailReports
  /** What organisations without the Analytics API have, and every organisation for the time before it. */
  legacy: LegacyReports
  /** Claude Code analytics of one UTC day; null = not available here. */
  claudeCode(day: Day): Promise<ClaudeCodeRecord[] | null>
  /** What may be spent in a calendar month; null = this organisation may not read it. */
  spendLimits(): Promise<SpendLimitRecord[] | null>
}

/** Windows of at most 31 days. Cost of people comes in one row per group, of rates by cost type and token type. */
export interface DetailReports {
  rateUsage(window: ReportWindow): AsyncGenerator<ReportPage<RateUsageRow>>
  rateCost(window: ReportWindow): AsyncGenerator<ReportPage<RateCostRow>>
  personUsage(window: ReportWindow): AsyncGenerator<ReportPage<PersonUsageRow>>
  personCost(window: ReportWindow): AsyncGenerator<ReportPage<PersonCostRow>>
}

const GROUPS = ['api_key_id', 'workspace_id', 'model', 'product', 'service_tier'] as const
const PAGE_SIZE = 1000

/**
 * Reads one organisation over the official SDK (admin-api.md §5.3, §6, §11): follows every page, up to 1000 items each, and
 * sends nothing until a method is called. Instants are UTC, windows include their start and exclude their end, amounts are
 * nano-dollars. What fails is ExpectedError 'upstream'; once `signal` is aborted, its reason.
 */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const transport = createTransport(options)
  const { sdk, ask } = transport
  const { workspaces, apiKeys, users, analytics } = sdk.beta.organization

  async function everyItem(pageAfter: (cursor: { limit: number; after_id?: string }) => SdkRequest) {
    const items: unknown[] = []
    const seen = new Set<string>()
    for (let after: string | undefined; ;) {
      const page = parseIdPage(
        await ask(pageAfter({ limit: PAGE_SIZE, ...(after ? { after_id: after } : {}) })),
      )
      items.push(...page.data)
      if (!page.hasMore) return items
      after = nextCursor(page.lastId, seen)
    }
  }

  async function* pages(pageOf: (cursor: { page?: string }) => SdkRequest) {
    const seen = new Set<string>()
    for (let cursor: string | undefined; ;) {
      const page = parseReportPage(await ask(pageOf(cursor ? { page: cursor } : {})))
      yield page
      if (!page.hasMore) return
      cursor = nextCursor(page.nextPage, seen)
    }
  }

  async function* rows<Row>(
    window: ReportBounds,
    pageOf: (cursor: { page?: string }) => SdkRequest,
    read: (reader: RowReader, value: unknown) => Row,
  ): AsyncGenerator<ReportPage<Row>> {
    const reader = createRowReader(window)
    for await (const { data, dataRefreshedAt } of pages(pageOf)) {
      yield { rows: data.map((value) => read(reader, value)), dataRefreshedAt }
    }
  }

  async function totals<Sum>(
    window: ReportWindow,
    pageOf: (cursor: { page?: string }) => SdkRequest,
    read: (reader: RowReader, value: unknown) => DayTotal<Sum>,
  ): Promise<DayTotal<Sum>[]> {
    const found: DayTotal<Sum>[] = []
    for await (const { rows: some } of rows(window, pageOf, read)) found.push(...some)
    if (new Set(found.map((total) => total.startsAt.getTime())).size < found.length) {
      throw broken('two totals for one day')
    }
    return found
  }

  const dailyUsage =
    (groups: Parameters<typeof analytics.usage.list>[0]['group_by']) =>
    (window: ReportWindow) =>
    (cursor: { page?: string }): SdkRequest =>
    (request) =>
      analytics.usage.list(
        { ...boundsOf({ ...window, width: '1d' }), group_by: groups, order_by: 'time', ...cursor },
        request,
      )
  const dailyCost =
    (groups: Parameters<typeof analytics.cost.list>[0]['group_by']) =>
    (window: ReportWindow) =>
    (cursor: { page?: string }): SdkRequest =>
    (request) =>
      analytics.cost.list(
        { ...boundsOf({ ...window, width: '1d' }), group_by: groups, order_by: 'time', ...cursor },
        request,
      )
  const rateUsage = dailyUsage([...RATE_GROUPS])
  const rateCost = dailyCost([...RATE_GROUPS, 'cost_type', 'token_type'])
  const personUsage = dailyUsage([...PERSON_GROUPS])
  const personCost = dailyCost([...PERSON_GROUPS])

  return {
    details: {
      rateUsage: (window) => rows(window, rateUsage(window), detailRows.rateUsage),
      rateCost: (window) => rows(window, rateCost(window), detailRows.rateCost),
      personUsage: (window) => rows(window, personUsage(window), detailRows.personUsage),
      personCost: (window) => rows(window, personCost(window), detailRows.personCost),
    },
    legacy: createLegacyReports(transport),
    key: createKeyCalls(transport),
    claudeCode: createClaudeCodeReport(transport),
    spendLimits: createSpendLimits(transport),
    async organization() {
      return parseOrganization(await ask((request) => sdk.beta.organization.retrieve(request)))
    },
    async workspaces() {
      const query = { include_default: true, include_archived: true }
      return parseWorkspaces(
        await everyItem((cursor) => (request) => workspaces.list({ ...query, ...cursor }, request)),
      )
    },
    async apiKeys() {
      return (await everyItem((cursor) => (request) => apiKeys.list(cursor, request))).map(parseApiKey)
    },
    async members() {
      return (await everyItem((cursor) => (request) => users.list(cursor, request))).map(parseMember)
    },
    async hasAnalytics(today) {
      const startingAt = new Date(Math.floor(today.getTime() / 3_600_000) * 3_600_000 - 3_600_000)
      const bounds = { startingAt, endingAt: new Date(startingAt.getTime() + 3_600_000) }
      try {
        const query = {
          starting_at: wireInstant(bounds.startingAt),
          ending_at: wireInstant(bounds.endingAt),
          limit: 1,
        }
        parseReportPage(await ask((request) => analytics.cost.list(query, request)))
        return true
      } catch (error) {
        if (isWithoutAnalytics(error)) return false
        throw error
      }
    },
    usage: (window) =>
      rows(
        window,
        (cursor) => (request) =>
          analytics.usage.list(
            { ...boundsOf(window), group_by: [...GROUPS], order_by: 'time', ...cursor },
            request,
          ),
        (reader, value) => reader.usage(value),
      ),
    cost: (window) =>
      rows(
        window,
        (cursor) => (request) =>
          analytics.cost.list(
            {
              ...boundsOf(window),
              group_by: [...GROUPS, 'cost_type', 'token_type'],
              order_by: 'time',
              ...cursor,
            },
            request,
          ),
        (reader, value) => reader.cost(value),
      ),
    async minutes(apiKeyId, { startingAt, endingAt }) {
      const window = { startingAt, endingAt }
      const found: DayTotal<UsageSum>[] = []
      const asked = {
        ...boundsOf({ ...window, width: '1m' }),
        api_key_ids: [apiKeyId],
        order_by: 'time' as const,
      }
      const pageOf = (cursor: { page?: string }) => (request: Parameters<SdkRequest>[0]) =>
        analytics.usage.list({ ...asked, ...cursor }, request)
      for await (const page of rows(window, pageOf, (reader, value) => reader.usageTotal(value)))
        found.push(...page.rows)
      return found
    },
    usageTotals: (window) =>
      totals(
        window,
        (cursor) => (request) =>
          analytics.usage.list(
            { ...boundsOf({ ...window, width: '1d' }), order_by: 'time', ...cursor },
            request,
          ),
        (reader, value) => reader.usageTotal(value),
      ),
    costTotals: (window) =>
      totals(
        window,
        (cursor) => (request) =>
          analytics.cost.list(
            { ...boundsOf({ ...window, width: '1d' }), order_by: 'time', ...cursor },
            request,
          ),
        (reader, value) => reader.costTotal(value),
      ),
  }
}

function boundsOf(window: ReportBounds & { width: ReportWindow['width'] | '1m' }) {
  return {
    starting_at: wireInstant(window.startingAt),
    ending_at: wireInstant(window.endingAt),
    time_bucket_width: window.width,
    limit: PAGE_SIZE,
  }
}
