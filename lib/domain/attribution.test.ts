import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeCost, type BilledLine, fastFactor, type KeyUsage, splitOverKeys } from './attribution'
import { nano, sum } from './money'

const RATE = {
  workspaceId: 'w',
  model: 'claude-opus-5-5',
  serviceTier: 'standard',
  contextWindow: '0-200k',
  inferenceGeo: 'global',
}
const line = (amount: bigint, change: Partial<BilledLine> = {}): BilledLine => ({
  ...RATE,
  costType: 'tokens',
  tokenType: 'output_tokens',
  amount: nano(amount),
  ...change,
})
const use = (key: string | null, output: bigint, change: Partial<KeyUsage> = {}): KeyUsage => ({
  ...RATE,
  ...{ key, output, uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, webSearches: 0n },
  factor: 1n,
  ...change,
})
const split = (lines: BilledLine[], usage: KeyUsage[]) =>
  Object.fromEntries(attributeCost(lines, usage).map(({ key, amount }) => [String(key), amount]))

const keys = fc.constantFrom(null, 'a', 'b', 'c', 'd')
const rates = fc.record({
  workspaceId: fc.constantFrom(null, 'w', 'v'),
  model: fc.constantFrom('m', 'n'),
  serviceTier: fc.constantFrom('standard', 'batch', 'priority', 'flex', null),
  contextWindow: fc.constantFrom('0-200k', '200k-1M', null),
  inferenceGeo: fc.constantFrom('global', 'us', null),
})
const count = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 9n }))
const usages = fc.array(
  fc
    .tuple(
      rates,
      fc.record({
        key: keys,
        uncachedInput: count,
        cacheRead: count,
        cacheWrite5m: count,
        cacheWrite1h: count,
        output: count,
        webSearches: count,
        factor: fc.constantFrom(1n, 2n, 6n),
      }),
    )
    .map(([rate, used]): KeyUsage => ({ ...rate, ...used })),
  { maxLength: 25 },
)
const lines = fc.array(
  fc
    .tuple(
      rates,
      fc.record({
        costType: fc.constantFrom('tokens', 'tokens', 'tokens', 'web_search', 'code_execution', null),
        tokenType: fc.constantFrom('output_tokens', 'uncached_input_tokens', 'a_kind_of_tomorrow', null),
        amount: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 15n }).map(nano),
      }),
    )
    .map(([rate, billed]): BilledLine => ({ ...rate, ...billed })),
  { maxLength: 12 },
)

const textOf = (costs: readonly object[]) =>
  costs.map((cost) =>
    JSON.stringify(cost, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
  )
const lineOf = ({
  workspaceId,
  model,
  serviceTier,
  contextWindow,
  inferenceGeo,
  costType,
  tokenType,
}: BilledLine) =>
  JSON.stringify([workspaceId, model, serviceTier, contextWindow, inferenceGeo, costType, tokenType])

describe('what is split over keys', () => {
  it('adds up to every billed line, exactly', () => {
    fc.assert(
      fc.property(lines, usages, (billed, usage) => {
        const parts = attributeCost(billed, usage)
        const sums = (of: readonly BilledLine[]) => {
          const byLine = new Map<string, bigint>()
          for (const each of of) byLine.set(lineOf(each), (byLine.get(lineOf(each)) ?? 0n) + each.amount)
          return new Map([...byLine].sort(([a], [b]) => (a < b ? -1 : 1)))
        }
        expect(sums(parts)).toEqual(sums(billed))
        expect(sum(parts.map(({ amount }) => amount))).toBe(sum(billed.map(({ amount }) => amount)))
        expect(new Set(parts.map((part) => `${lineOf(part)} ${part.key}`)).size).toBe(parts.length)
      }),
    )
  })

  it('does not depend on the order of lines or usage', () => {
    const shuffled = fc.tuple(lines, usages).chain(([billed, usage]) =>
      fc.record({
        billed: fc.constant(billed),
        usage: fc.constant(usage),
        lines: fc.shuffledSubarray(billed, { minLength: billed.length }),
        uses: fc.shuffledSubarray(usage, { minLength: usage.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ billed, usage, lines: otherLines, uses }) => {
        expect(textOf(attributeCost(otherLines, uses))).toEqual(textOf(attributeCost(billed, usage)))
      }),
    )
  })

  it('gives nobody a part who used nothing of that kind in that workspace of that model', () => {
    fc.assert(
      fc.property(lines, usages, (billed, usage) => {
        for (const part of attributeCost(billed, usage)) {
          if (part.key === 'unattributed') continue
          const own = usage.filter(
            ({ key, workspaceId, model }) =>
              key === part.key &&
              workspaceId === part.workspaceId &&
              (part.costType === 'web_search' || model === part.model),
          )
          const counted = { output_tokens: 'output', uncached_input_tokens: 'uncachedInput' } as const
          const kind =
            part.costType === 'web_search' ? 'webSearches' : counted[part.tokenType as keyof typeof counted]
          expect(own.some((used) => used[kind] > 0n)).toBe(true)
          expect(['tokens', 'web_search']).toContain(part.costType)
        }
      }),
    )
  })

  it('gives each key its own tokens times the price where a line has one price', () => {
    const priced = fc.record({
      price: fc.bigInt({ min: 1n, max: 50_000n }),
      counts: fc.array(fc.tuple(keys, fc.bigInt({ min: 1n, max: 10n ** 9n })), {
        minLength: 1,
        maxLength: 9,
      }),
    })
    fc.assert(
      fc.property(priced, ({ price, counts }) => {
        const total = counts.reduce((all, [, tokens]) => all + tokens, 0n)
        const own = new Map<string, bigint>()
        for (const [key, tokens] of counts)
          own.set(String(key), (own.get(String(key)) ?? 0n) + tokens * price)
        expect(
          split(
            [line(total * price)],
            counts.map(([key, tokens]) => use(key, tokens)),
          ),
        ).toEqual(Object.fromEntries(own))
      }),
    )
  })

  it('gives what cannot be divided to the smaller id, no key last', () => {
    expect(split([line(5n)], [use(null, 1n), use('b', 1n), use('a', 1n)])).toEqual({ a: 2n, b: 2n, null: 1n })
    expect(split([line(-5n)], [use('b', 1n), use('a', 1n)])).toEqual({ a: -3n, b: -2n })
    expect(splitOverKeys(nano(7n), new Map([['a', 0n]]))).toBeNull()
  })
})

describe('what a line hangs on', () => {
  it('is the tokens of its own kind, workspace, model, tier, window and region alone', () => {
    const others = [
      use('other', 9n, { workspaceId: null }),
      use('other', 9n, { model: 'claude-haiku-5-5' }),
      use('other', 9n, { serviceTier: 'batch' }),
      use('other', 9n, { serviceTier: 'priority_on_demand' }),
      use('other', 9n, { contextWindow: '200k-1M' }),
      use('other', 9n, { inferenceGeo: 'us' }),
      use('other', 0n, { uncachedInput: 9n }),
    ]
    expect(split([line(100n)], [use('a', 1n), ...others])).toEqual({ a: 100n })
    expect(split([line(100n)], others)).toEqual({ unattributed: 100n })
  })

  it('takes tokens of a tier that is billed with standard, until that tier has a line of its own', () => {
    const usage = [use('a', 1n), use('flexible', 3n, { serviceTier: 'flex' })]
    expect(split([line(100n)], usage)).toEqual({ a: 25n, flexible: 75n })
    expect(split([line(100n), line(8n, { serviceTier: 'flex' })], usage)).toEqual({ a: 100n, flexible: 8n })
  })

  it('takes what fits where the line leaves the region open, but nothing that has a line of its own', () => {
    const usage = [use('a', 1n), use('b', 3n, { inferenceGeo: 'us' })]
    expect(split([line(100n, { inferenceGeo: null })], usage)).toEqual({ a: 25n, b: 75n })
    expect(split([line(100n, { inferenceGeo: null }), line(7n, { inferenceGeo: 'us' })], usage)).toEqual({
      a: 100n,
      b: 7n,
    })
  })

  it('is the searches of the workspace for web search, and nothing for what nobody counts by key', () => {
    const search = (change: object = {}) =>
      line(10n, { costType: 'web_search', tokenType: null, model: null, serviceTier: null, ...change })
    const usage = [
      use('a', 500n, { webSearches: 1n }),
      use('b', 0n, { webSearches: 4n, model: 'n', serviceTier: 'batch' }),
    ]
    expect(split([search()], usage)).toEqual({ a: 2n, b: 8n })
    expect(split([search({ workspaceId: 'elsewhere' })], usage)).toEqual({ unattributed: 10n })
    for (const costType of ['code_execution', 'session_usage', 'storage_of_tomorrow', null])
      expect(split([search({ costType })], usage)).toEqual({ unattributed: 10n })
    const week = { tokenType: 'cache_creation.ephemeral_1w_input_tokens' }
    expect(split([line(10n, week)], usage)).toEqual({ unattributed: 10n })
  })

  it('counts tokens of fast mode as often as they cost', () => {
    expect(fastFactor('claude-opus-4-7')).toBe(6n)
    expect(fastFactor('claude-opus-4-6-20260205')).toBe(6n)
    expect(fastFactor('claude-opus-5-5')).toBe(2n)
    expect(fastFactor(null)).toBe(2n)
    expect(split([line(400n)], [use('a', 10n), use('b', 15n, { factor: 2n })])).toEqual({ a: 100n, b: 300n })
  })
})
