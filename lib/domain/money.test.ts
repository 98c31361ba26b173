import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  divideHalfEven,
  formatUsdExact,
  nano,
  parseDecimal,
  parseUsd,
  scale,
  splitByLargestRemainder,
  sum,
} from './money'

const amounts = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(nano)

describe('parseUsd and formatUsdExact', () => {
  it('are each other’s inverse', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseUsd(formatUsdExact(amount))).toBe(amount)
      }),
    )
  })

  it('always print what the contract promises', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(formatUsdExact(amount)).toMatch(/^-?\d+\.\d{2,9}$/)
      }),
    )
  })

  it.each([
    [0n, '0.00'],
    [1n, '0.000000001'],
    [-10_000_000n, '-0.01'],
    [20_000_000_000n, '20.00'],
    [1_234_500_000n, '1.2345'],
  ])('%s nano-dollars are %s', (amount, text) => expect(formatUsdExact(nano(amount))).toBe(text))

  it.each(['', '1,5', '1.', '.5', '1e3', '0x10', ' 1', '+1', '1.0000000001', 'NaN', '--1'])(
    'refuses %j',
    (text) => expect(parseUsd(text)).toBeNull(),
  )

  it('accepts zeros beyond the scale and nothing else there', () => {
    expect(parseDecimal('1.50', 1)).toBe(15n)
    expect(parseDecimal('1.51', 1)).toBeNull()
  })
})

describe('rounding', () => {
  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
  ])('%s / %s is %s, half to even', (a, b, expected) => expect(divideHalfEven(a, b)).toBe(expected))

  it('rounds to a unit once', () => {
    expect(scale(nano(4_800_000_000_000n), 275n, 365n, 10_000_000n)).toBe(3_616_440_000_000n)
  })
})

describe('splitByLargestRemainder', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 60 })

  it('adds up to the amount, to the last digit', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        fc.pre(parts.some((weight) => weight > 0n))
        expect(sum(splitByLargestRemainder(amount, parts))).toBe(amount)
      }),
    )
  })

  it('keeps every part within one unit of its exact share, and gives nothing to weight 0', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        const total = parts.reduce((a, b) => a + b, 0n)
        fc.pre(total > 0n)
        splitByLargestRemainder(amount, parts).forEach((part, index) => {
          const difference = part * total - amount * (parts[index] ?? 0n)
          expect(difference < total && difference > -total).toBe(true)
          if (parts[index] === 0n) expect(part).toBe(0n)
        })
      }),
    )
  })

  it('gives ties to the earlier part', () => {
    expect(splitByLargestRemainder(nano(10n), [1n, 1n, 1n])).toEqual([4n, 3n, 3n])
  })

  it('cannot lose money to no weight', () => {
    expect(() => splitByLargestRemainder(nano(1n), [0n])).toThrow(RangeError)
  })
})
