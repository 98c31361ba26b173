import { describe, expect, it } from 'vitest'
import { closedLine, closedWeek, TREND, WEEK_BEFORE } from './closed-week-under-test'
import { nano } from './money'
import { buildDigest, reviewNotice } from './review-digest'

const PAST = { last: WEEK_BEFORE, trend: TREND }
const NONE = { last: null, trend: { ...TREND, signed: 0 } }

describe('a digest', () => {
  it('says the total, its change and why, and each pool beside the week before', () => {
    const digest = buildDigest(closedWeek(), PAST)
    expect(digest).toMatchObject({
      name: 'Week 46, 9 – 15 Nov 2026',
      total: '$12,845.61',
      change: '+$2,202.51 (+21\u202f%) against the week before.',
      reason: 'Mostly more use (+$1,801.18), then caching that saved less (+$351.21).',
      caveat: '1 day could still change.',
      path: '/review/2026-W46',
      closedAt: '2026-11-16T00:05:00.000Z',
    })
    expect(digest.rows.map(({ label, now, before, change }) => [label, now, before, change])).toEqual([
      ['Plan fees', '$700.33', '$700.33', 'the same'],
      ['Usage credits', '$50.12', '$0.00', '+$50.12'],
      ['API use', '$12,128.49', '$9,976.10', '+$2,152.39'],
      ['API credit', '−$33.33', '−$33.33', 'the same'],
      ['Total', '$12,845.61', '$10,643.10', '+$2,202.51'],
    ])
  })

  it('tells what is not known from zero, and leaves out pools that have nothing', () => {
    const [plan, , api] = closedWeek().figures.pools
    if (!plan || !api) throw new Error('a pool is missing')
    const pools = [
      plan,
      { pool: 'usage_credits' as const, now: nano(0n), before: nano(0n), longBefore: nano(9n) },
      { ...api, before: null },
    ]
    const total = { now: nano(0n), before: null, longBefore: null }
    const digest = buildDigest(closedWeek({ pools, total, reasons: null }), PAST)
    expect(digest.change).toBe('What the week before came to is not wholly known.')
    expect(digest.reason).toBeNull()
    expect(digest.rows.map(({ label, before, change }) => [label, before, change])).toEqual([
      ['Plan fees', '$700.33', 'the same'],
      ['API use', null, null],
      ['Total', null, null],
    ])
  })

  it('shows the three largest movers, findings and budgets, and of the rest the largest two', () => {
    const { sections, open } = buildDigest(closedWeek(), PAST)
    const begins = sections.map(({ title, sentences }) => [
      title,
      ...sentences.map((text) => text.slice(0, 12)),
    ])
    expect(begins).toEqual([
      ['What moved most', '“prod-agents', '“support-bot', '“evals” cost'],
      ['Open findings and budgets', '“ci-nightly”', '“batch-embed', 'Budget “Rese'],
      ['Also to decide', '$531.28 (4 %', '“trial-ben” '],
    ])
    expect(open).toBe(
      '13 lines are to be decided: 2 findings, 1 budget, 4 keys that moved, 2 new keys, 1 changed key and more, 1 key that became idle, 1 key nobody owns.',
    )
  })

  it('names what was carried over, and says when nothing is to be decided', () => {
    const line = { ...closedLine('finding', 'One.', 1n), carriedFrom: '2026-W45' }
    const open = (lines: ReturnType<typeof closedLine>[]) => buildDigest(closedWeek({}, lines), NONE)
    expect(open([line, closedLine('budget', 'Two.', 1n)]).open).toBe(
      '2 lines are to be decided: 1 finding, 1 budget; 1 of them carried over.',
    )
    expect(open([])).toMatchObject({
      open: 'Nothing is to be decided: it only waits for a signature.',
      sections: [],
      past: [],
    })
  })

  it('says who signed the one before and how long it took, what stopped, or that nobody has', () => {
    const past = (last: typeof WEEK_BEFORE) => buildDigest(closedWeek(), { last, trend: TREND }).past
    expect(past(WEEK_BEFORE)).toEqual([
      'Week 45 was signed by Ada on 10 Nov 2026, decided in 6 minutes.',
      '2 keys were deactivated from it: $212.09 a month stopped.',
      '4 reviews signed, usually decided in 5 minutes. $604.55 a month stopped since September 2026.',
    ])
    expect(past({ ...WEEK_BEFORE, signedAt: null, signedBy: null, deactivated: 0 })[0]).toBe(
      'Nobody has signed week 45 yet: 2 lines are undecided.',
    )
  })

  it('is told under the name of its period, with whose data it speaks of', () => {
    const { key, kind, organizationId, content } = reviewNotice(closedWeek(), PAST)
    expect({ key, kind, organizationId }).toEqual({
      ...{ key: 'review 2026-W46', kind: 'review_ready', organizationId: null },
    })
    expect(content.title).toBe('Week 46 is closed: $12,845.61 (+$2,202.51), 13 to decide')
    expect(content.digest.organizationIds).toEqual(['org-1'])
  })
})
