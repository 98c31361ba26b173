import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from './day'
import { NOTHING_SAID, SINCE_ALWAYS } from './key-assignment'
import { isLike, outcomesOf, type KeyRule, type RuledKey } from './key-rule'

const rule = (change: Partial<KeyRule>): KeyRule => ({
  ...{ id: 'r', pattern: '*', organizationId: null, workspaceId: null, effectiveOn: SINCE_ALWAYS },
  ...NOTHING_SAID,
  ...change,
})
const key = (change: Partial<RuledKey> = {}): RuledKey => ({
  ...{ organizationId: 'org', id: 'k', name: 'ci-build', workspaceId: 'w1', assigned: [], settled: [] },
  ...change,
})

describe('isLike', () => {
  it('is the whole name, large and small letters alike, with * for any text', () => {
    expect(isLike('CI-Build', 'ci-*')).toBe(true)
    expect(isLike('ci-', 'ci-*')).toBe(true)
    expect(isLike('my ci-build', 'ci-*')).toBe(false)
    expect(isLike('ci-build', 'ci')).toBe(false)
    expect(isLike('a', 'a*a')).toBe(false)
    expect(isLike('nightly (EU)', '*(eu)')).toBe(true)
    expect(isLike('x.y', 'x?y')).toBe(false)
  })

  it('agrees with a regular expression, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', '.', '(', '*', ' ', 'é'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (name, pattern) => {
        const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        const expected = new RegExp(`^${parts.join('[^]*')}$`, 'i').test(name)
        expect(isLike(name, pattern)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes no time to speak of for a pattern of many parts', () => {
    const began = performance.now()
    expect(isLike('a'.repeat(500), `${'*a'.repeat(100)}*b`)).toBe(false)
    expect(performance.now() - began).toBeLessThan(50)
  })
})

describe('outcomesOf', () => {
  it('says what a rule speaks of, of the keys it catches', () => {
    const others = [key({ name: 'web' }), key({ workspaceId: 'w2' }), key({ organizationId: 'other' })]
    const ci = rule({ pattern: 'ci-*', organizationId: 'org', workspaceId: 'w1', application: 'CI' })
    expect(outcomesOf(ci, [], [key(), ...others])).toEqual([
      {
        key: key(),
        change: { application: 'CI' },
        assigned: [{ effectiveOn: SINCE_ALWAYS, ...NOTHING_SAID, application: 'CI' }],
        kept: [],
        outranked: [],
      },
    ])
  })

  it('keeps what a person said, and leaves to an earlier rule what it speaks of', () => {
    const mine = rule({ application: 'CI', ownerEmail: 'ada@example.com', tags: ['x'] })
    const earlier = [rule({ tags: ['y'] }), rule({ pattern: 'web*', application: 'Web' })]
    const [outcome] = outcomesOf(mine, earlier, [key({ settled: ['ownerEmail', 'purpose'] })])
    expect(outcome).toMatchObject({
      change: { application: 'CI' },
      kept: ['ownerEmail'],
      outranked: ['tags'],
    })
  })

  it('has nothing to say where it holds already, on all days from its own on', () => {
    const from = day('2026-11-01')
    const held = { effectiveOn: SINCE_ALWAYS, ...NOTHING_SAID, application: 'CI' }
    const mine = rule({ application: 'CI', effectiveOn: from })
    expect(outcomesOf(mine, [], [key({ assigned: [held] })])[0]?.change).toBeNull()
    const later = { ...held, effectiveOn: day('2026-11-10'), application: 'Other' }
    expect(outcomesOf(mine, [], [key({ assigned: [held, later] })])[0]?.assigned).toEqual([held])
  })
})
