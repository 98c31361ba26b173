import { describe, expect, it } from 'vitest'
import type { Decision } from '@/lib/domain/review'
import { signFacts } from './sign-facts'
import type { LineState } from './task-state'

const line = (decision: Decision | null, deactivatedAt: string | null = null): LineState => ({
  standing: {
    ...{ decision, deactivatedAt, note: null, assignee: null },
    ...{ decidedBy: null, decidedAt: null, changedBy: null, revision: 1 },
  },
  saving: [],
  problem: null,
})

describe('what a signature covers', () => {
  it('counts what is decided, what stays open and where it goes', () => {
    const lines = [
      line('keep'),
      line('deactivate', '22 Nov 2026'),
      line('deactivate'),
      line('later'),
      line(null),
      line(null),
    ]
    expect(signFacts(lines, 'week 48')).toEqual([
      '4 of 6 lines are decided.',
      '2 lines stay open, asked again in week 48.',
      '1 line put off until later, asked again in week 48.',
      '1 key to be deactivated that is still active, asked again in week 48.',
    ])
  })

  it('says when nothing is left', () => {
    expect(signFacts([line('keep'), line('ask')], 'week 48')).toEqual(['All 2 lines are decided.'])
    expect(signFacts([line('keep')], 'week 48')).toEqual(['The one line is decided.'])
    expect(signFacts([], 'week 48')).toEqual([
      'There was nothing to decide. The figures are signed as they are.',
    ])
  })

  it('counts what is being saved as said', () => {
    const saving = { ...line(null), saving: [{ decision: 'keep' as const, note: null, assignee: null }] }
    expect(signFacts([saving], 'week 48')).toEqual(['The one line is decided.'])
  })
})
