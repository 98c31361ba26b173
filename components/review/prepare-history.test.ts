import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { NANO_PER_USD, nano } from '@/lib/domain/money'
import type { ReviewRow } from '@/lib/domain/review'
import { prepareHistoryRow } from './prepare-history'

const usd = (dollars: number) => nano(BigInt(dollars) * NANO_PER_USD)
const row: ReviewRow = {
  id: 'r1',
  period: '2026-W46',
  kind: 'week',
  range: { from: day('2026-11-09'), to: day('2026-11-16') },
  state: 'signed',
  total: { now: usd(118), before: usd(100) },
  lines: 12,
  undecided: 5,
  carriedIn: 1,
  stopped: usd(212),
  deactivated: 1,
  signedBy: 'Ada Byron',
  signedAt: new Date('2026-11-16T09:10:00Z'),
  tookMs: 6 * 60_000,
}
const open: ReviewRow = {
  ...row,
  ...{ state: 'open', stopped: usd(0), deactivated: 0, signedBy: null, signedAt: null, tookMs: null },
}

describe('the history of reviews', () => {
  it('tells what a signed one came to', () => {
    expect(prepareHistoryRow(row, undefined)).toMatchObject({
      href: '/review/2026-W46',
      name: 'Week 46, 9 – 15 Nov 2026',
      change: '+$18.00 (+18\u202f%)',
      decided: '7 of 12',
      took: '6 minutes',
      isSigned: true,
      stands: 'Ada Byron, 16 Nov 2026, 09:10 UTC',
    })
    expect(prepareHistoryRow(row, undefined).stopped?.text).toBe('$212.00')
  })

  it('says what an open one waits for, and nothing where nothing is known', () => {
    expect(prepareHistoryRow(open, undefined)).toMatchObject({
      took: null,
      stopped: null,
      stands: '5 lines wait',
    })
    expect(prepareHistoryRow({ ...open, undecided: 1 }, undefined).stands).toBe('1 line waits')
    expect(prepareHistoryRow({ ...open, undecided: 0 }, undefined).stands).toBe('ready to sign')
    const first = { ...open, lines: 0, undecided: 0, total: { now: usd(1), before: null } }
    expect(prepareHistoryRow(first, undefined)).toMatchObject({ change: null, decided: 'nothing asked' })
  })

  it('keeps a key that stopped nothing apart from none that was stopped', () => {
    expect(prepareHistoryRow({ ...row, stopped: usd(0) }, undefined).stopped?.text).toBe('$0.00')
  })
})
