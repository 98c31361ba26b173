import { describe, expect, it } from 'vitest'
import { REVIEW_EVENT_KINDS, type Review, type ReviewEvent } from '@/lib/domain/review'
import { prepareEvents } from './prepare-events'

const lines = [{ id: 'l1', subject: { name: 'billing-service' } }] as Review['lines']
const said = (more: Partial<ReviewEvent>): ReviewEvent => ({
  ...{ id: 'e1', lineId: 'l1', at: new Date('2026-11-23T09:00:00Z'), actorName: 'Ada', kind: 'decided' },
  ...{ decision: null, note: null, assignee: null, revision: 1 },
  ...more,
})
const wordsOf = (more: Partial<ReviewEvent>) =>
  prepareEvents({ events: [said(more)], lines }, undefined, () => 'Grace Hopper')[0]

describe('what was said of a review', () => {
  it('names the line, what was said, by whom and when', () => {
    const decided = { decision: 'ask' as const, note: 'who is this?', assignee: 'grace@example.com' }
    expect(wordsOf(decided)).toEqual({
      id: 'e1',
      words: 'billing-service: Ask the owner “who is this?”, for Grace Hopper',
      origin: 'Ada, 23 Nov 2026, 09:00 UTC',
    })
    expect(wordsOf({ kind: 'signed', lineId: null, note: 'fine' })?.words).toBe('Signed “fine”')
    expect(wordsOf({ kind: 'assigned' })?.words).toBe('billing-service: nobody sees to it any more')
  })

  it('has words for whatever can be said', () => {
    for (const kind of REVIEW_EVENT_KINDS) expect(wordsOf({ kind })?.words).toMatch(/\w: \w/)
  })
})
