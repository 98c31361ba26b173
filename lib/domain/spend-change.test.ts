import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nano } from './money'
import { COUNTED_KINDS, type CountedCost, type CountedKind, explainChange } from './spend-change'

const MODELS = ['opus', 'sonnet', 'haiku', null]

const cell: fc.Arbitrary<CountedCost> = fc
  .record({
    model: fc.constantFrom(...MODELS),
    kind: fc.constantFrom(...COUNTED_KINDS),
    count: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 12n })),
    cost: fc.oneof(fc.constant(0n), fc.bigInt({ min: -(10n ** 9n), max: 10n ** 15n })).map(nano),
  })
  .map((one) => (one.kind === 'other' ? { ...one, count: 0n } : one))
const period = fc.array(cell, { maxLength: 12 })
const costOf = (cells: readonly CountedCost[]) => cells.reduce((all, { cost }) => all + cost, 0n)
const of = (model: string | null, kind: CountedKind, count: bigint, price: bigint): CountedCost => ({
  model,
  kind,
  count,
  cost: nano(count * price),
})
const parts = (before: CountedCost[], after: CountedCost[]) => {
  const { volume, mix, caching, price } = explainChange(before, after)
  return { volume, mix, caching, price }
}
const NOTHING = { volume: 0n, mix: 0n, caching: 0n, price: 0n }

describe('the four parts', () => {
  it('add up to the difference, as a whole and per model, whatever happened', () => {
    fc.assert(
      fc.property(period, period, (before, after) => {
        const change = explainChange(before, after)
        expect(change.before).toBe(costOf(before))
        expect(change.after).toBe(costOf(after))
        expect(change.difference).toBe(costOf(after) - costOf(before))
        for (const row of [change, ...change.models])
          expect(row.volume + row.mix + row.caching + row.price).toBe(row.after - row.before)
        for (const part of ['before', 'after', 'volume', 'mix', 'caching', 'price'] as const)
          expect(change.models.reduce((all, row) => all + row[part], 0n)).toBe(change[part])
      }),
      { numRuns: 500 },
    )
  })

  it('are nothing where nothing changed, and do not care how rows are cut or ordered', () => {
    fc.assert(
      fc.property(period, period, (before, after) => {
        expect(parts(before, before)).toEqual(NOTHING)
        const halves = after.flatMap(({ count, cost, ...rest }) => [
          { ...rest, count: count / 2n, cost: nano(cost / 2n) },
          { ...rest, count: count - count / 2n, cost: nano(cost - cost / 2n) },
        ])
        expect(parts(before, halves.reverse())).toEqual(parts(before, after))
      }),
    )
  })

  it('are all volume between nothing and something', () => {
    fc.assert(
      fc.property(period, (cells) => {
        const cost = costOf(cells)
        expect(parts([], cells)).toEqual({ ...NOTHING, volume: cost })
        expect(parts(cells, [])).toEqual({ ...NOTHING, volume: -cost })
      }),
    )
  })

  it('are all volume where everything was used as many times more', () => {
    fc.assert(
      fc.property(period, fc.bigInt({ min: 2n, max: 50n }), (cells, times) => {
        const after = cells.map((one) => ({ ...one, count: one.count * times, cost: nano(one.cost * times) }))
        expect(parts(cells, after)).toEqual({ ...NOTHING, volume: costOf(after) - costOf(cells) })
      }),
    )
  })

  it('are all price where nothing but the price changed', () => {
    const counted = fc.array(
      cell.filter(({ count }) => count > 0n),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(counted, fc.bigInt({ min: 2n, max: 50n }), (cells, times) => {
        const after = cells.map((one) => ({ ...one, cost: nano(one.cost * times) }))
        expect(parts(cells, after)).toEqual({ ...NOTHING, price: costOf(after) - costOf(cells) })
      }),
    )
  })
})

describe('what each part is', () => {
  it('mix: the same tokens on a dearer model, which was there before or not', () => {
    const before = [of('sonnet', 'output', 100n, 15n), of('opus', 'output', 100n, 25n)]
    const after = [of('sonnet', 'output', 50n, 15n), of('opus', 'output', 150n, 25n)]
    expect(parts(before, after)).toEqual({ ...NOTHING, mix: 500n })
    expect(parts(before, [of('fable', 'output', 200n, 50n)])).toEqual({ ...NOTHING, mix: 6000n })
  })

  it('caching: the same input, read from the cache or written to it instead of sent fresh', () => {
    const before = [of('opus', 'uncached_input', 900n, 50n), of('opus', 'cache_read', 100n, 5n)]
    const after = [of('opus', 'uncached_input', 100n, 50n), of('opus', 'cache_read', 900n, 5n)]
    expect(parts(before, after)).toEqual({ ...NOTHING, caching: 800n * (5n - 50n) })
    const written = [of('opus', 'uncached_input', 500n, 50n), of('opus', 'cache_write_1h', 500n, 100n)]
    const fresh = [of('opus', 'uncached_input', 1000n, 50n)]
    expect(parts(fresh, written)).toEqual({ ...NOTHING, caching: 500n * 50n })
  })

  it('volume: longer answers are more of it, not another way of caching', () => {
    const input = of('opus', 'uncached_input', 1000n, 5n)
    const before = [input, of('opus', 'output', 100n, 25n)]
    expect(parts(before, [input, of('opus', 'output', 300n, 25n)])).toEqual({ ...NOTHING, volume: 5000n })
  })

  it('all four at once, each by what it did', () => {
    const before = [of('opus', 'uncached_input', 100n, 50n), of('haiku', 'uncached_input', 100n, 10n)]
    const after = [
      of('opus', 'uncached_input', 200n, 60n),
      of('opus', 'cache_read', 100n, 6n),
      of('haiku', 'uncached_input', 100n, 10n),
    ]
    // 200 → 400 tokens at 30 each; then 300 instead of 200 of them on opus; then 100 of those at 6 instead of 50; then 200 at +10.
    expect(parts(before, after)).toEqual({ volume: 6000n, mix: 4000n, caching: -4400n, price: 2000n })
  })

  it('searches are volume by their number and price by their cost; what is not counted is volume', () => {
    const before = [of('opus', 'web_search', 10n, 10n), of(null, 'other', 0n, 0n)]
    const after = [of('sonnet', 'web_search', 30n, 11n)]
    expect(parts(before, after)).toEqual({ ...NOTHING, volume: 200n, price: 30n })
    const session: CountedCost = { model: 'opus', kind: 'other', count: 0n, cost: nano(700n) }
    const late: CountedCost = { model: 'opus', kind: 'output', count: 0n, cost: nano(5n) }
    const { models, ...change } = explainChange([], [session, late])
    expect(change.volume).toBe(705n)
    expect(models).toMatchObject([{ model: null, before: 0n, after: 705n }])
  })

  it('tells the counts behind it', () => {
    const before = [of('opus', 'uncached_input', 7n, 1n), of('opus', 'cache_read', 3n, 1n)]
    const after = [of('opus', 'output', 4n, 1n), of(null, 'web_search', 9n, 1n)]
    expect(explainChange(before, after)).toMatchObject({
      input: { before: 10n, after: 0n },
      output: { before: 0n, after: 4n },
      cacheRead: { before: 3n, after: 0n },
    })
  })
})
