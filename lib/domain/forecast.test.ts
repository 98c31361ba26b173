import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoverageState } from './coverage-days'
import { addDays, day, daysIn, firstOfMonth, type Day } from './day'
import { forecastPeriod, type ForecastInput } from './forecast'
import { nano, sum, zero, type Nano } from './money'
import { monthOf, projectMonthEnd } from './projection'

const usd = (dollars: number) => nano(BigInt(dollars) * 1_000_000_000n)
const NO_CREDIT = { used: zero, left: zero }

/** A month in which so much was spent each day up to today. */
function input(amounts: readonly number[], given: Partial<ForecastInput> = {}): ForecastInput {
  const from = day('2026-11-01')
  const today = addDays(from, amounts.length - 1)
  const days = daysIn({ from, to: addDays(today, 1) })
  return {
    period: monthOf(from),
    today,
    amount: usd(100),
    apiByDay: new Map(days.map((d, index) => [d, usd(amounts[index] ?? 0)])),
    coverage: new Map(days.map((d) => [d, d === today ? 'provisional' : 'synced'])),
    withApi: true,
    planByDay: new Map(),
    credit: NO_CREDIT,
    sampleFrom: from,
    ...given,
  }
}

describe('forecastPeriod', () => {
  it('is for a month what the timeline projects, to the nano-dollar', () => {
    const states = fc.constantFrom<CoverageState>('synced', 'provisional', 'partial', 'not_synced')
    const read = fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 13n }), states), {
      minLength: 1,
      maxLength: 28,
    })
    fc.assert(
      fc.property(read, fc.bigInt({ min: 0n, max: 10n ** 12n }), (known, fee) => {
        const from = day('2026-11-01')
        const today = addDays(from, known.length - 1)
        const apiByDay = new Map<Day, Nano>(
          known.map(([amount], index) => [addDays(from, index), nano(amount)]),
        )
        const coverage = new Map<Day, CoverageState>(
          known.map(([, state], index) => [addDays(from, index), state]),
        )
        const planByDay = new Map(daysIn(monthOf(from)).map((d) => [d, nano(fee)]))
        const planMonth = sum(planByDay.values())
        const projected = projectMonthEnd({ today, apiByDay, coverage, withApi: true, planMonth })
        const forecast = forecastPeriod(input([], { today, apiByDay, coverage, planByDay }))
        expect(forecast && { low: forecast.low, high: forecast.high }).toEqual(
          projected && { low: projected.low, high: projected.high },
        )
      }),
    )
  })

  it('is a range that is never below what was read, and is over on a day it names', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 4, maxLength: 28 })
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 500 }), (spent, amount) => {
        const given = input(spent, { amount: usd(amount) })
        const forecast = forecastPeriod(given)!
        expect(forecast.low <= forecast.high).toBe(true)
        expect(forecast.low >= sum(given.apiByDay.values())).toBe(true)
        expect(forecast.exhaustion !== null).toBe(forecast.high > usd(amount))
        if (forecast.exhaustion) expect(forecast.exhaustion.latest !== null).toBe(forecast.low > usd(amount))
        const { earliest, latest } = forecast.exhaustion ?? { earliest: null, latest: null }
        if (earliest && latest) expect(earliest <= latest).toBe(true)
      }),
    )
  })

  it('names the day on which equal days use the amount up', () => {
    // Nine days of $10 are closed, today is the tenth: the eleventh goes over $100.
    const forecast = forecastPeriod(input(Array<number>(10).fill(10)))
    expect(forecast).toEqual({
      low: usd(300),
      high: usd(300),
      exhaustion: { earliest: '2026-11-11', latest: '2026-11-11' },
    })
  })

  it('knows nothing with two closed days, and everything without API use', () => {
    expect(forecastPeriod(input([5, 5, 5]))).toBeNull()
    const fees = new Map(daysIn(monthOf(day('2026-11-01'))).map((d) => [d, usd(4)]))
    const exact = forecastPeriod(input([0], { withApi: false, apiByDay: new Map(), planByDay: fees }))
    expect(exact).toEqual({
      low: usd(120),
      high: usd(120),
      exhaustion: { earliest: '2026-11-26', latest: '2026-11-26' },
    })
  })

  it('guesses a short period from the days before it', () => {
    const month = input(Array<number>(20).fill(10))
    const today = { from: month.today, to: addDays(month.today, 1) }
    const forecast = forecastPeriod({
      ...month,
      period: today,
      sampleFrom: firstOfMonth(month.today),
      amount: usd(9),
    })
    expect(forecast).toEqual({
      low: usd(10),
      high: usd(10),
      exhaustion: { earliest: month.today, latest: month.today },
    })
  })

  it('lets the credit that is left pay what is to come', () => {
    // $90 closed, of which credit paid 50 and has 100 left; $210 to come.
    const credit = { used: usd(50), left: usd(100) }
    expect(forecastPeriod(input(Array<number>(10).fill(10), { credit }))).toMatchObject({
      low: usd(150),
      high: usd(150),
    })
  })
})
