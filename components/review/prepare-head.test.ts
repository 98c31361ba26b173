import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { NANO_PER_USD, nano } from '@/lib/domain/money'
import type { ReviewFigures } from '@/lib/domain/review'
import { prepareHead } from './prepare-head'

const usd = (dollars: number) => nano(BigInt(dollars) * NANO_PER_USD)
const figures: ReviewFigures = {
  period: '2026-W46',
  kind: 'week',
  range: { from: day('2026-11-09'), to: day('2026-11-16') },
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
}

describe('the head of a review', () => {
  it('sets each pool beside the period before and long before, the sum last', () => {
    const head = prepareHead(figures)
    expect(head.change).toBe('+$18.00 (+18\u202f%) against the week before')
    expect(
      head.rows.map(({ name, now, before, change, longBefore }) => [
        ...[name, now.text, before?.text, change, longBefore?.text],
      ]),
    ).toEqual([
      ['Plan fees, spread over their days', '$50.00', '$50.00', '$0.00', '$50.00'],
      ['API usage', '$70.00', '$50.00', '+$20.00 (+40\u202f%)', undefined],
      ['API credit of plans', '−$2.00', '$0.00', '−$2.00', '$0.00'],
      ['Total', '$118.00', '$100.00', '+$18.00 (+18\u202f%)', undefined],
    ])
  })

  it('names the reasons, the largest first, without those that moved nothing', () => {
    expect(prepareHead(figures).reasons?.map(({ name, amount }) => `${name} ${amount}`)).toEqual([
      'Volume +$23.00',
      'Price −$3.00',
      'API credit −$2.00',
    ])
  })

  it('compares nothing with what is not known', () => {
    const head = prepareHead({ ...figures, total: { ...figures.total, before: null }, reasons: null })
    expect(head).toMatchObject({ change: null, reasons: null })
  })

  it('names a month by its own neighbours', () => {
    expect(prepareHead({ ...figures, kind: 'month' }).columns).toEqual({
      before: 'Month before',
      longBefore: 'A year earlier',
    })
  })

  it('says which days were not final', () => {
    expect(prepareHead(figures).caveat).toBeNull()
    const openDays = [
      { day: day('2026-11-14'), state: 'synced' as const },
      { day: day('2026-11-15'), state: 'provisional' as const },
    ]
    expect(prepareHead({ ...figures, openDays }).caveat).toBe(
      'One day was not final when this was closed: 15 Nov 2026 (provisional).',
    )
  })
})
