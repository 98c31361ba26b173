import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import type { FindingEvaluationState, StoredFinding } from '@/lib/domain/findings/stored-finding'
import { nano } from '@/lib/domain/money'
import { evaluationWords, prepareFinding, standsWords } from './prepare-findings'

const NOW = new Date('2026-11-22T10:30:00Z')
const finding: StoredFinding = {
  ...{ id: 'f 1', rule: 'leaked-key', severity: 'high', stands: 'open', subjectName: 'ci' },
  subject: { type: 'key', id: 'k', organizationId: 'o' },
  organizationName: 'Org',
  episode: day('2026-11-18'),
  lastDay: day('2026-11-21'),
  detectedAt: new Date('2026-11-18T03:05:00Z'),
  atStake: { amount: nano(12_340_000_000n), means: 'spent' },
  ...{ sentence: 'It cost $12.34.', cannotSee: '', evidence: [], steps: [], returns: 0 },
  ...{ goneAt: null, silentUntil: null, ownerEmail: null, note: null },
}

it('says what a row says: rule, amount and what it means, since when', () => {
  expect(prepareFinding(finding, false, NOW)).toMatchObject({
    href: '/findings/f%201',
    about: 'Key perhaps leaked',
    stake: { text: '$12.34' },
    stakeWords: 'spent so far',
    since: '4 days ago',
    standsWords: 'Open',
  })
  expect(prepareFinding(finding, true, NOW).about).toBe('Key perhaps leaked · Org')
})

it('counts since the day it was found where the episode is named by a day to come', () => {
  const retiring = { ...finding, episode: day('2026-11-30'), detectedAt: new Date('2026-11-21T23:59:00Z') }
  expect(prepareFinding(retiring, false, NOW).since).toBe('yesterday')
})

describe('where it stands, in words', () => {
  const words = (more: Partial<StoredFinding>) => standsWords({ ...finding, ...more }, NOW)
  it.each<[string, Partial<StoredFinding>]>([
    ['Snoozed until 1 Dec 2026', { stands: 'snoozed', silentUntil: new Date('2026-12-01') }],
    [
      'Expected until 1 Dec 2026, 08:00 UTC, by a@b.c',
      { stands: 'expected', silentUntil: new Date('2026-12-01T08:00:00Z'), ownerEmail: 'a@b.c' },
    ],
    ['Open again: its silence ended', { stands: 'open', silentUntil: NOW }],
    ['Open: it came back', { stands: 'open', returns: 1 }],
    ['Open: it came back 3 times', { stands: 'open', returns: 3 }],
    ['Resolved: its cause is gone', { stands: 'resolved', goneAt: NOW }],
    ['Resolved', { stands: 'resolved' }],
    ['Acknowledged', { stands: 'acknowledged' }],
  ])('%s', (expected, more) => {
    expect(words(more)).toBe(expected)
  })
})

describe('how far the rules have come', () => {
  const at = (state: FindingEvaluationState['state'], organizationName = 'Org'): FindingEvaluationState => ({
    ...{ organizationId: organizationName, organizationName, state },
    evaluatedAt: state === 'never' ? null : new Date('2026-11-22T10:20:00Z'),
    untilHour: state === 'never' ? null : new Date('2026-11-22T09:00:00Z'),
  })
  it.each<[string, FindingEvaluationState[], RegExp]>([
    ['none', [], /No organisation/],
    ['never', [at('never')], /not looked at anything yet/],
    ['some', [at('current'), at('never', 'Other')], /not looked at Other yet/],
    ['behind', [at('current'), at('behind', 'Other')], /last sync brought of Other/],
    ['current', [at('current')], /10 minutes ago, at every hour up to 22 Nov 2026, 09:00 UTC/],
  ])('%s', (state, evaluations, sentence) => {
    const words = evaluationWords(evaluations, NOW)
    expect(words.state).toBe(state)
    expect(words.sentence).toMatch(sentence)
  })
})
