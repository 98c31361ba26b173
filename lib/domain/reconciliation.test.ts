import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from './day'
import { nano, sum } from './money'
import { type PriceBook, type PricePeriod, TOKEN_KINDS, type TokenKind, type TokenPrices } from './pricing'
import { addUp, type DayBilled, type DayUsage, reconcile } from './reconciliation'

const each = (price: bigint) =>
  Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, price])) as Record<TokenKind, bigint> & TokenPrices
const period = (prices: TokenPrices, long: TokenPrices | null = null): PricePeriod => ({
  ...{ from: null, prices, source: 'entered' },
  long: long && { above: 100_000, prices: long },
})
const MODELS: Record<string, { periods: PricePeriod[]; isExact: boolean }> = {
  plain: { periods: [period(each(1_000_000n))], isExact: true },
  tiered: { periods: [period(each(1_000_000n), each(5_000_000n))], isExact: true },
  alike: { periods: [period(each(1_000_000n))], isExact: false },
}
const book: PriceBook = {
  find: (id) => {
    const known = MODELS[id]
    return known ? { model: { id, periods: known.periods }, isExact: known.isExact } : null
  },
  batch: { numerator: 1n, denominator: 2n },
  us: [],
  fast: [],
  webSearchesPerThousand: 10_000_000_000n,
}
const ON = day('2026-11-10')

function used(changes: Partial<DayUsage> = {}): DayUsage {
  return {
    ...{ day: ON, source: 'analytics', model: 'plain', serviceTier: 'standard', speed: 'standard' },
    ...{ contextWindow: null, inferenceGeo: null, isMixed: false, webSearches: 0n },
    ...each(0n),
    ...changes,
  }
}

function billed(amount: bigint, changes: Partial<DayBilled> = {}): DayBilled {
  return {
    ...{ day: ON, source: 'analytics', model: 'plain', costType: 'tokens', tokenType: 'output_tokens' },
    ...{ amount: nano(amount), list: nano(amount), lines: 1n },
    ...changes,
  }
}

const closed = (usage: DayUsage[], bill: DayBilled[]) => addUp(reconcile(usage, bill, () => true, book))
const gaps = (usage: DayUsage[], bill: DayBilled[]) =>
  Object.fromEntries([...closed(usage, bill).gaps].map(([gap, { amount }]) => [gap, amount]))

describe('reconcile', () => {
  it('prices what hangs on the length of prompts to the bill, as far as that can be', () => {
    const usage = used({ model: 'tiered', output: 100n })
    for (const [bill, priced] of [
      [100n, 100n],
      [321n, 321n],
      [500n, 500n],
      [90n, 100n],
      [700n, 500n],
    ] as const)
      expect(closed([usage], [billed(bill, { model: 'tiered', lines: 0n })])).toMatchObject({
        priced,
        difference: bill - priced,
        open: { low: 100n, high: 500n, models: ['tiered'] },
      })
  })

  it('tells a discount from what list prices do not explain', () => {
    const bill = billed(920n, { list: nano(1_000n) })
    expect(gaps([used({ output: 1_000n })], [bill])).toEqual({ discount: -80n })
    expect(gaps([used({ output: 800n })], [bill])).toEqual({ discount: -80n, unexplained: 200n })
  })

  it('calls rounding what half a step a line can make', () => {
    const lines = (count: bigint) => gaps([used({ output: 100n })], [billed(110n, { lines: count })])
    expect(lines(2n)).toEqual({ rounding: 10n })
    expect(lines(1n)).toEqual({ unexplained: 10n })
  })

  it('prices a model of like name, and says so', () => {
    const found = closed([used({ model: 'alike', output: 100n })], [billed(300n, { model: 'alike' })])
    expect([...found.gaps]).toEqual([['likeness', { amount: 200n, models: ['alike'] }]])
    expect([...found.estimated]).toEqual([['alike', 'alike']])
  })

  it('does not know costs of a kind or a token type of tomorrow', () => {
    const odd = [billed(5n, { costType: 'hats', tokenType: null }), billed(7n, { tokenType: 'image_tokens' })]
    expect(gaps([], odd)).toEqual({ other_cost: 12n })
  })

  it('has a bill without any use', () => {
    expect(gaps([], [billed(500n)])).toEqual({ unexplained: 500n })
    expect(gaps([], [billed(500n, { model: 'unknown' })])).toEqual({ no_price: 500n })
  })

  it('adds up, whatever comes', () => {
    const model = fc.constantFrom('plain', 'tiered', 'alike', 'unknown', null)
    const source = fc.constantFrom('analytics' as const, 'legacy' as const)
    const on = fc.constantFrom(ON, day('2026-11-11'))
    const count = fc.bigInt({ min: 0n, max: 5_000_000n })
    const tier = fc.constantFrom('standard', 'batch', 'priority', null)
    const usage = fc.array(
      fc
        .record({
          model,
          source,
          on,
          tier,
          tokens: fc.tuple(count, count, count, count, count),
          searches: count,
        })
        .map(({ on, tier, tokens, searches, ...rest }) =>
          used({
            ...rest,
            ...{ day: on, serviceTier: tier, webSearches: searches },
            ...Object.fromEntries(TOKEN_KINDS.map((kind, index) => [kind, tokens[index]])),
          }),
        ),
    )
    const type = fc.constantFrom('tokens', 'web_search', 'code_execution', 'session_usage', 'hats', null)
    const tokenType = fc.constantFrom('output_tokens', 'cache_read_input_tokens', 'hats', null)
    const amount = fc.bigInt({ min: 0n, max: 10_000_000n })
    const bill = fc.array(
      fc
        .record({ model, source, on, costType: type, tokenType, amount, list: amount })
        .map(({ on, amount, list, ...rest }) => billed(amount, { ...rest, day: on, list: nano(list) })),
    )
    fc.assert(
      fc.property(usage, bill, fc.boolean(), (rows, lines, isFinal) => {
        const days = reconcile(rows, lines, () => isFinal, book)
        for (const one of [...days, addUp(days)]) {
          expect(nano(one.priced + one.difference)).toBe(one.billed)
          for (const kind of Object.values(one.kinds))
            expect(nano(kind.priced + kind.difference)).toBe(kind.billed)
          expect(sum(Object.values(one.kinds).map(({ difference }) => difference))).toBe(one.difference)
          expect(sum([...one.gaps.values()].map(({ amount }) => amount))).toBe(one.difference)
        }
        expect(addUp(days).billed).toBe(sum(lines.map(({ amount }) => amount)))
      }),
    )
  })
})
