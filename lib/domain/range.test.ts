import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, daysBetween } from './day'
import { PRESETS, previousRange, resolveRange, sameDaysLastMonth } from './range'

const today = day('2026-11-22')
const resolved = (preset: (typeof PRESETS)[number], on = today) => resolveRange({ preset }, on)

describe('resolveRange', () => {
  it('counts today as one of the days', () => {
    expect(resolved('7d')).toEqual({ from: '2026-11-16', to: '2026-11-23' })
    expect(daysBetween(resolved('30d').from, resolved('30d').to)).toBe(30)
    expect(daysBetween(resolved('90d').from, resolved('90d').to)).toBe(90)
  })

  it('knows calendar ranges', () => {
    expect(resolved('mtd')).toEqual({ from: '2026-11-01', to: '2026-11-23' })
    expect(resolved('ytd')).toEqual({ from: '2026-01-01', to: '2026-11-23' })
    expect(resolved('12m')).toEqual({ from: '2025-11-23', to: '2026-11-23' })
    expect(resolved('last-month')).toEqual({ from: '2026-10-01', to: '2026-11-01' })
    expect(resolved('last-month', day('2026-01-31'))).toEqual({ from: '2025-12-01', to: '2026-01-01' })
  })

  it('always includes today or, for last month, ends before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.constantFrom(...PRESETS), (offset, preset) => {
        const now = addDays(day('2024-01-01'), offset)
        const { from, to } = resolved(preset, now)
        expect(from < to).toBe(true)
        if (preset === 'last-month') expect(to <= now).toBe(true)
        else expect(to).toBe(addDays(now, 1))
      }),
    )
  })
})

describe('previousRange', () => {
  it('compares with as many days before, or with the same days of the calendar period before', () => {
    expect(previousRange({ preset: '7d' }, today)).toEqual({ from: '2026-11-09', to: '2026-11-16' })
    expect(previousRange({ preset: 'mtd' }, today)).toEqual({ from: '2026-10-01', to: '2026-10-23' })
    expect(previousRange({ preset: 'last-month' }, today)).toEqual({ from: '2026-09-01', to: '2026-10-01' })
    expect(previousRange({ preset: 'ytd' }, today)).toEqual({ from: '2025-01-01', to: '2025-11-23' })
    expect(previousRange({ preset: '12m' }, today)).toEqual({ from: '2024-11-23', to: '2025-11-23' })
    const custom = { from: day('2026-11-01'), to: day('2026-11-11') }
    expect(previousRange({ custom }, today)).toEqual({ from: '2026-10-22', to: '2026-11-01' })
  })

  it('clips the month before where it is shorter', () => {
    expect(previousRange({ preset: 'mtd' }, day('2026-03-31'))).toEqual({
      from: '2026-02-01',
      to: '2026-03-01',
    })
  })

  it('never overlaps the range itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.constantFrom(...PRESETS), (offset, preset) => {
        const now = addDays(day('2024-01-01'), offset)
        const before = previousRange({ preset }, now)
        expect(before.from < before.to).toBe(true)
        expect(before.to <= resolved(preset, now).from).toBe(true)
      }),
    )
  })
})

describe('sameDaysLastMonth', () => {
  it('moves both ends by a month', () => {
    expect(sameDaysLastMonth({ preset: '7d' }, today)).toEqual({ from: '2026-10-16', to: '2026-10-23' })
    expect(sameDaysLastMonth({ preset: '30d' }, today)).toEqual({ from: '2026-09-24', to: '2026-10-23' })
    const march = { from: day('2026-03-01'), to: day('2026-04-01') }
    expect(sameDaysLastMonth({ custom: march }, today)).toEqual({ from: '2026-02-01', to: '2026-03-01' })
  })

  it('has nothing to say of ranges longer than a month', () => {
    expect(sameDaysLastMonth({ preset: '90d' }, today)).toBeNull()
    expect(sameDaysLastMonth({ preset: '12m' }, today)).toBeNull()
  })

  it('never overlaps the range itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 60 }), (offset, days) => {
        const from = addDays(day('2024-01-01'), offset)
        const before = sameDaysLastMonth({ custom: { from, to: addDays(from, days) } }, today)
        if (days <= 28) expect(before).not.toBeNull()
        if (before) expect(before.from < before.to && before.to <= from).toBe(true)
      }),
    )
  })
})
