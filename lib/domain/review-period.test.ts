import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, daysBetween, isWithin } from './day'
import {
  lastOverPeriod,
  parsePeriod,
  periodAfter,
  periodBefore,
  periodLongBefore,
  periodOf,
} from './review-period'

const someDay = fc.integer({ min: 0, max: 60_000 }).map((ahead) => addDays(day('2001-01-01'), ahead))
const kind = fc.constantFrom('week' as const, 'month' as const)

describe('review periods', () => {
  it('numbers weeks as ISO 8601 does', () => {
    expect(parsePeriod('2026-W47')).toEqual({
      id: '2026-W47',
      kind: 'week',
      range: { from: '2026-11-16', to: '2026-11-23' },
    })
    expect(periodOf('week', day('2027-01-03')).id).toBe('2026-W53')
    expect(periodOf('week', day('2024-12-30')).id).toBe('2025-W01')
    expect(parsePeriod('2026-10')?.range).toEqual({ from: '2026-10-01', to: '2026-11-01' })
  })

  it.each([
    '2025-W53',
    '2026-W00',
    '2026-W54',
    '2026-W7',
    '2026-13',
    '2026-00',
    '2026',
    '26-W01',
    '2026-W47 ',
    '',
  ])('refuses %j', (text) => expect(parsePeriod(text)).toBeNull())

  it('gives every day to exactly one period, whose id leads back to it', () => {
    fc.assert(
      fc.property(kind, someDay, (of, d) => {
        const period = periodOf(of, d)
        expect(isWithin(d, period.range)).toBe(true)
        expect(parsePeriod(period.id)).toEqual(period)
        expect(periodBefore(periodAfter(period))).toEqual(period)
        expect(periodAfter(period).range.from).toBe(period.range.to)
      }),
    )
  })

  it('compares a week with the one four weeks before, a month with that of a year ago', () => {
    const week = periodOf('week', day('2026-11-18'))
    expect(daysBetween(periodLongBefore(week).range.from, week.range.from)).toBe(28)
    expect(periodLongBefore(periodOf('month', day('2026-11-18'))).id).toBe('2025-11')
  })

  it('closes a week on Monday', () => {
    expect(lastOverPeriod('week', day('2026-11-22')).id).toBe('2026-W46')
    expect(lastOverPeriod('week', day('2026-11-23')).id).toBe('2026-W47')
  })
})
