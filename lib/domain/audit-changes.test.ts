import { describe, expect, it } from 'vitest'
import { auditChanges } from './audit-changes'

describe('auditChanges', () => {
  it('lists what differs, field by field', () => {
    const before = { role: 'member', same: 1, terms: { seats: 3 }, gone: true, note: null }
    const after = { role: 'admin', same: 1, terms: { seats: 4 }, expires_at: '2027-01-01', note: 'x' }
    expect(auditChanges(before, after)).toEqual([
      { field: 'role', before: 'member', after: 'admin' },
      { field: 'terms.seats', before: '3', after: '4' },
      { field: 'gone', before: 'yes', after: null },
      { field: 'note', before: 'nothing', after: 'x' },
      { field: 'expires at', before: null, after: '2027-01-01' },
    ])
  })

  it('reads what is no object, and nothing at all', () => {
    expect(auditChanges(null, null)).toEqual([])
    expect(auditChanges(undefined, ['a', 'b'])).toEqual([{ field: 'value', before: null, after: 'a, b' }])
    expect(auditChanges([{ a: 1 }], 5)).toEqual([{ field: 'value', before: '[{"a":1}]', after: '5' }])
  })

  it('writes dollars as dollars, to the digit where they were entered', () => {
    const after = {
      amount: '1250.00',
      input_usd: '0.0375',
      scope: { key: 'k' },
      guard: 'dry_run',
      name: 'a_b',
    }
    expect(auditChanges(null, after).map(({ field, after }) => [field, after])).toEqual([
      ['amount', '$1,250.00'],
      ['input', '$0.0375'],
      ['scope.key', 'k'],
      ['guard', 'dry run'],
      ['name', 'a_b'],
    ])
    const closed = [{ total: '1088310863190' }, { total_usd: '1088.31086319' }]
    for (const one of closed)
      expect(auditChanges(null, one)).toEqual([{ field: 'total', before: null, after: '$1,088.31' }])
  })

  it('says the terms of a plan in words, and only those that changed', () => {
    const first = { effective_on: '2026-05-03', plan: 'max', seats: 1, price: '90.00', price_usd: '100.00' }
    const second = { effective_on: '2026-11-13', plan: 'max', seats: 2, price: '180.00', price_usd: '200.00' }
    const plan = { currency: 'EUR', terms: [{ ...first, paused: false }] }
    const changed = { ...plan, terms: [...plan.terms, { ...second, paused: true }] }
    expect(auditChanges(plan, changed)).toEqual([
      { field: 'from 13 Nov 2026', before: null, after: 'max, 2 seats, 180.00 EUR ($200.00), paused' },
    ])
    expect(auditChanges(null, { ...plan, currency: 'USD' })).toContainEqual({
      ...{ field: 'from 3 May 2026', before: null, after: 'max, 1 seat, $100.00' },
    })
  })
})
