import fc from 'fast-check'
import { expect, it } from 'vitest'
import { breakDown } from './key-breakdown'
import { nano, sum } from './money'

const part = fc.record({
  value: fc.option(fc.constantFrom('a', 'b', 'c')),
  amount: fc.bigInt({ min: -1000n, max: 10n ** 15n }).map(nano),
})

it('parts and remainder are the total, and shares are the whole', () => {
  fc.assert(
    fc.property(fc.array(part), fc.bigInt({ min: 0n, max: 10n ** 16n }), (all, total) => {
      const { parts, remainder, remainderShare } = breakDown(all, nano(total))
      expect(sum(parts.map(({ amount }) => amount)) + remainder).toBe(total)
      expect(new Set(parts.map(({ value }) => value)).size).toBe(parts.length)
      const shares = [...parts.map(({ share }) => share), remainderShare]
      if (shares.every((share) => share !== null))
        expect(shares.reduce((all, share) => all + (share ?? 0n), 0n)).toBe(1000n)
      else expect(total === 0n || remainder < 0n || parts.some(({ amount }) => amount < 0n)).toBe(true)
    }),
  )
})

it('joins equal values and puts the largest first, what has no value last among equals', () => {
  const one = nano(1n)
  const all = [
    { value: null, amount: one },
    { value: 'b', amount: one },
    { value: 'a', amount: nano(2n) },
    { value: 'b', amount: nano(0n) },
  ]
  expect(breakDown(all, nano(8n))).toEqual({
    parts: [
      { value: 'a', amount: 2n, share: 250n },
      { value: 'b', amount: 1n, share: 125n },
      { value: null, amount: 1n, share: 125n },
    ],
    remainder: 4n,
    remainderShare: 500n,
  })
})
