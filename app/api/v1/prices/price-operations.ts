import { z } from 'zod'
import { deleteModelPrice, enterModelPrice } from '@/lib/commands/model-prices'
import { amountField } from '@/lib/commands/plan-fields'
import { formatUsdExact, nano } from '@/lib/domain/money'
import type { TokenPrices } from '@/lib/domain/pricing'
import { plainText, utcDay } from '@/lib/parse-text'
import { getListPrices } from '@/lib/queries/list-prices'
import { endpoint } from '../endpoint'
import { listPage } from '../list-page'

const price = z.string().nullable().describe('Dollars per million tokens, exactly; null = none is known')

const prices = {
  input_usd: price,
  cache_write_5m_usd: price,
  cache_write_1h_usd: price,
  cache_read_usd: price,
  output_usd: price,
}

const priceItem = z.object({
  id: z.string().nullable().describe('Of an entered price; null = of the catalogue'),
  model: z.string().describe('Also priced so: dated ids of the model'),
  starts_on: z.string().nullable().describe('The first UTC day; null = since ever'),
  ...prices,
  long_prompts: z
    .object({ above_tokens: z.int(), ...prices })
    .nullable()
    .describe('What the whole of a request costs whose prompt is longer; null = the same'),
  source: z.enum(['library', 'overlay', 'entered']),
  note: z.string().nullable().describe('Where an entered price comes from'),
})

function told(of: TokenPrices) {
  const exact = (amount: bigint | null) => (amount === null ? null : formatUsdExact(nano(amount)))
  return {
    input_usd: exact(of.uncachedInput),
    cache_write_5m_usd: exact(of.cacheWrite5m),
    cache_write_1h_usd: exact(of.cacheWrite1h),
    cache_read_usd: exact(of.cacheRead),
    output_usd: exact(of.output),
  }
}

/**
 * List prices in dollars per million tokens, all on one page: what was entered here, which stands over the catalogue from its
 * day on, then the catalogue by model, the newest first.
 */
export const readPrices = endpoint(
  { permission: 'read', summary: 'List prices of models over time', answer: listPage(priceItem) },
  async ({ viewer }) => {
    const { entered, catalogue } = await getListPrices(viewer, 'real')
    const own = entered
      .filter(({ deletedAt }) => deletedAt === null)
      .map(({ id, model, startsOn, prices: of, source }) => ({
        ...{ id, model, starts_on: startsOn, ...told(of), long_prompts: null },
        ...{ source: 'entered' as const, note: source },
      }))
    const listed = catalogue.flatMap(({ model, periods }) =>
      periods.map(({ from, prices: of, long, source }) => ({
        ...{ id: null, model, starts_on: from, ...told(of), source, note: null },
        long_prompts: long && { above_tokens: long.above, ...told(long.prices) },
      })),
    )
    return { data: [...own, ...listed], next_cursor: null }
  },
)

const optional = amountField.nullable().default(null)

/**
 * Enters a price that holds from `starts_on` on, in dollars per million tokens; what a kind of cache token costs may be left
 * out. 409 where the model has one from that day, 422 for a price beyond 100,000 dollars.
 */
export const addPrice = endpoint(
  {
    permission: 'edit_prices',
    summary: 'Enter a list price of a model',
    body: z.object({
      model: plainText(200),
      starts_on: utcDay,
      input_usd: amountField,
      cache_write_5m_usd: optional,
      cache_write_1h_usd: optional,
      cache_read_usd: optional,
      output_usd: amountField,
      source: plainText(500),
    }),
    status: 201,
    answer: z.object({ id: z.string() }),
  },
  async ({ viewer, body, now }) =>
    enterModelPrice(
      viewer,
      {
        ...{ model: body.model, startsOn: body.starts_on, source: body.source },
        ...{ input: body.input_usd, output: body.output_usd, cacheRead: body.cache_read_usd },
        ...{ cacheWrite5m: body.cache_write_5m_usd, cacheWrite1h: body.cache_write_1h_usd },
      },
      now,
    ),
)

/** Takes an entered price back; a person can bring it back on the page. 404 for one that is unknown or taken back. */
export const deletePrice = endpoint(
  {
    permission: 'edit_prices',
    summary: 'Take an entered price back',
    params: z.object({ id: z.string().max(100) }),
    status: 204,
  },
  async ({ viewer, params, now }) => {
    await deleteModelPrice(viewer, params.id, now)
  },
)
