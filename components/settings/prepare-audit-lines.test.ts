import { expect, it } from 'vitest'
import { prepareAuditLines } from './prepare-audit-lines'

it('says who did what to whom, with clock times in the zone of the reader', () => {
  const entry = {
    id: '1',
    at: new Date('2026-11-22T10:30:00Z'),
    actor: { kind: 'token', id: 't', name: 'Nightly' },
    action: 'invitation.created',
    subject: { type: 'user', id: 'u' },
    before: null,
    after: { expires_at: '2026-11-29T10:30:00.000Z', email: 'x@example.com' },
  }
  const named = new Map([['user:u', 'Ada']])
  const [line] = prepareAuditLines([entry], named, 'Europe/Berlin')
  expect(line).toEqual({
    id: '1',
    when: '22 Nov 2026, 11:30 UTC+1',
    instant: '2026-11-22T10:30:00.000Z',
    who: 'Nightly',
    by: 'token',
    what: 'invited somebody',
    subject: { words: 'person Ada', filter: 'user:u' },
    changes: [
      { field: 'expires at', before: null, after: '29 Nov 2026, 11:30 UTC+1' },
      { field: 'email', before: null, after: 'x@example.com' },
    ],
  })
  const [unnamed] = prepareAuditLines(
    [{ ...entry, subject: { type: 'plan_catalogue', id: null } }],
    named,
    undefined,
  )
  expect(unnamed).toMatchObject({
    when: '22 Nov 2026, 10:30 UTC',
    subject: { words: 'plan catalogue', filter: 'plan_catalogue' },
  })
})
