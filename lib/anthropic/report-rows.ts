import { parseDecimal, type Nano } from '@/lib/domain/money'
import { ExpectedError } from '@/lib/errors'
import type { CostRow, CostSum, ReportGroup, ReportWindow, UsageRow, UsageSum } from './reports'

/** One cent = 10^7 nano-dollars: the cents-to-dollars step of the whole of Onebill is this number. */
const NANO_PER_CENT_DIGITS = 7

type Json = Record<string, unknown>

export interface RawReportPage {
  data: unknown[]
  hasMore: boolean
  nextPage: string | null
  dataRefreshedAt: Date | null
}

export function parseReportPage(body: unknown): RawReportPage {
  const page = asObject(body, 'a page')
  if (!Array.isArray(page.data)) throw surprise('a page without data')
  const { has_more: hasMore, next_page: nextPage, data_refreshed_at: refreshed } = page
  if (typeof hasMore !== 'boolean') throw surprise('a page that does not say whether more follow')
  return {
    data: page.data as unknown[],
    hasMore,
    nextPage: typeof nextPage === 'string' && nextPage !== '' ? nextPage : null,
    dataRefreshedAt: refreshed == null ? null : new Date(instant(refreshed)),
  }
}

/**
 * Reads rows of a report by hand, because a page of a thousand is read thousands of times. Unknown fields and values are
 * kept out of the way; what would make a figure wrong stops: another currency, amounts finer than 10^-7 cents, counts that
 * are negative or beyond 2^53, bucket starts that are no instants or outside the window asked for. Amounts arrive in
 * fractional cents (admin-api.md §9.3, §11.2) and leave in nano-dollars. One reader per window: it remembers instants.
 */
export function createRowReader(window: ReportWindow) {
  const instants = new Map<string, Date>()
  const first = window.startingAt.getTime()
  const end = window.endingAt.getTime()

  function startsAt(item: Json): Date {
    const text = item.starting_at
    const known = typeof text === 'string' ? instants.get(text) : undefined
    if (known) return known
    const at = instant(text)
    if (at < first || at >= end) throw surprise(`a row of ${new Date(at).toISOString()}, which was not asked for`)
    const date = new Date(at)
    instants.set(text as string, date)
    return date
  }

  return {
    usage(value: unknown): UsageRow {
      const item = asObject(value, 'a row')
      return rowOf(startsAt(item), asObject(item.group, 'a group'), usageSum(asObject(item.usage, 'usage')))
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
