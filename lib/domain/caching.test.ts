import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cachingOf, type CacheUse } from './caching'
import { day } from './day'
import { formatUsdExact } from './money'
import type { PriceBook, TokenPrices } from './pricing'

const OPUS: TokenPrices = {
  uncachedInput: 4_000_000_000n,
  cacheWrite5m: 5_000_000_000n,
  cacheWrite1h: 8_000_000_000n,
  cacheRead: 200_000_000n,
  output: 20_000_000_000n,
}
const five = (prices: TokenPrices) =>
  Object.fromEntries(Object.entries(prices).map(([kind, price]) => [kind, (price ?? 0n) * 5n])) as TokenPrices
const book: PriceBook = {
  find: (id) => {
    const period = { from: null, prices: OPUS, long: null, source: 'entered' as const }
    const long = { above: 100_000, prices: five(OPUS) }
    if (id === 'opus') return { isExact: true, model: { id, periods: [period] } }
    if (id === 'opus-like') return { isExact: false, model: { id: 'opus', periods: [period] } }
    if (id === 'tiered') return { isExact: true, model: { id, periods: [{ ...period, long }] } }
    return id === 'old'
      ? { isExact: true, model: { id, periods: [{ ...period, prices: { ...OPUS, cacheRead: null } }] } }
      : null
  },
  ...{ us: [], fast: [], batch: { numerator: 1n, denominator: 2n }, webSearchesPerThousand: 0n },
}
const use = (changes: Partial<CacheUse>): CacheUse => ({
  ...{
    day: day('2026-11-10'),
    model: 'opus',
    uncachedInput: 0n,
    cacheRead: 0n,
    cacheWrite5m: 0n,
    cacheWrite1h: 0n,
  },
  ...changes,
})
const dollars = ({ low, high }: { low: never | bigint; high: never | bigint }) =>
  [low, high].map((amount) => formatUsdExact(amount as never))

describe('cachingOf', () => {
  it('saves what reads would have cost more, less what writes cost more', () => {
    const found = cachingOf(
      [use({ cacheRead: 10_000_000n, cacheWrite5m: 1_000_000n, cacheWrite1h: 500_000n })],
      book,
    )
    expect(dollars(found.saved)).toEqual(['38.00', '38.00'])
    expect(dollars(found.paid)).toEqual(['3.00', '3.00'])
    expect(dollars(found.net)).toEqual(['35.00', '35.00'])
    expect(found).toMatchObject({ reads: 10_000_000n, writes: 1_500_000n, prompts: 11_500_000n })
  })

  it('wastes where nothing is read again, and breaks even at 0.26 reads of a 5-minute write at these prices', () => {
    const net = (cacheRead: bigint) => cachingOf([use({ cacheRead, cacheWrite5m: 1_000_000n })], book).net.low
    expect(net(0n)).toBe(-1_000_000_000n)
    expect(net(263_157n) < 0n && net(263_159n) > 0n).toBe(true)
  })

  it('gives a range where the length of prompts decides', () => {
    const found = cachingOf([use({ model: 'tiered', cacheRead: 1_000_000n })], book)
    expect(dollars(found.net)).toEqual(['3.80', '19.00'])
    const wasted = cachingOf([use({ model: 'tiered', cacheWrite5m: 1_000_000n })], book)
    expect(dollars(wasted.net)).toEqual(['-5.00', '-1.00'])
  })

  it('counts what has no price, and never takes it for nothing', () => {
    const rows = [
      use({ model: 'new', cacheRead: 7n }),
      use({ model: null, cacheWrite5m: 1n }),
      use({ model: 'old', cacheRead: 2n }),
    ]
    expect(cachingOf([...rows, use({ model: 'opus-like', cacheRead: 1_000_000n })], book)).toMatchObject({
      unpriced: { models: ['new', '(no model)', 'old'], tokens: 10n },
      estimated: ['opus-like'],
      net: { low: 3_800_000_000n },
    })
    expect(cachingOf([use({ model: 'new', uncachedInput: 9n })], book).unpriced.models).toEqual([])
  })

  it('net is what reads saved less what writes cost, of any rows', () => {
    const count = fc.bigInt({ min: 0n, max: 10n ** 12n })
    const counts = { cacheRead: count, cacheWrite5m: count, cacheWrite1h: count }
    fc.assert(
      fc.property(
        fc.array(fc.record({ ...counts, model: fc.constantFrom('opus', 'opus-like', 'new') })),
        (rows) => {
          const { net, saved, paid } = cachingOf(rows.map(use), book)
          expect(net.low).toBe(saved.low - paid.low)
          expect(net.low).toBe(net.high)
        },
      ),
    )
  })
})
