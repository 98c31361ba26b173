import { expect, test } from 'vitest'
import { addDays, day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { SupportDay, SupportFacts } from '@/lib/queries/support-facts'
import { supportText } from './support-text'

const NOW = new Date('2026-11-22T10:30:00Z')
const SECRET = `sk-ant-api03-${'x'.repeat(60)}`
const range = { from: day('2026-11-20'), to: day('2026-11-23') }
const part = (model: string | null, amount: bigint, isPriced = true) => ({
  ...{ model, amount: nano(amount), isPriced, tokens: 70n },
})
const facts: SupportFacts = {
  organization: { id: '0d0e-org', name: 'Northwind "<i>"' },
  key: {
    ...{ id: 'apikey_1', name: `billing\n\u202e${SECRET} =1+1`, hint: 'sk-ant-api03-Ab1...XyZz' },
    ...{ status: 'active', workspaceId: 'wrkspc_1', createdAt: new Date('2026-03-01'), expiresAt: null },
  },
  days: [
    {
      day: day('2026-11-20'),
      state: 'synced',
      models: [part('claude-a', 1_234_567_000n), part(null, 5n)],
    },
    { day: day('2026-11-22'), state: 'provisional', models: [] },
  ],
  restatements: [
    { day: day('2026-11-20'), noticedAt: NOW, before: nano(2_000_000_000n), after: nano(1_500_000_000n) },
  ],
}

test('the facts of a key, exact, and nothing secret', () => {
  expect(supportText(facts, range, NOW))
    .toBe(`Please look at the cost of the API key “\u2068billing \u202esk-ant-[hidden] =1+1\u2069”, 20 – 22 Nov 2026 (UTC).

Organisation: Northwind "<i>"
Organisation id: 0d0e-org
API key id: apikey_1
API key name: “\u2068billing \u202esk-ant-[hidden] =1+1\u2069”
API key hint: sk-ant-api03-Ab1...XyZz
Status as last read: active
Workspace id: wrkspc_1
Created: 2026-03-01
Days: 2026-11-20 to 2026-11-22, both included, UTC

What the Admin API told us, in US dollars, by day and model:

2026-11-20: $1.234567005 (claude-a $1.234567, no model $0.000000005)
2026-11-22: no use, not final when read
In total: $1.234567005
Not read by us: 1 of these days

Days whose figures changed after they were final (totals of the organisation):
2026-11-20: from $2.00 to $1.50, noticed 22 Nov 2026, 10:30 UTC

Please tell us what these amounts are for, and correct them where they are wrong.

Read through Onebill; written 22 Nov 2026, 10:30 UTC.`)
})

test('of a whole organisation no key is named, and cost nobody told is not zero', () => {
  const days: SupportDay[] = [
    { day: day('2026-11-20'), state: 'synced', models: [part('claude-a', 0n, false)] },
    { day: day('2026-11-21'), state: 'synced', models: [part('b', 2n), part('c', 0n, false)] },
  ]
  const text = supportText({ ...facts, key: null, days, restatements: [] }, range, NOW)
  expect(text).not.toMatch(/API key|apikey/)
  expect(text).toContain('2026-11-20: 70 tokens whose cost was not told by key (claude-a 70 tokens')
  expect(text).toContain('In total: $0.000000002 and 140 tokens whose cost was not told by key')
  expect(text).not.toContain('changed after')
})

test('of a long range the latest days are told one by one, and all are in the sum', () => {
  const from = day('2026-01-01')
  const days = Array.from({ length: 150 }, (_, index): SupportDay => ({
    ...{ day: addDays(from, index), state: 'synced', models: [part('m', 1_000_000_000n)] },
  }))
  const text = supportText({ ...facts, days }, { from, to: addDays(from, 150) }, NOW)
  expect(text).toContain('2026-01-01 to 2026-02-19: $50.00')
  expect(text).toContain('In total: $150.00')
  expect(text.split('\n').filter((line) => / \(m /.test(line))).toHaveLength(100)
})
