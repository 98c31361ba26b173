import { expect, test } from 'vitest'
import { day } from '@/lib/domain/day'
import type { LimitUse } from '@/lib/domain/limit-use'
import { nano, NANO_PER_USD } from '@/lib/domain/money'
import { askedWords, prepareLimits, unreadWords } from './prepare-limits'

function limit(spent: number, amount: number, more: Partial<LimitUse> = {}): LimitUse {
  return {
    ...{ subject: { type: 'organization', id: 'org' }, called: 'Build tier', source: 'usage_tier' },
    ...{ statedAt: new Date('2026-11-20T08:00:00Z'), statedBy: null, name: 'Acme', isInForce: true },
    ...{ spent: nano(BigInt(spent) * NANO_PER_USD), amount: nano(BigInt(amount) * NANO_PER_USD) },
    ...more,
  }
}

test.each([
  [799, 1000, 'plain', '', 79],
  [800, 1000, 'near', 'nearly reached', 80],
  [999, 1000, 'near', 'nearly reached', 99],
  [1000, 1000, 'over', 'reached', 100],
  [2500, 1000, 'over', 'reached', 100],
  [0, 0, 'over', 'reached', 100],
])('%d of %d is %s: %s', (spent, amount, tone, state, filled) => {
  expect(prepareLimits({ limits: [limit(spent, amount)] })[0]).toMatchObject({ tone, state, filled })
})

test('says who states a limit and why another holds', () => {
  const typed = {
    source: 'entered',
    statedBy: 'Ada',
    called: 'limit entered here',
    isInForce: false,
  } as const
  const lines = prepareLimits({
    limits: [
      limit(1, 1000),
      limit(1, 300, { source: 'anthropic', subject: { type: 'workspace', id: 'wrkspc_1' }, name: 'Staging' }),
      limit(1, 200, typed),
    ],
  })
  expect(lines.map(({ of, source, notInForce }) => [of, source, notInForce])).toEqual([
    ['The organisation', 'Anthropic’s cap (Build tier), read on 20 Nov 2026', null],
    ['Workspace Staging', 'Set in the Console, read on 20 Nov 2026', null],
    ['The organisation', 'Entered by Ada on 20 Nov 2026', 'does not count: Anthropic tells it itself'],
  ])
})

test('none told, not told and not asked are three different things', () => {
  const on = day('2026-11-22')
  const words = [
    askedWords({ asked: null, limits: [] }),
    askedWords({ asked: { on, told: false }, limits: [] }),
    askedWords({ asked: { on, told: true }, limits: [limit(1, 2, { source: 'entered' })] }),
    askedWords({ asked: { on, told: true }, limits: [limit(1, 2)] }),
  ]
  expect(new Set(words).size).toBe(4)
})

test('days that were not read are told, none is silent', () => {
  expect([unreadWords(0), unreadWords(1)?.slice(0, 7), unreadWords(4)?.slice(0, 6)]).toEqual([
    null,
    'One day',
    '4 days',
  ])
})
