import { expect, test } from 'vitest'
import { nano } from '@/lib/domain/money'
import { changeLine, keyChoices, factsOfUse } from './prepare-key-control'

const change = {
  id: 'a',
  field: 'status',
  before: 'active',
  wanted: 'inactive',
  reason: 'not used',
  state: 'confirmed' as const,
  failure: null,
  actorName: 'Ada',
  requestedAt: new Date('2026-11-22T10:30:00Z'),
  canUndo: true,
}

test.each([
  ['active', ['Deactivate', 'Archive', 'Rename']],
  ['inactive', ['Reactivate', 'Archive', 'Rename']],
  ['expired', ['Archive', 'Rename']],
  ['archived', ['Rename']],
  ['constructor', ['Rename']],
])('an %s key can be: %s', (status, verbs) => {
  const choices = keyChoices(status)
  expect(choices.map(({ verb }) => verb)).toEqual(verbs)
  for (const { status: wanted, consequence } of choices)
    expect(/final/.test(consequence)).toBe(wanted === 'archived')
})

test('a change says what came of it, from whom, and what can be done', () => {
  expect(changeLine(change, 'inactive', undefined)).toEqual({
    ...{ id: 'a', tone: 'success', title: 'Deactivated, confirmed by Anthropic', detail: '' },
    ...{ origin: 'Ada, 22 Nov 2026, 10:30 UTC: not used', undo: 'Undo: reactivate', canLook: false },
  })
  const unknown = { ...change, state: 'unconfirmed' as const, failure: 'Too slow.', canUndo: false }
  expect(changeLine(unknown, 'active', undefined)).toMatchObject({
    ...{ tone: 'warning', title: 'Deactivate: not confirmed. Last known: active', undo: null, canLook: true },
    detail: expect.stringMatching(/^Too slow\. Look again/) as string,
  })
  const refused = { ...change, state: 'refused' as const, failure: 'No.', canUndo: false }
  expect(changeLine(refused, 'active', undefined)).toMatchObject({
    tone: 'error',
    title: 'Deactivate: not done',
    detail: 'No.',
  })
  const renamed = { ...change, field: 'name', before: 'a', wanted: 'inactive' }
  expect(changeLine(renamed, 'active', undefined)).toMatchObject({
    title: 'Renamed from “a” to “inactive”, confirmed by Anthropic',
    undo: 'Take the name back',
  })
})

test('the dry run in words, and what is not known is said', () => {
  const part = { spend: null, tokens: 1n, requests: 1n }
  const use = (spend: bigint | null, tokens: bigint, models: string[] = [], people: string[] = []) => ({
    ...{ tokens, requests: tokens / 10n, spend: spend === null ? null : nano(spend) },
    models: models.map((model) => ({ model, ...part })),
    products: models.length > 0 ? [{ product: 'claude_code', ...part }] : [],
    people: people.map((person) => ({ person, ...part })),
  })
  const all = {
    used7d: use(0n, 0n),
    used30d: use(12_340_000_000n, 1000n, ['claude-a', 'claude-b', 'claude-c', 'claude-d', 'e'], ['Ada']),
    savesMonthly: nano(45_100_000_000n),
  }
  expect(factsOfUse(all)).toEqual([
    'Last 7 days: not used.',
    'Last 30 days: $12.34, 1,000 tokens, 100 requests, with claude-a, claude-b, claude-c and 2 more, through Claude Code, by Ada.',
    'Stopping it saves about $45.10 a month, by the mean of the closed days of the last 30.',
  ])
  expect(factsOfUse(all, false)).toHaveLength(2)
  const legacy = factsOfUse({
    used7d: use(null, 5n, ['claude-a']),
    used30d: use(null, 0n),
    savesMonthly: null,
  })
  expect(legacy[0]).toBe('Last 7 days: cost not told by key, 5 tokens, with claude-a, through Claude Code.')
  expect(legacy[2]).toMatch(/is not known/)
})
