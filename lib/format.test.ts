import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano, parseUsd } from '@/lib/domain/money'
import {
  formatCount,
  formatDay,
  formatDayRange,
  formatDays,
  formatInstant,
  formatPercent,
  formatRelativeTime,
  formatUsd,
  formatUsdChange,
} from './format'

const usd = (text: string) => parseUsd(text) ?? nano(0n)

describe('formatUsd', () => {
  it('groups, rounds half-even and keeps the sign', () => {
    expect(formatUsd(usd('1234567.555')).text).toBe('$1,234,567.56')
    expect(formatUsd(usd('0.125')).text).toBe('$0.12')
    expect(formatUsd(usd('-41.20'))).toEqual({ sign: '−', whole: '−$41', cents: '.20', text: '−$41.20' })
    expect(formatUsd(usd('0')).text).toBe('$0.00')
  })

  it('never says $0.00 of what is not zero', () => {
    expect(formatUsd(nano(1n))).toMatchObject({ whole: '< $0', cents: '.01', text: '< $0.01' })
    expect(formatUsd(nano(-9_999_999n)).text).toBe('> −$0.01')
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (amount) => {
        const { text, whole, cents } = formatUsd(nano(amount))
        expect(text).toBe(whole + cents)
        expect(text === '$0.00').toBe(amount === 0n)
      }),
    )
  })

  it('puts a sign before every change', () => {
    expect(formatUsdChange(usd('12.40'))).toBe('+$12.40')
    expect(formatUsdChange(usd('-12.40'))).toBe('−$12.40')
    expect(formatUsdChange(nano(1n))).toBe('< +$0.01')
  })
})

describe('formatCount', () => {
  it('is exact below ten thousand and always in its title', () => {
    expect(formatCount(9_999n)).toEqual({ text: '9,999', title: '9,999' })
    expect(formatCount(1_234_567n)).toEqual({ text: '1.23\u202fM', title: '1,234,567' })
    expect(formatCount(12_000n).text).toBe('12\u202fk')
    expect(formatCount(999_999n).text).toBe('1\u202fM')
    expect(formatCount(543_210n).text).toBe('543\u202fk')
    expect(formatCount(-20_500n).text).toBe('−20.5\u202fk')
    expect(formatCount(7_000_000_000_000_000n).text).toBe('7,000\u202fT')
  })
})

describe('formatPercent', () => {
  it('is whole percent and never 0 % for something', () => {
    expect(formatPercent(18n, 100n)).toBe('18\u202f%')
    expect(formatPercent(1n, 1000n)).toBe('< 1\u202f%')
    expect(formatPercent(-1n, 2n)).toBe('−50\u202f%')
    expect(formatPercent(0n, 5n)).toBe('0\u202f%')
    expect(formatPercent(5n, 0n)).toBe('–')
  })
})

describe('days and times', () => {
  it('writes days as their runs, and many runs as their count', () => {
    const days = (...texts: string[]) => formatDays(texts.map(day))
    expect(days('2026-11-17', '2026-11-18', '2026-11-19')).toBe('17 – 19 Nov 2026')
    expect(days('2026-10-31', '2026-11-01', '2026-11-03')).toBe('31 Oct – 1 Nov 2026 and 3 Nov 2026')
    expect(days('2026-11-01', '2026-11-03', '2026-11-05', '2026-11-07', '2026-11-09')).toBe(
      '5 days within 1 – 9 Nov 2026',
    )
    expect(days()).toBe('')
  })

  it('say ranges in inclusive words', () => {
    const range = (from: string, to: string) => formatDayRange({ from: day(from), to: day(to) })
    expect(formatDay(day('2026-06-04'))).toBe('4 Jun 2026')
    expect(range('2026-06-14', '2026-06-15')).toBe('14 Jun 2026')
    expect(range('2026-11-01', '2026-11-23')).toBe('1 – 22 Nov 2026')
    expect(range('2026-10-30', '2026-11-03')).toBe('30 Oct – 2 Nov 2026')
    expect(range('2025-12-30', '2026-01-03')).toBe('30 Dec 2025 – 2 Jan 2026')
  })

  it('say how long ago', () => {
    const now = new Date('2026-11-22T10:00:00Z')
    const ago = (seconds: number) => formatRelativeTime(new Date(now.getTime() - seconds * 1000), now)
    expect(ago(20)).toBe('just now')
    expect(ago(60)).toBe('1 minute ago')
    expect(ago(4 * 3600 + 5)).toBe('4 hours ago')
    expect(ago(-7200)).toBe('in 2 hours')
    expect(ago(3 * 86_400)).toBe('3 days ago')
    expect(ago(90 * 86_400)).toBe('24 Aug 2026')
  })

  it.each([
    [undefined, '31 Dec 2026, 23:30 UTC'],
    ['UTC', '31 Dec 2026, 23:30 UTC'],
    ['Europe/Berlin', '1 Jan 2027, 00:30 UTC+1'],
    ['America/New_York', '31 Dec 2026, 18:30 UTC-5'],
    ['Asia/Kolkata', '1 Jan 2027, 05:00 UTC+5:30'],
  ])('say the clock of %s', (zone, words) => {
    expect(formatInstant(new Date('2026-12-31T23:30:00Z'), zone)).toBe(words)
  })
})
