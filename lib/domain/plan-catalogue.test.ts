import { describe, expect, it } from 'vitest'
import { addDays, type Day, day } from './day'
import { formatUsdExact } from './money'
import type { Cycle } from './plan'
import {
  CATALOGUE_DEFAULTS,
  canonicalPlanCode,
  catalogueEntryOn,
  knownPlanCodes,
  listPriceFor,
  monthlyApiCredit,
  planNameOn,
} from './plan-catalogue'

const on = (code: string, cycle: Cycle, text: string) =>
  catalogueEntryOn(CATALOGUE_DEFAULTS, code, cycle, day(text))
const listed = (code: string, cycle: Cycle, text: string, seats = 1) => {
  const entry = on(code, cycle, text)
  const price = entry && listPriceFor(entry, seats)
  return price === null ? null : formatUsdExact(price)
}
const credit = (code: string, cycle: Cycle, text: string, seats = 1) => {
  const entry = on(code, cycle, text)
  const amount = entry && monthlyApiCredit(entry, seats)
  return amount === null ? null : formatUsdExact(amount)
}

describe('the defaults', () => {
  it('name the plans as they were called on the day', () => {
    expect(planNameOn(CATALOGUE_DEFAULTS, 'max', 'monthly', day('2026-10-10'))).toBe('Max 5x')
    expect(planNameOn(CATALOGUE_DEFAULTS, 'max', 'monthly', day('2026-10-11'))).toBe('Max')
    expect(planNameOn(CATALOGUE_DEFAULTS, 'ultra', 'monthly', day('2025-06-01'))).toBe('Max 20x')
    expect(planNameOn(CATALOGUE_DEFAULTS, 'ultra', 'monthly', day('2026-11-22'))).toBe('Ultra')
  })

  it('find a name also for a day or cycle that is not listed', () => {
    expect(planNameOn(CATALOGUE_DEFAULTS, 'max', 'annual', day('2026-11-22'))).toBe('Max')
    expect(planNameOn(CATALOGUE_DEFAULTS, 'max', 'monthly', day('2020-01-01'))).toBe('Max 5x')
    expect(planNameOn(CATALOGUE_DEFAULTS, 'gone', 'monthly', day('2026-11-22'))).toBe('gone')
  })

  it('list the prices of the day', () => {
    expect(listed('pro', 'monthly', '2026-11-22')).toBe('20.00')
    expect(listed('pro', 'annual', '2026-11-22')).toBe('200.00')
    expect(listed('team_standard', 'monthly', '2025-06-01', 5)).toBe('150.00')
    expect(listed('team_standard', 'annual', '2026-11-22', 10)).toBe('2400.00')
    expect(listed('team_premium', 'monthly', '2026-11-22')).toBe('125.00')
    expect(listed('team_premium', 'annual', '2025-09-01')).toBeNull()
    expect(on('max', 'annual', '2026-11-22')).toBeNull()
    expect(on('max', 'monthly', '2025-03-31')).toBeNull()
  })

  it('have the monthly API credit from 7 October 2026, pooled and capped for a Team', () => {
    expect(credit('max', 'monthly', '2026-10-06')).toBeNull()
    expect(credit('max', 'monthly', '2026-10-07')).toBe('100.00')
    expect(credit('ultra', 'monthly', '2026-11-22')).toBe('200.00')
    expect(credit('pro', 'monthly', '2026-11-22')).toBeNull()
    expect(credit('enterprise', 'annual', '2026-11-22', 30)).toBeNull()
    expect(credit('team_standard', 'annual', '2026-11-22', 7)).toBe('140.00')
    expect(credit('team_premium', 'monthly', '2026-11-22', 7)).toBe('500.00')
  })

  it('leave no gap and no overlap within a code and cycle', () => {
    const rows = new Map<string, (typeof CATALOGUE_DEFAULTS)[number][]>()
    for (const entry of CATALOGUE_DEFAULTS) {
      const key = `${entry.code}/${entry.cycle}`
      rows.set(key, [...(rows.get(key) ?? []), entry])
    }
    for (const spans of rows.values()) {
      spans.forEach((span, index) => {
        const next = spans[index + 1]
        expect(span.validTo).toBe(next ? addDays(next.validFrom, -1) : null)
      })
    }
  })

  it('say in words where a day is not known', () => {
    const renamed = on('ultra', 'monthly', '2026-11-22')?.source
    expect(renamed).toContain('between 11 and 31 Oct 2026')
    expect(on('team_premium', 'annual', '2026-11-22')?.source).toContain('exact day is not known')
  })
})

it('a renamed plan has one code over time', () => {
  expect(['max_5x', 'max_20x', 'pro', 'constructor'].map(canonicalPlanCode)).toEqual([
    'max',
    'ultra',
    'pro',
    'constructor',
  ])
  expect(knownPlanCodes(CATALOGUE_DEFAULTS)).toEqual([
    'free',
    'pro',
    'max',
    'ultra',
    'team_standard',
    'team_premium',
    'enterprise',
  ])
})

it('the newest entry wins where somebody entered an overlapping one', () => {
  const own = { ...CATALOGUE_DEFAULTS[1], validFrom: '2026-12-01' as Day, name: 'Pro 2' }
  const entries = [own, ...CATALOGUE_DEFAULTS] as typeof CATALOGUE_DEFAULTS
  expect(catalogueEntryOn(entries, 'pro', 'monthly', day('2026-12-01'))?.name).toBe('Pro 2')
  expect(catalogueEntryOn(entries, 'pro', 'monthly', day('2026-11-30'))?.name).toBe('Pro')
})
