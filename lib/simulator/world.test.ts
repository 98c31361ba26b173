import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOW, randomWorld } from './simulator-under-test'
import { exactDollars, fixedCents, minimalCents } from './wire-amounts'
import { createWorld, type Fact, truthMoney, truthTotal, truthUsage, type World } from './world'
import { restateDay, vanishRows } from './world-changes'

function fact(at: string, amount: bigint, more: Partial<Fact> = {}): Fact {
  return {
    minute: Date.parse(at) / 60_000,
    apiKeyId: 'apikey_a',
    workspaceId: 'wrkspc_a',
    model: 'claude-opus-5-5',
    product: 'messages_api',
    serviceTier: 'standard',
    speed: null,
    contextWindow: null,
    inferenceGeo: null,
    actorId: null,
    uncachedInput: 10,
    cacheRead: 20,
    cacheWrite5m: 30,
    cacheWrite1h: 40,
    output: 50,
    webSearches: 1,
    requests: 2,
    costs: [{ costType: 'tokens', tokenType: 'output_tokens', amount, listAmount: amount * 2n }],
    ...more,
  }
}

function worldOf(facts: Fact[], amountDecimals: 6 | 7 = 6): World {
  return createWorld({ ...randomWorld({ rows: 0 }), facts, amountDecimals })
}

describe('truth', () => {
  const world = worldOf([
    fact('2026-11-21T23:59:00Z', 30n),
    fact('2026-11-20T00:00:00Z', 10n, { apiKeyId: null }),
    fact('2026-11-21T05:10:00Z', 500n, { costs: [] }),
    fact('2026-11-22T00:00:00Z', 70n),
  ])

  test('ranges are half-open, dimensions keep null, "no key" included', () => {
    const range = { from: '2026-11-20', to: '2026-11-22' }
    expect(truthTotal(world, range)).toEqual({ amount: 40n, listAmount: 80n })
    expect([...truthMoney(world, 'key', range)]).toEqual([
      [null, { amount: 10n, listAmount: 20n }],
      ['apikey_a', { amount: 30n, listAmount: 60n }],
    ])
    expect([...truthMoney(world, 'day', range).keys()]).toEqual(['2026-11-20', '2026-11-21'])
    expect([...truthMoney(world, 'hour', range).keys()]).toEqual([
      '2026-11-20T00:00:00Z',
      '2026-11-21T23:00:00Z',
    ])
  })

  test('usage is counted where there is no cost, and rows of the minute of asOf are not there yet', () => {
    const range = { from: '2026-11-20', to: '2026-11-23', asOf: new Date('2026-11-21T23:59:40Z') }
    expect(truthUsage(world, 'total', range).get('total')).toEqual({
      uncachedInput: 20,
      cacheRead: 40,
      cacheWrite5m: 60,
      cacheWrite1h: 80,
      output: 100,
      totalTokens: 300,
      webSearches: 2,
      requests: 4,
    })
    expect(truthTotal(world, range).amount).toBe(10n)
  })

  test('an amount with a seventh decimal needs a world that carries it', () => {
    expect(() => worldOf([fact('2026-11-20T00:00:00Z', 11n)])).toThrow(/amountDecimals/)
    expect(worldOf([fact('2026-11-20T00:00:00Z', 11n)], 7).facts).toHaveLength(1)
  })
})

describe('changes', () => {
  test('a restated day scales that day, whole millionths of a cent', () => {
    const world = worldOf([fact('2026-11-20T10:00:00Z', 30n), fact('2026-11-21T10:00:00Z', 30n)])
    const changed = restateDay(world, { day: '2026-11-20', percent: 50 })
    expect([...truthMoney(changed, 'day', { from: '2026-11-01', to: '2026-12-01' }).values()]).toEqual([
      { amount: 10n, listAmount: 30n },
      { amount: 30n, listAmount: 60n },
    ])
    expect(truthTotal(world, { from: '2026-11-01', to: '2026-12-01' }).amount).toBe(60n)
  })

  test('rows vanish, all or each nth, of one key or all', () => {
    const world = worldOf([0, 1, 2, 3].map((hour) => fact(`2026-11-20T0${hour}:00:00Z`, 10n)))
    const day = { from: '2026-11-20', to: '2026-11-21' }
    expect(vanishRows(world, day).facts).toHaveLength(0)
    expect(vanishRows(world, { ...day, every: 2 }).facts).toHaveLength(2)
    expect(vanishRows(world, { ...day, api_key_id: null }).facts).toHaveLength(4)
  })
})

describe('random worlds', () => {
  test('are the same for the same seed and hold what clients trip over', () => {
    const world = randomWorld({ rows: 600 })
    expect(randomWorld({ rows: 600 })).toEqual(world)
    expect(randomWorld({ rows: 600, seed: 2 }).facts).not.toEqual(world.facts)
    const listed = new Set(world.apiKeys.map((key) => key.id))
    const some = (test: (one: Fact) => boolean) => world.facts.some(test)
    expect(some((one) => one.apiKeyId === null)).toBe(true)
    expect(some((one) => one.apiKeyId !== null && !listed.has(one.apiKeyId))).toBe(true)
    expect(some((one) => one.costs.length === 0 && one.requests > 0)).toBe(true)
    expect(some((one) => one.costs.length > 0 && one.requests === 0)).toBe(true)
    expect(some((one) => one.costs.some((line) => line.amount === 0n))).toBe(true)
    expect(some((one) => one.costs.some((line) => line.costType === 'storage_of_tomorrow'))).toBe(true)
    expect(some((one) => one.product === null && one.costs[0]?.costType === 'code_execution')).toBe(true)
    expect(some((one) => one.minute * 60_000 > NOW.getTime())).toBe(true)
    const seventh = randomWorld({ rows: 600, amountDecimals: 7 })
    expect(seventh.facts.some((one) => one.costs.some((line) => line.amount % 10n !== 0n))).toBe(true)
  })
})

describe('amounts on the wire', () => {
  test('fixed and minimal cents, exact dollars', () => {
    expect(fixedCents(412_800_000_000n, 6)).toBe('41280.000000')
    expect(fixedCents(1_234_567_891n, 7)).toBe('123.4567891')
    expect(fixedCents(10n, 6)).toBe('0.000001')
    expect(minimalCents(1_237_891_200n)).toBe('123.78912')
    expect([minimalCents(100_000_000n), minimalCents(0n), minimalCents(-5n)]).toEqual([
      '10',
      '0',
      '-0.0000005',
    ])
    expect([exactDollars(0n), exactDollars(1_500_000_000n), exactDollars(1n)]).toEqual([
      '0.00',
      '1.50',
      '0.000000001',
    ])
  })

  test('property: the forms of one amount are the same number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (amount) => {
        const [whole = '', fraction = ''] = minimalCents(amount).split('.')
        const digits = `${whole}${fraction.padEnd(7, '0')}`
        expect(BigInt(digits)).toBe(amount)
        expect(BigInt(fixedCents(amount, 7).replace('.', ''))).toBe(amount)
      }),
    )
  })
})
