import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BudgetStanding } from '@/lib/domain/budget-standing'
import { addDays, day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { barOf, exhaustionWords, forecastWords, runningDays, spentWords } from './prepare-budgets'

const usd = (dollars: number) => nano(BigInt(dollars) * 1_000_000_000n)

describe('barOf', () => {
  it('stays within itself, whatever is spent', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 18n }).map(nano)
    const spent = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 18n }).map(nano)
    fc.assert(
      fc.property(spent, amounts, (used, amount) => {
        const { filled, amount: end, marks } = barOf(used, amount, [50, 75, 90, 100, 150])
        for (const share of [filled, end, ...marks.map(({ at }) => at)]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(100)
        }
        expect(Math.max(filled, end)).toBe(100)
      }),
    )
  })
})

describe('words', () => {
  it('say what is spent, and what will be', () => {
    expect(spentWords(usd(41), usd(100))).toBe('$41.00 of $100.00, 41\u202f%')
    expect(forecastWords(null)).toMatch(/three closed days/)
    expect(forecastWords({ low: usd(1), high: usd(1), exhaustion: null })).toBe('$1.00 by its end')
    expect(forecastWords({ low: usd(1), high: usd(2), exhaustion: null })).toBe('$1.00 to $2.00 by its end')
  })

  it('name the days on which it is used up', () => {
    const earliest = day('2026-11-24')
    const standing = (exhaustion: { earliest: typeof earliest; latest: typeof earliest | null } | null) =>
      ({ exceededOn: null, forecast: { low: usd(1), high: usd(2), exhaustion } }) as BudgetStanding
    expect(exhaustionWords(standing(null))).toBeNull()
    expect(exhaustionWords(standing({ earliest, latest: earliest }))).toMatch(/^Used up on 24 Nov 2026, if/)
    expect(exhaustionWords(standing({ earliest, latest: null }))).toBe('May be used up from 24 Nov 2026 on')
    expect(exhaustionWords(standing({ earliest, latest: addDays(earliest, 2) }))).toMatch(
      /24 Nov 2026 and 26 Nov/,
    )
    expect(exhaustionWords({ ...standing(null), exceededOn: earliest })).toBe('Used up on 24 Nov 2026')
  })

  it('sum the days up to each, without those to come', () => {
    const lines = runningDays({
      days: [
        { day: day('2026-11-01'), spent: usd(1), state: 'synced', estimated: false },
        { day: day('2026-11-02'), spent: usd(2), state: 'provisional', estimated: false },
        { day: day('2026-11-03'), spent: usd(0), state: 'to_come', estimated: false },
      ],
    })
    expect(lines.map(({ day: on, total }) => [on, total])).toEqual([
      ['2026-11-02', usd(3)],
      ['2026-11-01', usd(1)],
    ])
  })
})
