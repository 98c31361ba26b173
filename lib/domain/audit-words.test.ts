import { describe, expect, it } from 'vitest'
import { auditAction, auditChanges } from './audit-words'

describe('auditAction', () => {
  it('says what was done, also of actions it does not know', () => {
    expect(auditAction('token.created')).toBe('made a token')
    expect(auditAction('key_note.split_up')).toBe('key note: split up')
    expect(auditAction('constructor')).toBe('constructor')
  })
})

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
})
