import { describe, expect, it } from 'vitest'
import { UNSAID } from './prepare-lines'
import { newsOf } from './task-news'
import type { ShownStanding } from './task-state'

const lines = [{ id: 'a', subjectName: 'billing-service' }]
const news = (before: Partial<ShownStanding>, now: Partial<ShownStanding>) =>
  newsOf(
    { id: 'a', before: { ...UNSAID, ...before }, now: { ...UNSAID, changedBy: 'Grace', ...now } },
    lines,
    () => 'Ada Byron',
  )

describe('what others said', () => {
  it('tells what changed, the decision before a note', () => {
    expect(news({}, { decision: 'keep', note: 'ours' })).toBe('Grace: Keep (billing-service).')
    expect(news({ decision: 'keep' }, {})).toBe('Grace: undecided again (billing-service).')
    expect(news({}, { note: 'ours' })).toBe('Grace: “ours” (billing-service).')
    expect(news({ note: 'ours' }, {})).toBe('Grace: no note any more (billing-service).')
    expect(news({}, { assignee: 'ada@example.com' })).toBe('Grace: for Ada Byron (billing-service).')
    expect(news({ decision: 'deactivate' }, { decision: 'deactivate', deactivatedAt: 'today' })).toBe(
      'Grace: deactivated (billing-service).',
    )
  })
})
