import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedFacts, isRestatement } from './revision'

const facts = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('1', '2', '3'))
const textsOf = (record: Record<string, string>) =>
  Object.entries(record).map(([key, value]) => ({ key, value }))

describe('changedFacts', () => {
  it('names what was said otherwise, what is gone and what is new', () => {
    const before = textsOf({ same: '1', other: '1', gone: '1' })
    expect(changedFacts(before, textsOf({ same: '1', other: '2', added: '3' }))).toEqual([
      { key: 'added', before: null, after: '3' },
      { key: 'gone', before: '1', after: null },
      { key: 'other', before: '1', after: '2' },
    ])
  })

  it('applied to what was gives what is, and nothing is named that did not change', () => {
    fc.assert(
      fc.property(facts, facts, (was, is) => {
        const changes = changedFacts(textsOf(was), textsOf(is).reverse())
        const applied: Record<string, string> = { ...was }
        for (const { key, before, after } of changes) {
          expect(before).toBe(was[key] ?? null)
          expect(before).not.toBe(after)
          if (after === null) delete applied[key]
          else applied[key] = after
        }
        expect(applied).toEqual(is)
      }),
    )
  })
})

describe('isRestatement', () => {
  const stored = {
    state: 'synced',
    source: 'analytics',
    granularity: 'hour',
    isRestated: false,
  } as const

  it('is a final day that its own source tells otherwise', () => {
    expect(isRestatement(stored, stored)).toBe(true)
    expect(isRestatement({ ...stored, state: 'partial', isRestated: true }, stored)).toBe(true)
  })

  it('is no day that was not final, nor another way to tell it', () => {
    expect(isRestatement(undefined, stored)).toBe(false)
    expect(isRestatement({ ...stored, state: 'provisional', isRestated: true }, stored)).toBe(false)
    expect(isRestatement({ ...stored, state: 'partial' }, stored)).toBe(false)
    expect(isRestatement({ ...stored, source: 'legacy' }, stored)).toBe(false)
    expect(isRestatement({ ...stored, granularity: 'day' }, stored)).toBe(false)
  })
})
