import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { NANO_PER_USD, nano } from '@/lib/domain/money'
import type { ReviewAdjustments, ReviewFigures } from '@/lib/domain/review'
import { prepareHead } from './prepare-head'

const usd = (dollars: number) => nano(BigInt(dollars) * NANO_PER_USD)
const figures: ReviewFigures = {
  period: '2026-W46',
  kind: 'week',
  range: { from: day('2026-11-09'), to: day('2026-11-16') },
  compared: {
    before: { from: day('2026-11-02'), to: day('2026-11-09') },
    longBefore: { from: day('2026-10-12'), to: day('2026-10-19') },
  },
  takenAt: new Date('2026-11-16T06:00:00Z'),
  total: { now: usd(118), before: usd(100), longBefore: null },
  pools: [
    { pool: 'plan', now: usd(50), before: usd(50), longBefore: usd(50) },
    { pool: 'usage_credits', now: usd(0), before: usd(0), longBefore: usd(0) },
    { pool: 'api', now: usd(70), before: usd(50), longBefore: null },
    { pool: 'api_credit', now: usd(-2), before: usd(0), longBefore: usd(0) },
  ],
  reasons: [
    { reason: 'mix', amount: usd(0) },
    { reason: 'price', amount: usd(-3) },
    { reason: 'volume', amount: usd(23) },
    { reason: 'api_credit', amount: usd(-2) },
  ],
  openDays: [],
  deletions: [],
}

const head = (more: Partial<ReviewFigures> = {}, adjustments: ReviewAdjustments | null = null) =>
  prepareHead({ ...figures, ...more }, { adjustments, isPreview: false }, undefined)

describe('the head of a review', () => {
  it('sets each pool beside the period before and long before, the sum last', () => {
    expect(
      head().rows.map(({ name, now, before, change, longBefore }) => [
        ...[name, now.text, before?.text, change, longBefore?.text],
      ]),
    ).toEqual([
      ['Plan fees', '$50.00', '$50.00', 'the same', '$50.00'],
      ['API use', '$70.00', '$50.00', '+$20.00 (+40\u202f%)', undefined],
      ['API credit', '−$2.00', '$0.00', '−$2.00', '$0.00'],
      ['Total', '$118.00', '$100.00', '+$18.00 (+18\u202f%)', undefined],
    ])
  })

  it('names the reasons, the largest first, with what they come to together', () => {
    expect(head().reasons?.map(({ name, amount }) => `${name} ${amount}`)).toEqual([
      'Volume +$23.00',
      'Price per token −$3.00',
      'API credit −$2.00',
      'Together +$18.00',
    ])
  })

  it('compares nothing with what is not known', () => {
    const untold = head({ total: { ...figures.total, before: null }, reasons: null })
    expect(untold.reasons).toBeNull()
    expect(untold.reasonsSentence).toMatch(/not wholly known/)
  })

  it('says which days were not final, and what was deleted since', () => {
    expect(head().caveats).toEqual([])
    expect(head().columns).toEqual({ kind: 'week', before: 'Week before', longBefore: 'Four weeks earlier' })
    const openDays = [{ day: day('2026-11-15'), state: 'provisional' as const }]
    expect(head({ openDays, deletions: [new Date('2026-11-20T10:00:00Z')] }).caveats).toEqual([
      'When this was closed, 1 day could still change.',
      expect.stringMatching(/deleted on 20 Nov 2026, 10:00 UTC/),
    ])
  })

  it('says when it was closed late, but not of a preview', () => {
    const late = { takenAt: new Date('2026-11-22T10:30:00Z') }
    expect(head(late).caveats).toEqual([
      'Closed on 22 Nov 2026: findings, budgets and owners are as they stood then.',
    ])
    expect(head({ takenAt: new Date('2026-11-18T00:00:00Z') }).caveats).toEqual([])
    const preview = { adjustments: null, isPreview: true }
    expect(prepareHead({ ...figures, ...late }, preview, undefined).caveats).toEqual([])
  })

  it('tells beside the figures what was read otherwise since', () => {
    const restatement = { id: 'r1', organizationName: 'Acme', day: day('2026-11-12'), delta: usd(2) }
    const adjusted = head(
      {},
      {
        total: { closed: usd(118), now: usd(120) },
        pools: [{ pool: 'api', closed: usd(70), now: usd(72) }],
        causes: [{ cause: 'restated', amount: usd(2) }],
        restatements: [{ ...restatement, noticedAt: new Date('2026-11-20T10:00:00Z') }],
        moreRestatements: 3,
      },
    )
    expect(adjusted.total.text).toBe('$118.00')
    expect(adjusted.adjustments?.sentence).toMatch(/changed by \+\$2\.00: restated by Anthropic/)
    expect(adjusted.adjustments?.lines.map(({ words }) => words)).toEqual([
      'API use: $70.00 when it was closed, $72.00 now',
      '12 Nov 2026, Acme: +$2.00',
      'and 3 more',
    ])
  })
})
