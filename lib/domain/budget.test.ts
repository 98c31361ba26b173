import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countsPlan,
  countsPool,
  filtersOfScope,
  isOneKey,
  isOver,
  periodOn,
  refuseScope,
  severityOfThreshold,
  thresholdsOver,
  type BudgetPeriod,
} from './budget'
import { addDays, day, isWithin, startOf } from './day'
import { nano } from './money'

const anyDay = fc.integer({ min: 0, max: 4000 }).map((count) => addDays(day('2020-01-01'), count))
const anyAmount = fc.bigInt({ min: 1n, max: 10n ** 18n }).map(nano)

describe('over', () => {
  it('means over: exactly 100 % is not exceeded, a nano-dollar more is', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(isOver(amount, 100, amount)).toBe(false)
        expect(isOver(nano(amount + 1n), 100, amount)).toBe(true)
      }),
    )
  })

  it('crosses every threshold below one that is crossed', () => {
    const thresholds = fc
      .uniqueArray(fc.integer({ min: 1, max: 1000 }))
      .map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(anyAmount, anyAmount, thresholds, (amount, spent, all) => {
        const over = thresholdsOver({ amount, thresholds: all }, spent)
        expect(over).toEqual(all.slice(0, over.length))
      }),
    )
    expect(thresholdsOver({ amount: nano(100n), thresholds: [50, 75, 90, 100] }, nano(90n))).toEqual([50, 75])
  })

  it('is told as loudly as it is near', () => {
    expect([50, 75, 90, 100, 150].map(severityOfThreshold)).toEqual(['low', 'low', 'medium', 'high', 'high'])
  })
})

describe('periodOn', () => {
  const plan = { startsOn: day('2026-01-31'), cycle: 'monthly' } as const
  const periods = fc.constantFrom<BudgetPeriod>('day', 'week', 'month', 'plan_cycle')

  it('holds its day, and the day after it begins the next, without a gap', () => {
    fc.assert(
      fc.property(periods, anyDay, (period, on) => {
        const held = on < plan.startsOn && period === 'plan_cycle' ? plan.startsOn : on
        const range = periodOn(period, held, plan)!
        expect(isWithin(held, range)).toBe(true)
        expect(periodOn(period, range.to, plan)!.from).toBe(range.to)
      }),
    )
  })

  it('begins weeks on Monday, and cycles on the anniversary of the plan', () => {
    expect(startOf(periodOn('week', day('2026-11-22'), null)!.from).getUTCDay()).toBe(1)
    expect(periodOn('month', day('2026-02-28'), null)).toEqual({ from: '2026-02-01', to: '2026-03-01' })
    expect(periodOn('plan_cycle', day('2026-03-01'), plan)).toEqual({ from: '2026-02-28', to: '2026-03-31' })
    expect(periodOn('plan_cycle', day('2026-03-01'), null)).toBeNull()
  })
})

describe('a scope', () => {
  it('counts every pool where nothing is said', () => {
    expect(
      (['plan', 'usage_credits', 'api', 'api_credit'] as const).every((pool) => countsPool({}, pool)),
    ).toBe(true)
  })

  it('counts plan fees by their holder, and API credit by its organisation, never by key', () => {
    const plan = { id: 'p', holderEmail: 'Ada@example.com' }
    expect(countsPlan({ owner: 'ada@example.com' }, plan)).toBe(true)
    expect(countsPlan({ owner: 'bob@example.com' }, plan)).toBe(false)
    expect(countsPlan({ plan: 'q' }, plan)).toBe(false)
    expect(countsPlan({ pool: ['api'] }, plan)).toBe(false)
    expect(countsPlan({ key: 'k' }, plan)).toBe(false)
    expect(countsPool({ organization: 'o' }, 'api_credit')).toBe(true)
    expect(countsPool({ key: 'k' }, 'api_credit')).toBe(false)
  })

  it('is refused where nothing could ever count', () => {
    expect(refuseScope({ pool: ['plan'], key: 'k' })?.field).toBe('pool')
    expect(refuseScope({ pool: [] })?.field).toBe('pool')
    expect(refuseScope({ pool: ['api_credit'] })?.sentence).toContain('Choose api with it')
    expect(refuseScope({ pool: ['plan', 'api'], key: 'k' })).toBeNull()
    expect(refuseScope({})).toBeNull()
  })

  it('filters API use as the timeline does, and is one key only if nothing narrows it further', () => {
    expect(filtersOfScope({ pool: ['api'], key: 'k', owner: 'o', plan: 'p' })).toEqual({
      key: ['k'],
      owner: ['o'],
    })
    expect(isOneKey({ key: 'k', organization: 'o', pool: ['api'] })).toBe(true)
    expect(isOneKey({ key: 'k', model: 'm' })).toBe(false)
    expect(isOneKey({ organization: 'o' })).toBe(false)
  })
})
