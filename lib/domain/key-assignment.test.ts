import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, type Day } from './day'
import {
  assignFrom,
  assignmentOn,
  assignmentWords,
  NOTHING_SAID,
  refuseAssignment,
  SINCE_ALWAYS,
  type AssignmentChange,
} from './key-assignment'

const FIRST = day('2026-11-01')
const someDay = fc.oneof(
  fc.constant(SINCE_ALWAYS),
  fc.integer({ min: 0, max: 20 }).map((n): Day => addDays(FIRST, n)),
)
const text = fc.option(fc.constantFrom('a', 'b', 'c'))
const change = fc.record(
  {
    ownerEmail: text,
    application: text,
    tags: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
    addTags: fc.uniqueArray(fc.constantFrom('x', 'q')),
    removeTags: fc.uniqueArray(fc.constantFrom('x', 'y')),
  },
  { requiredKeys: [] },
)

describe('assignFrom', () => {
  it('changes what is given on every day from then on, and nothing else on any day', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(change, someDay), { maxLength: 8 }),
        change,
        someDay,
        (said, last: AssignmentChange, from) => {
          const before = said.reduce<ReturnType<typeof assignFrom>>(
            (rows, [each, on]) => assignFrom(rows, each, on),
            [],
          )
          const after = assignFrom(before, last, from)
          for (let n = -2; n < 23; n += 1) {
            const on = addDays(FIRST, n)
            const [held, holds] = [assignmentOn(before, on), assignmentOn(after, on)]
            if (on < from) expect(holds).toEqual(held)
            else {
              const { addTags = [], removeTags = [], ...plain } = last
              const tags = new Set([...(plain.tags ?? held.tags), ...addTags])
              for (const tag of removeTags) tags.delete(tag)
              expect(holds).toEqual({ ...held, ...plain, tags: [...tags].sort() })
            }
          }
          const days = after.map(({ effectiveOn }) => effectiveOn)
          expect(days).toEqual([...new Set(days)].sort())
        },
      ),
    )
  })

  it('leaves no row behind that changes nothing', () => {
    const rows = assignFrom([], { application: 'a' }, FIRST)
    expect(assignFrom(rows, { application: 'a' }, SINCE_ALWAYS)).toHaveLength(1)
    expect(assignFrom(rows, { application: null }, SINCE_ALWAYS)).toEqual([])
  })
})

it('says in words what differs, and only that', () => {
  const after = { ...NOTHING_SAID, costCentre: '4711', tags: ['a', 'b'] }
  expect(assignmentWords(NOTHING_SAID, after)).toEqual({
    before: { 'cost centre': null, tags: null },
    after: { 'cost centre': '4711', tags: 'a, b' },
  })
})

describe('refuseAssignment', () => {
  it('takes any words but those that would make two groups of the timeline one', () => {
    for (const fine of ['nonesuch', 'a+b', '=1+1', '<b>', 'a:b'])
      expect(refuseAssignment({ application: fine, tags: [fine], costCentre: null })).toBeNull()
    for (const word of ['none', 'Unattributed', 'null', 'plan:x'])
      expect(refuseAssignment({ environment: word })?.field).toBe('environment')
    for (const tag of ['a + b', 'a,b', 'none'])
      expect(refuseAssignment({ addTags: [tag] })?.field).toBe('tags')
    expect(refuseAssignment({ tags: Array.from({ length: 21 }, String) })?.sentence).toContain('20')
    expect(refuseAssignment({ purpose: 'none' })).toBeNull()
  })
})
