import { describe, expect, it } from 'vitest'
import { day, startOf } from '@/lib/domain/day'
import { priceUsage, priceWebSearches, TOKEN_KINDS } from '@/lib/domain/pricing'
import { priceTokens, STORY_MODELS, WEB_SEARCH_NANO } from '@/lib/simulator/stories/list-prices'
import { priceBook } from './price-book'

const book = priceBook()
const MILLION = 1_000_000
const TOKEN_TYPES = {
  uncachedInput: 'uncached_input_tokens',
  cacheWrite5m: 'cache_creation.ephemeral_5m_input_tokens',
  cacheWrite1h: 'cache_creation.ephemeral_1h_input_tokens',
  cacheRead: 'cache_read_input_tokens',
  output: 'output_tokens',
} as const

describe('what the stories are billed with', () => {
  it.each(
    STORY_MODELS.flatMap((model) => ['2026-10-06', '2026-10-07', '2026-11-20'].map((on) => [model, on])),
  )('%s on %s costs what the price book says, batch and region included', (model = '', on = '') => {
    for (const batch of [false, true])
      for (const usOnly of [false, true]) {
        // Older than regions: no story binds them to one.
        if (usOnly && (model === 'claude-haiku-4-5' || model === 'claude-sonnet-4-5')) continue
        const counts = Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, MILLION])) as Record<
          (typeof TOKEN_KINDS)[number],
          number
        >
        const minute = startOf(day(on)).getTime() / 60_000 + 90
        const lines = priceTokens({ model, minute, batch, usOnly, fast: false, discountPercent: 0 }, counts)
        const pricing = priceUsage(
          {
            ...{ day: day(on), model, speed: 'standard', contextWindow: '0-200k' },
            ...{ serviceTier: batch ? 'batch' : 'standard', inferenceGeo: usOnly ? 'us' : 'global' },
            uncachedInput: BigInt(counts.uncachedInput),
            cacheWrite5m: BigInt(counts.cacheWrite5m),
            cacheWrite1h: BigInt(counts.cacheWrite1h),
            cacheRead: BigInt(counts.cacheRead),
            output: BigInt(counts.output),
          },
          book,
        )
        if (!pricing.isPriced) throw new Error(`${model} has no price`)
        expect(pricing.basis).toBe('listed')
        for (const kind of TOKEN_KINDS) {
          const billed = lines.find(({ tokenType }) => tokenType === TOKEN_TYPES[kind])
          expect([kind, billed?.listAmount]).toEqual([kind, pricing.kinds[kind].low])
        }
      }
  })

  it.each(['claude-opus-4-8', 'claude-opus-5', 'claude-opus-5-5'])(
    '%s costs the same in fast mode',
    (model) => {
      const on = day('2026-11-20')
      const minute = startOf(on).getTime() / 60_000
      const tokens = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: MILLION }
      const [line] = priceTokens(
        { model, minute, batch: false, usOnly: true, fast: true, discountPercent: 0 },
        tokens,
      )
      const none = { uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n }
      const rates = { serviceTier: 'standard', speed: 'fast', contextWindow: null, inferenceGeo: 'us' }
      const pricing = priceUsage({ day: on, model, ...rates, ...none, output: BigInt(MILLION) }, book)
      expect(pricing).toMatchObject({ amount: { low: line?.listAmount } })
    },
  )

  it('and a web search too', () => {
    expect(priceWebSearches(1n, book)).toBe(WEB_SEARCH_NANO)
  })
})
