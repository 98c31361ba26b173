import { parseDecimal, type Nano } from '@/lib/domain/money'
import { ExpectedError } from '@/lib/errors'
import type { CostRow, CostSum, ReportBounds, UsageRow, UsageSum } from './reports'

/** One cent = 10^7 nano-dollars: the cents-to-dollars step of the whole of Onebill is this number. */
const NANO_PER_CENT_DIGITS = 7

type Json = Record<string, unknown>

export interface RawReportPage {
  data: unknown[]
  hasMore: boolean
  nextPage: string | null
  dataRefreshedAt: Date | null
}

/**
 * One page of a usage or cost report, its rows still as they came (createRowReader reads them). An absent or empty
 * `next_page` is null; `data_refreshed_at`, an instant with any offset, is null where Anthropic does not say it. Throws
 * ExpectedError 'upstream' for any other shape. Source: admin-api.md §5.3, §11.2.
 */
export function parseReportPage(body: unknown): RawReportPage {
  const page = asObject(body, 'a page')
  if (!Array.isArray(page.data)) throw surprise('a page without data')
  const { has_more: hasMore, next_page: nextPage, data_refreshed_at: refreshed } = page
  if (typeof hasMore !== 'boolean') throw surprise('a page that does not say whether more follow')
  return {
    data: page.data as unknown[],
    hasMore,
    nextPage: typeof nextPage === 'string' && nextPage !== '' ? nextPage : null,
    dataRefreshedAt: isAbsent(refreshed) ? null : new Date(instant(refreshed)),
  }
}

/**
 * Reads rows of a report by hand, because a page of a thousand is read thousands of times. Unknown fields and values are
 * kept out of the way; what would make a figure wrong stops: another currency, amounts finer than 10^-7 cents, counts that
 * are negative or beyond 2^53, bucket starts that are no instants or outside the window asked for. Amounts arrive in
 * fractional cents (admin-api.md §9.3, §11.2) and leave in nano-dollars. One reader per window: it remembers instants.
 */
export function createRowReader(window: ReportBounds) {
  const instants = new Map<string, Date>()
  const first = window.startingAt.getTime()
  const end = window.endingAt.getTime()

  function startsAt(item: Json): Date {
    const text = item.starting_at
    const known = typeof text === 'string' ? instants.get(text) : undefined
    if (known) return known
    const at = instant(text)
    if (at < first || at >= end)
      throw surprise(`a row of ${new Date(at).toISOString()}, which was not asked for`)
    const date = new Date(at)
    instants.set(text as string, date)
    return date
  }

  return {
    usage(value: unknown): UsageRow {
      const item = asObject(value, 'a row')
      const group = asObject(item.group, 'a group')
      const sum = usageSum(asObject(item.usage, 'usage'))
      return {
        startsAt: startsAt(item),
        apiKeyId: dimension(group.api_key_id),
        workspaceId: dimension(group.workspace_id),
        model: dimension(group.model),
        product: dimension(group.product),
        serviceTier: dimension(group.service_tier),
        uncachedInput: sum.uncachedInput,
        cacheRead: sum.cacheRead,
        cacheWrite5m: sum.cacheWrite5m,
        cacheWrite1h: sum.cacheWrite1h,
        output: sum.output,
        webSearches: sum.webSearches,
        requests: sum.requests,
      }
    },
    cost(value: unknown): CostRow {
      const item = asObject(value, 'a row')
      const group = asObject(item.group, 'a group')
      const { amount, listAmount } = costSum(asObject(item.cost, 'cost'))
      return {
        startsAt: startsAt(item),
        apiKeyId: dimension(group.api_key_id),
        workspaceId: dimension(group.workspace_id),
        model: dimension(group.model),
        product: dimension(group.product),
        serviceTier: dimension(group.service_tier),
        costType: dimension(group.cost_type),
        tokenType: dimension(group.token_type),
        amount,
        listAmount,
      }
    },
    usageTotal(value: unknown) {
      const item = asObject(value, 'a row')
      return { startsAt: startsAt(item), sum: usageSum(asObject(item.usage, 'usage')) }
    },
    costTotal(value: unknown) {
      const item = asObject(value, 'a row')
      return { startsAt: startsAt(item), sum: costSum(asObject(item.cost, 'cost')) }
    },
  }
}

export type RowReader = ReturnType<typeof createRowReader>

function usageSum(usage: Json): UsageSum {
  const writes = isAbsent(usage.cache_creation) ? undefined : asObject(usage.cache_creation, 'cache writes')
  const tools = isAbsent(usage.server_tool_use) ? undefined : asObject(usage.server_tool_use, 'tool use')
  return {
    uncachedInput: count(usage.uncached_input_tokens),
    cacheRead: optionalCount(usage.cache_read_input_tokens),
    cacheWrite5m: optionalCount(writes?.ephemeral_5m_input_tokens),
    cacheWrite1h: optionalCount(writes?.ephemeral_1h_input_tokens),
    output: count(usage.output_tokens),
    webSearches: optionalCount(tools?.web_search_requests),
    requests: isAbsent(usage.requests) ? null : count(usage.requests),
  }
}

function costSum(cost: Json): CostSum {
  if (cost.currency !== 'USD') throw surprise(`an amount in ${shown(cost.currency)} instead of US dollars`)
  return {
    amount: cents(cost.amount),
    listAmount: isAbsent(cost.list_amount) ? null : cents(cost.list_amount),
  }
}

/** Fractional cents as they stand in a report, in nano-dollars; a non-zero eighth decimal stops. */
export function cents(value: unknown): Nano {
  const amount = typeof value === 'string' ? parseDecimal(value, NANO_PER_CENT_DIGITS) : null
  if (amount === null)
    throw surprise(`the amount ${shown(value)}, where cents with at most seven decimals are known`)
  return amount as Nano
}

export function count(value: unknown): bigint {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw surprise(`the count ${shown(value)}, where whole numbers from 0 are known`)
  }
  return BigInt(value)
}

export function optionalCount(value: unknown): bigint {
  return isAbsent(value) ? 0n : count(value)
}

export function dimension(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (isAbsent(value)) return null
  throw surprise(`a group named ${shown(value)}`)
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

export function instant(value: unknown): number {
  const at = typeof value === 'string' && RFC3339.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw surprise(`the time ${shown(value)}`)
  return at
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

export function asObject(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw surprise(`${what} that is none`)
  return value as Json
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80)
}

export function surprise(what: string): ExpectedError {
  return new ExpectedError(
    'upstream',
    `Anthropic sent ${what}. Onebill stops rather than store a wrong figure; nothing of this read was stored. An update of Onebill may know it.`,
  )
}
