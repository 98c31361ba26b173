import { z } from 'zod'
import { formatUsdExact, type Nano } from '@/lib/domain/money'
import { listCatalogue } from '@/lib/queries/plan-catalogue'
import { endpoint } from '../endpoint'
import { listPage } from '../list-page'

const amount = z.string().nullable().describe('An exact decimal string; null where there is none')

const catalogueItem = z.object({
  code: z.string().describe('One code over time, also where the plan was renamed'),
  name: z.string(),
  cycle: z.enum(['monthly', 'annual']),
  per_seat: z.boolean(),
  list_price_usd: amount.describe('Per cycle, without tax; null where none is known'),
  api_credit_usd: amount.describe('Monthly API credit once claimed and linked; null = none'),
  valid_from: z.string(),
  valid_to: z.string().nullable().describe('The last day, inclusive; null = still'),
  source: z.string().describe('Where this comes from, and which days are not known exactly'),
  edited: z.boolean().describe('Entered or changed in this installation'),
})

const exact = (money: Nano | null) => (money === null ? null : formatUsdExact(money))

/**
 * Names and list prices over time, all on one page, oldest first within a code and cycle. Amounts are exact decimal strings
 * of dollars per cycle, without tax; `valid_to` is inclusive.
 */
export const readCatalogueEntries = endpoint(
  {
    permission: 'read',
    summary: 'Plans, their names and list prices over time',
    answer: listPage(catalogueItem),
  },
  async ({ viewer }) => {
    const entries = await listCatalogue(viewer)
    const data = entries.map((entry) => ({
      code: entry.code,
      name: entry.name,
      cycle: entry.cycle,
      per_seat: entry.perSeat,
      list_price_usd: exact(entry.listPrice),
      api_credit_usd: exact(entry.apiCredit),
      valid_from: entry.validFrom,
      valid_to: entry.validTo,
      source: entry.source,
      edited: entry.edited,
    }))
    return { data, next_cursor: null }
  },
)
