import { describe, expect, it } from 'vitest'
import { type AuditAction, auditAction } from './audit-words'

describe('auditAction', () => {
  it('says what was done, also of actions it does not know', () => {
    expect(auditAction('token.created')).toBe('made a token')
    expect(auditAction('view.saved')).toBe('saved a view of the timeline')
    expect(auditAction('demo.notes_removed')).toBe('removed the notes of the demo')
    expect(auditAction('key_note.split_up')).toBe('key note: split up')
    expect(auditAction('constructor')).toBe('constructor')
  })
  it('has words for whatever can be written', () => {
    // @ts-expect-error transact takes this type: what has no words does not compile
    const wordless: AuditAction = 'plan.split_up'
    expect(auditAction(wordless)).toBe('plan: split up')
  })
})
