import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nano, NANO_PER_USD } from './money'
import { limitsInForce, type LimitSource, type StatedLimit, usageTierCalled } from './spend-limit'

function limit(dollars: number, source: LimitSource, id = 'org'): StatedLimit {
  const type = id === 'org' ? 'organization' : 'workspace'
  return {
    ...{ subject: { type, id }, amount: nano(BigInt(dollars) * NANO_PER_USD), called: source, source },
    ...{ statedAt: new Date(0), statedBy: null },
  }
}

test('the smallest of what Anthropic tells holds, and what was entered only where it tells none', () => {
  const tier = limit(1000, 'usage_tier')
  const own = limit(300, 'anthropic')
  const typed = limit(200, 'entered')
  const ofWorkspace = limit(50, 'entered', 'wrkspc_1')
  expect(limitsInForce([tier, own, typed, ofWorkspace])).toEqual([own, ofWorkspace])
  expect(limitsInForce([tier, limit(2000, 'anthropic'), typed])).toEqual([tier])
  expect(limitsInForce([typed])).toEqual([typed])
  expect(limitsInForce([])).toEqual([])
})

const stated = fc.array(
  fc
    .record({
      dollars: fc.integer({ min: 1, max: 500 }),
      source: fc.constantFrom<LimitSource>('usage_tier', 'anthropic', 'entered'),
      id: fc.constantFrom('org', 'wrkspc_1', 'wrkspc_2'),
    })
    .map(({ dollars, source, id }) => limit(dollars, source, id)),
)

test('one limit a subject, whatever the order they are told in', () => {
  fc.assert(
    fc.property(stated, (all) => {
      const amounts = (limits: readonly StatedLimit[]) =>
        new Map(limitsInForce(limits).map(({ subject, amount }) => [subject.id, amount]))
      const inForce = limitsInForce(all)
      expect(new Set(inForce.map(({ subject }) => subject.id)).size).toBe(inForce.length)
      expect(new Set(amounts(all).keys())).toEqual(new Set(all.map(({ subject }) => subject.id)))
      expect(amounts([...all].reverse())).toEqual(amounts(all))
    }),
  )
})

test('a tier is called by its published cap, any other amount by nothing more than what it is', () => {
  const called = (dollars: bigint, rest = 0n) => usageTierCalled(nano(dollars * NANO_PER_USD + rest))
  expect([called(500n), called(1000n), called(200_000n)]).toEqual(['Start tier', 'Build tier', 'Scale tier'])
  expect([called(5000n), called(500n, 1n)]).toEqual(['usage tier', 'usage tier'])
})
