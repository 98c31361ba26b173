import { calcPrice, findProvider, TieredPrices, type Provider, type Usage } from '@pydantic/genai-prices'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fastFactor } from '@/lib/domain/attribution'
import { day, startOf } from '@/lib/domain/day'
import { formatUsdExact, nano } from '@/lib/domain/money'
import { periodOn, priceUsage, type PriceableUsage, TOKEN_KINDS, type TokenKind } from '@/lib/domain/pricing'
import { FAST_MODES, LONG_PROMPTS, OVERLAY } from './overlay'
import { listCatalogueModels, priceBook } from './price-book'

const book = priceBook()
const TODAY = day('2026-11-10')

function row(changes: Partial<PriceableUsage>): PriceableUsage {
  return {
    ...{ day: TODAY, model: 'claude-opus-5-5', serviceTier: 'standard', speed: null, contextWindow: null },
    ...{
      inferenceGeo: null,
      uncachedInput: 0n,
      cacheWrite5m: 0n,
      cacheWrite1h: 0n,
      cacheRead: 0n,
      output: 0n,
    },
    ...changes,
  }
}

function dollars(changes: Partial<PriceableUsage>): string {
  const pricing = priceUsage(row(changes), book)
  if (!pricing.isPriced) return `no price: ${pricing.why}`
  const { low, high } = pricing.amount
  return low === high ? formatUsdExact(low) : `${formatUsdExact(low)}–${formatUsdExact(high)}`
}

/** Input, 5-minute write, 1-hour write, cache read and output of a million tokens each. */
function listed(model: string, on = TODAY, changes: Partial<PriceableUsage> = {}): string {
  return TOKEN_KINDS.map((kind) =>
    dollars({ model, day: on, ...changes, [kind]: 1_000_000n }).replace(/\.?0+$/, ''),
  ).join(' ')
}

describe('the price page (billing.md §5.1)', () => {
  it.each([
    [['claude-fable-5-2', 'claude-mythos-5-2'], '8 10 16 0.2 40'],
    [['claude-fable-5-1', 'claude-mythos-5-1'], '10 12.5 20 0.25 50'],
    [['claude-fable-5', 'claude-mythos-5'], '10 12.5 20 1 50'],
    [['claude-opus-5-5'], '4 5 8 0.2 20'],
    [['claude-opus-5', 'claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6'], '5 6.25 10 0.5 25'],
    [['claude-opus-4-5', 'claude-opus-4-5-20251101'], '5 6.25 10 0.5 25'],
    [['claude-opus-4-1-20250805', 'claude-opus-4-20250514', 'claude-3-opus-20240229'], '15 18.75 30 1.5 75'],
    [['claude-sonnet-5-5'], '2 2.5 4 0.1 10'],
    [['claude-sonnet-5'], '2 2.5 4 0.2 10'],
    [['claude-sonnet-4-6', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-20250514'], '3 3.75 6 0.3 15'],
    [
      ['claude-3-7-sonnet-20250219', 'claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022'],
      '3 3.75 6 0.3 15',
    ],
    [['claude-haiku-4-5', 'claude-haiku-4-5-20251001'], '1 1.25 2 0.1 5'],
    [['claude-3-5-haiku-20241022'], '0.8 1 1.6 0.08 4'],
    [['claude-3-haiku-20240307'], '0.25 0.3 0.5 0.03 1.25'],
  ])('%j costs %s', (models, prices) => {
    for (const model of models) {
      expect([model, listed(model)]).toEqual([model, prices])
      expect(book.find(model)?.isExact).toBe(true)
    }
  })

  it('has Sonnet 5.5 reads at twice the price until 6 October 2026', () => {
    expect(listed('claude-sonnet-5-5', day('2026-10-06'))).toBe('2 2.5 4 0.2 10')
    expect(listed('claude-sonnet-5-5', day('2026-10-07'))).toBe('2 2.5 4 0.1 10')
  })

  it('gives Haiku 5.5 no price where the length of prompts decides, but both', () => {
    expect(listed('claude-haiku-5-5')).toBe('0.10–0.5 0.125–0.625 0.20–1 0.01–0.05 0.50–2.5')
    expect(listed('claude-haiku-5-5', TODAY, { contextWindow: '200k-1M' })).toBe('0.5 0.625 1 0.05 2.5')
    expect(listed('claude-haiku-5-5', TODAY, { contextWindow: '0-200k' })).toContain('0.10–0.5')
  })

  it('lists no price of what has none', () => {
    expect(listed('claude-2.1')).toBe('8 no price: token_kind no price: token_kind no price: token_kind 24')
    expect(dollars({ model: 'claude-mythos-preview', output: 1n })).toBe('no price: model')
    expect(dollars({ model: 'gemini-pro', output: 1n })).toBe('no price: model')
    expect(dollars({ model: null, output: 1n })).toBe('no price: model')
  })
})

describe('the vectors of billing.md §6.3', () => {
  const cached = { uncachedInput: 100_000n, cacheRead: 900_000n, output: 10_000n }
  it.each([
    ['claude-sonnet-5-5', '2026-10-06', '0.48'],
    ['claude-sonnet-5-5', '2026-10-08', '0.39'],
    ['claude-fable-5-2', '2026-11-10', '1.38'],
    ['claude-mythos-5-2', '2026-11-10', '1.38'],
    ['claude-fable-5-1', '2026-11-10', '1.725'],
    ['claude-mythos-5-1', '2026-11-10', '1.725'],
    ['claude-mythos-5', '2026-11-10', '2.40'],
    ['claude-opus-5-5', '2026-11-10', '0.78'],
    ['claude-sonnet-5', '2026-11-10', '0.48'],
    ['claude-haiku-4-5-20251001', '2026-11-10', '0.24'],
  ])('%s on %s: $%s', (model, on, expected) => {
    expect(dollars({ model, day: day(on), ...cached })).toBe(expected)
  })

  it('prices writes of both kinds', () => {
    const usage = { uncachedInput: 10_000n, cacheRead: 30_000n, cacheWrite5m: 40_000n, cacheWrite1h: 20_000n }
    expect(dollars({ ...usage, output: 1000n })).toBe('0.426')
  })

  it('prices long prompts of Sonnet 4, which the library does not', () => {
    const usage = { uncachedInput: 300_000n, output: 10_000n, day: day('2025-10-10') }
    const model = 'claude-sonnet-4-20250514'
    expect(dollars({ ...usage, model, contextWindow: '200k-1M' })).toBe('2.025')
    expect(dollars({ ...usage, model, contextWindow: '0-200k' })).toBe('1.05')
    expect(dollars({ ...usage, model })).toBe('1.05–2.025')
  })
})

describe('what changes a price (billing.md §5.2)', () => {
  it('halves batches, all kinds, together with a region', () => {
    expect(listed('claude-opus-5-5', TODAY, { serviceTier: 'batch' })).toBe('2 2.5 4 0.1 10')
    expect(listed('claude-opus-5-5', TODAY, { inferenceGeo: 'us' })).toBe('4.4 5.5 8.8 0.22 22')
    expect(listed('claude-opus-5-5', TODAY, { serviceTier: 'batch', inferenceGeo: 'us' })).toBe(
      '2.2 2.75 4.4 0.11 11',
    )
  })

  it.each([
    ['claude-opus-4-6', '2026-02-05', '5.5'],
    ['claude-opus-4-6', '2026-02-04', '5'],
    ['claude-haiku-5-5', '2026-11-10', '0.11'],
    ['claude-mythos-5-2', '2026-11-10', '8.8'],
    ['claude-opus-4-5', '2026-11-10', '5'],
    ['claude-sonnet-4-5-20250929', '2026-06-10', '3'],
    ['claude-sonnet-4-20250514', '2026-05-10', '3'],
    ['claude-opus-4-1', '2026-05-10', '15'],
    ['claude-haiku-4-5', '2026-11-10', '1'],
    ['claude-3-haiku-20240307', '2026-03-10', '0.25'],
  ])('the US region of %s on %s: $%s', (model, on, expected) => {
    const usage = {
      model,
      day: day(on),
      inferenceGeo: 'us',
      contextWindow: '0-200k',
      uncachedInput: 1_000_000n,
    }
    expect(
      dollars(usage)
        .replace(/\.?0+$/, '')
        .split('–')[0],
    ).toBe(expected)
  })

  it.each([
    ['claude-opus-4-6', '2026-02-06', null],
    ['claude-opus-4-6', '2026-02-07', '30 150'],
    ['claude-opus-4-6', '2026-06-29', '30 150'],
    ['claude-opus-4-6', '2026-06-30', null],
    ['claude-opus-4-7', '2026-05-12', '30 150'],
    ['claude-opus-4-7', '2026-07-25', null],
    ['claude-opus-4-8', '2026-11-30', '10 50'],
    ['claude-opus-4-8', '2026-12-01', null],
    ['claude-opus-5', '2026-11-10', '10 50'],
    ['claude-opus-5-5', '2026-10-14', null],
    ['claude-opus-5-5', '2026-10-15', '8 40'],
    ['claude-sonnet-5-5', '2026-11-10', null],
  ])('fast mode of %s on %s: %s', (model, on, expected) => {
    const prices = listed(model, day(on), { speed: 'fast', contextWindow: '0-200k' }).split(' ')
    if (expected === null) expect(prices.join(' ')).toContain('no price: speed')
    else expect(`${prices.at(0)} ${prices.at(-1)}`).toBe(expected)
  })

  it('multiplies fast mode with long prompts and the region, and knows no fast batch', () => {
    const fast = { speed: 'fast', contextWindow: '200k-1M' }
    const march = day('2026-03-12')
    expect(listed('claude-opus-4-6', march, fast)).toBe('60 75 120 6 225')
    expect(listed('claude-opus-5-5', TODAY, { speed: 'fast', inferenceGeo: 'us' })).toBe(
      '8.8 11 17.6 0.44 44',
    )
    expect(dollars({ speed: 'fast', serviceTier: 'batch', output: 1n })).toBe('no price: speed')
  })

  it.each(['priority', 'priority_on_demand', 'flex', 'flex_discount', 'of tomorrow'])(
    'has no price of the service tier %s',
    (serviceTier) => {
      expect(dollars({ serviceTier, output: 1n })).toBe('no price: service_tier')
    },
  )

  it.each([
    ['claude-sonnet-4-6', '2026-03-12', '6', '22.5'],
    ['claude-sonnet-4-6', '2026-03-13', '3', '15'],
    ['claude-opus-4-6', '2026-03-12', '10', '37.5'],
    ['claude-opus-4-6', '2026-03-13', '5', '25'],
    ['claude-sonnet-4-5', '2026-04-30', '6', '22.5'],
    ['claude-sonnet-4-5', '2026-05-01', '3', '15'],
    ['claude-sonnet-4', '2025-08-11', '3', '15'],
    ['claude-sonnet-4', '2025-08-12', '6', '22.5'],
  ])('long prompts of %s on %s: $%s in, $%s out', (model, on, input, output) => {
    const prices = listed(model, day(on), { contextWindow: '200k-1M' }).split(' ')
    expect([prices.at(0), prices.at(-1)]).toEqual([input, output])
  })

  it('rounds each kind once, half to even', () => {
    const batch = { model: 'claude-haiku-4-5', serviceTier: 'batch' }
    // 1 token of cache read at half of 100 nano-dollars, 0.5 nano-dollars below and above an even one.
    const halves = (prices: bigint) =>
      priceUsage(row({ ...batch, cacheRead: 1n }), {
        ...book,
        find: () => ({
          isExact: true,
          model: {
            id: 'x',
            periods: [{ from: null, long: null, source: 'entered', prices: pricesOf(prices) }],
          },
        }),
      })
    expect(halves(1_000_000n)).toMatchObject({ amount: { low: 0n } })
    expect(halves(3_000_000n)).toMatchObject({ amount: { low: 2n } })
  })
})

function pricesOf(price: bigint): Record<TokenKind, bigint> {
  return Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, price])) as Record<TokenKind, bigint>
}

describe('names', () => {
  it.each([
    ['claude-sonnet-5-7', 'claude-sonnet-5'],
    ['claude-opus-4-9', null],
    ['claude-mythos-5-3', 'claude-mythos-5'],
    ['claude-haiku-5-5-mini', 'claude-haiku-5-5'],
    ['claude-haiku-4-5-turbo', 'claude-haiku-4-5'],
  ])('%s is priced only by likeness, as %s', (model, as) => {
    const found = book.find(model)
    expect(found?.model.id ?? null).toBe(as)
    if (as) {
      expect(found?.isExact).toBe(false)
      expect(priceUsage(row({ model, output: 1n }), book)).toMatchObject({ basis: 'estimated', pricedAs: as })
    }
  })

  it('of every model the official SDK knows have a price, but for the preview', () => {
    const known =
      'fable-5-2 fable-5-1 fable-5 mythos-5-2 mythos-5-1 mythos-5 haiku-5-5 haiku-4-5 haiku-4-5-20251001 sonnet-5-5 sonnet-5 sonnet-4-6 sonnet-4-5 sonnet-4-5-20250929 opus-5-5 opus-5 opus-4-8 opus-4-7 opus-4-6 opus-4-5 opus-4-5-20251101'
    for (const name of known.split(' '))
      expect([name, book.find(`claude-${name}`)?.isExact]).toEqual([name, true])
  })
})

describe('entered prices', () => {
  const price = (model: string, startsOn: string, each: bigint) => ({
    model,
    startsOn: day(startsOn),
    prices: pricesOf(each),
  })

  it('hold from their day on, the newest last, for the name and its dated ids', () => {
    const own = priceBook([price('claude-new', '2026-11-10', 2n), price('claude-new', '2026-11-01', 1n)])
    const on = (name: string, at: string) => {
      const found = own.find(name)
      return (found && periodOn(found.model, day(at))?.prices.output) ?? null
    }
    expect(on('claude-new', '2026-10-31')).toBeNull()
    expect(on('claude-new', '2026-11-01')).toBe(1n)
    expect(on('claude-new', '2026-11-09')).toBe(1n)
    expect(on('claude-new-20261101', '2026-11-10')).toBe(2n)
    expect(on('claude-newer', '2026-11-10')).toBeNull()
    expect(own.find('claude-new')?.isExact).toBe(true)
  })

  it('stand over the catalogue, which holds before', () => {
    const own = priceBook([price('claude-sonnet-5-5', '2026-11-10', 7n)])
    const found = own.find('claude-sonnet-5-5')
    const on = (at: string) => found && periodOn(found.model, day(at))?.prices.cacheRead
    expect([on('2026-10-06'), on('2026-10-07'), on('2026-11-10')]).toEqual([200_000_000n, 100_000_000n, 7n])
  })

  it('end the likeness to another model', () => {
    const own = priceBook([price('claude-sonnet-5-7', '2026-11-10', 7n)])
    expect(own.find('claude-sonnet-5-7')).toMatchObject({ isExact: true, model: { id: 'claude-sonnet-5-7' } })
    expect(priceUsage(row({ model: 'claude-sonnet-5-7', day: day('2026-11-09'), output: 1n }), own)).toEqual({
      isPriced: false,
      why: 'model',
    })
  })
})

describe('beside the library', () => {
  const provider = findProvider({ providerId: 'anthropic' }) as Provider
  /** Our overlay in the library's own form, before its models. */
  const extended: Provider = {
    ...provider,
    models: [
      ...OVERLAY.map(({ id, periods }) => ({
        id,
        match: { starts_with: id },
        prices: periods.map(({ from, prices, long }) => {
          const price = (kind: TokenKind) =>
            long
              ? new TieredPrices({
                  base: Number(prices[kind]),
                  tiers: [{ start: long.above, price: Number(long.prices[kind]) }],
                })
              : Number(prices[kind])
          return {
            ...(from && { constraint: { type: 'start_date' as const, start_date: from } }),
            prices: {
              input_mtok: price('uncachedInput'),
              cache_write_mtok: price('cacheWrite5m'),
              cache_write_1h_mtok: price('cacheWrite1h'),
              cache_read_mtok: price('cacheRead'),
              output_mtok: price('output'),
              web_searches_kcount: 10,
            },
          }
        }),
      })),
      ...provider.models,
    ],
  }

  const MODELS = listCatalogueModels()
    .map(({ id }) => id.replace(/-latest$/, ''))
    .filter((id) => !/^claude-(2|v1|3-haiku)/.test(id))

  it('single requests cost the same', () => {
    const count = fc.integer({ min: 0, max: 60_000 })
    const requests = fc.record({
      model: fc.constantFrom(...MODELS),
      on: fc.constantFrom('2026-03-01', '2026-03-20', '2026-10-06', '2026-10-07', '2026-11-20'),
      ...{ uncachedInput: count, cacheWrite5m: count, cacheWrite1h: count, cacheRead: count, output: count },
      isLong: fc.boolean(),
    })
    fc.assert(
      fc.property(requests, ({ model, on, isLong, ...counts }) => {
        const more = isLong ? 200_001 : 0
        const uncachedInput = counts.uncachedInput + more
        const prompt = uncachedInput + counts.cacheWrite5m + counts.cacheWrite1h + counts.cacheRead
        // The library knows no long prompts of Sonnet 4, and no end of those of Sonnet 4.5.
        fc.pre(!(model === 'claude-sonnet-4-0' && prompt > 200_000))
        fc.pre(!(model === 'claude-sonnet-4-5' && prompt > 200_000 && on > '2026-04-30'))
        const usage: Usage = {
          input_tokens: prompt,
          cache_write_tokens: counts.cacheWrite5m + counts.cacheWrite1h,
          cache_write_1h_tokens: counts.cacheWrite1h,
          cache_read_tokens: counts.cacheRead,
          output_tokens: counts.output,
        }
        const timestamp = new Date(startOf(day(on)).getTime() + 3_600_000)
        const theirs = calcPrice(usage, model, { provider: extended, timestamp })?.total_price ?? Number.NaN
        const ours = priceUsage(
          row({
            ...{ model, day: day(on), uncachedInput: BigInt(uncachedInput), output: BigInt(counts.output) },
            ...{ cacheWrite5m: BigInt(counts.cacheWrite5m), cacheWrite1h: BigInt(counts.cacheWrite1h) },
            ...{
              cacheRead: BigInt(counts.cacheRead),
              contextWindow: prompt > 200_000 ? '200k-1M' : '0-200k',
            },
          }),
          book,
        )
        if (!ours.isPriced) throw new Error(`${model} has no price`)
        const amount =
          prompt > 100_000 && ours.amount.low !== ours.amount.high ? ours.amount.high : ours.amount.low
        expect(Math.abs(Number(amount) / 1e9 - theirs)).toBeLessThan(1e-8)
      }),
      { numRuns: 400 },
    )
  })

  it('its own tiers are what our rule for long prompts says, as long as it holds', () => {
    const tiered = provider.models.flatMap(({ id, prices }) => {
      const written = Array.isArray(prices) ? prices[0]?.prices : prices
      return Object.entries(written ?? {}).flatMap(([key, price]) =>
        typeof price === 'object' ? [{ id, key, price }] : [],
      )
    })
    expect(new Set(tiered.map(({ id }) => id))).toEqual(
      new Set(Object.keys(LONG_PROMPTS.models).filter((id) => id !== 'claude-sonnet-4-0')),
    )
    for (const { key, price } of tiered)
      expect(price.tiers).toEqual([{ start: 200_000, price: price.base * (key === 'output_mtok' ? 1.5 : 2) }])
  })

  it('lacks nothing of the overlay any more once it could be dropped', () => {
    for (const { id } of OVERLAY) {
      const matched = calcPrice({ input_tokens: 1 }, id, { provider })?.model.id
      expect([id, matched]).not.toEqual([id, id])
    }
  })

  it('fast modes cost as many times as a legacy line is split by', () => {
    for (const { id, times } of FAST_MODES) expect([id, fastFactor(id)]).toEqual([id, times])
  })

  it('and fast modes name models there are', () => {
    const ids = listCatalogueModels().map(({ id }) => id)
    for (const { id } of FAST_MODES) expect(ids).toContain(id)
  })
})

it('web searches cost ten dollars a thousand', () => {
  expect(formatUsdExact(nano(book.webSearchesPerThousand))).toBe('10.00')
})
