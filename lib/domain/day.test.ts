import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, day, dayOf, daysBetween, daysIn, mondayOf, parseDay, startOf } from './day'

const anyDay = fc.integer({ min: 0, max: 70_000 }).map((offset) => addDays(day('2000-01-01'), offset))

describe('days', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00:00Z', '1999-12-31', 'today', ''])(
    '%j is not a day',
    (text) => expect(parseDay(text)).toBeNull(),
  )

  it('steps and distances agree', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2000, max: 2000 }), (from, count) => {
        expect(daysBetween(from, addDays(from, count))).toBe(count)
        expect(dayOf(startOf(from))).toBe(from)
      }),
    )
  })

  it('count as the calendar does', () => {
    const calendar = (d: string, count: number) =>
      new Date(Date.parse(`${d}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 73_048 }), fc.integer({ min: -500, max: 500 }), (from, count) => {
        const start = day(calendar('2000-01-01', from))
        expect(addDays(start, count)).toBe(calendar(start, count))
        expect(new Date(`${mondayOf(start)}T00:00:00Z`).getUTCDay()).toBe(1)
        expect(daysBetween(mondayOf(start), start)).toBeLessThan(7)
      }),
    )
    for (let each = day('2000-01-01'); each < '2200-01-01'; each = addDays(each, 1))
      if (addDays(each, 1) !== calendar(each, 1)) expect.fail(`the day after ${each} is ${addDays(each, 1)}`)
  })

  it('N days are N days, whatever the clocks of the machine do', () => {
    expect(daysIn({ from: day('2026-03-25'), to: day('2026-04-10') })).toHaveLength(16)
    expect(daysIn({ from: day('2026-09-20'), to: day('2026-10-01') })).toHaveLength(11)
    expect(daysIn({ from: day('2026-04-10'), to: day('2026-04-01') })).toEqual([])
  })

  it('weeks begin on Monday', () => {
    expect(mondayOf(day('2026-11-22'))).toBe('2026-11-16')
    expect(mondayOf(day('2026-11-23'))).toBe('2026-11-23')
  })

  it('months keep their day of month where there is one', () => {
    expect(addMonths(day('2026-01-31'), 1)).toBe('2026-02-28')
    expect(addMonths(day('2028-01-31'), 1)).toBe('2028-02-29')
    expect(addMonths(day('2026-02-28'), 1, 31)).toBe('2026-03-31')
    expect(addMonths(day('2026-11-30'), 3)).toBe('2027-02-28')
    expect(addMonths(day('2028-02-29'), 12)).toBe('2029-02-28')
  })
})
