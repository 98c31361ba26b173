import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoverageState } from './coverage-days'
import { addDays, day, daysIn, type Day } from './day'
import { nano, type Nano } from './money'
import { monthOf, projectMonthEnd, squareRoot } from './projection'

const usd = (dollars: number) => nano(BigInt(dollars) * 1_000_000_000n)
const from = day('2026-11-01')

function input(amounts: number[], states?: CoverageState[]) {
  const today = addDays(from, amounts.length)
  const days = daysIn({ from, to: today })
  return {
    today,
    apiByDay: new Map<Day, Nano>(days.map((d, index) => [d, usd(amounts[index] ?? 0)])),
    coverage: new Map<Day, CoverageState>(days.map((d, index) => [d, states?.[index] ?? 'synced'])),
    withApi: true,
    planMonth: usd(100),
  }
}

describe('projectMonthEnd', () => {
  it('is the closed days, their mean for every other day of the month, and the plans', () => {
    const projection = projectMonthEnd(input([2, 2, 2, 2, 2]))
    expect(projection).toEqual({ low: usd(160), middle: usd(160), high: usd(160), closedDays: 5 })
  })

  it('becomes a range with the spread of the days', () => {
    const projection = projectMonthEnd(input([0, 2, 4, 2]))
    expect(projection?.middle).toBe(usd(160))
    // n = 4, r = 26, s² = 8/3: the error is √(8/3 × (26 + 26²/4)) = √520 dollars
    const error = Number((projection?.high ?? 0n) - (projection?.middle ?? 0n)) / 1e9
    expect(error).toBeCloseTo(Math.sqrt(520), 6)
    expect(projection!.middle - projection!.low).toBe(projection!.high - projection!.middle)
  })

  it('says nothing under three closed days, whatever lies behind them', () => {
    expect(projectMonthEnd(input([2, 2]))).toBeNull()
    expect(projectMonthEnd(input([2, 2, 2, 2], ['synced', 'partial', 'not_synced', 'synced']))).toBeNull()
    expect(projectMonthEnd(input([2, 2, 2], ['synced', 'provisional', 'synced']))?.closedDays).toBe(3)
  })

  it('is exact where there are only plans', () => {
    const projection = projectMonthEnd({ ...input([]), withApi: false })
    expect(projection).toEqual({ low: usd(100), middle: usd(100), high: usd(100), closedDays: 0 })
  })

  it('never goes below what has been read, today included', () => {
    const given = input([1, 1, 1, 1])
    given.apiByDay.set(given.today, usd(500))
    expect(projectMonthEnd(given)?.low).toBe(usd(604))
  })

  it('keeps low ≤ middle ≤ high for any month', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 3, maxLength: 29 })
    fc.assert(
      fc.property(amounts, (given) => {
        const projection = projectMonthEnd(input(given))
        expect(projection!.low <= projection!.middle && projection!.middle <= projection!.high).toBe(true)
        expect(projection!.low >= usd(given.reduce((a, b) => a + b, 100))).toBe(true)
      }),
    )
  })
})

describe('squareRoot', () => {
  it('is the largest integer whose square fits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (value) => {
        const root = squareRoot(value)
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true)
      }),
    )
  })
})

describe('monthOf', () => {
  it('is half-open', () => {
    expect(monthOf(day('2026-12-31'))).toEqual({ from: '2026-12-01', to: '2027-01-01' })
  })
})
