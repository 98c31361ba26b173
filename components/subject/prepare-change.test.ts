import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import type { ExplainedSpend, PeriodSpend } from '@/lib/domain/explained-spend'
import { nano, sum, zero } from '@/lib/domain/money'
import type { CountedCost, CountedKind } from '@/lib/domain/spend-change'
import { NO_USAGE } from '@/lib/domain/timeline'
import { prepareChange } from './prepare-change'

const cell = (model: string | null, kind: CountedKind, count: bigint, dollars: bigint): CountedCost => ({
  ...{ model, kind, count },
  cost: nano(dollars * 1_000_000_000n),
})
const period = (from: string, to: string, cells: CountedCost[]): PeriodSpend => ({
  range: { from: day(from), to: day(to) },
  spend: sum(cells.map(({ cost }) => cost)),
  ...{
    list: zero,
    usage: NO_USAGE,
    isPriced: cells.some(({ cost }) => cost !== 0n),
    days: [],
    isSplit: false,
    cells,
    tellsKinds: true,
  },
})
const KNOWN = { states: new Map(), missing: 0, open: 0, untold: 0 }
const spend = (
  before: CountedCost[],
  now: CountedCost[],
  known: Partial<ExplainedSpend['known']> = {},
): ExplainedSpend => ({
  now: period('2026-11-01', '2026-11-08', now),
  before: period('2026-10-25', '2026-11-01', before),
  ...{ by: {}, names: new Map(), week: null, hours: null },
  known: { now: KNOWN, before: KNOWN, ...known },
})

describe('why it changed', () => {
  const before = [cell('opus', 'uncached_input', 100n, 100n), cell('haiku', 'output', 100n, 10n)]
  const now = [
    cell('opus', 'uncached_input', 200n, 260n),
    cell('haiku', 'output', 100n, 10n),
    cell(null, 'other', 0n, 7n),
  ]

  it('says the difference in words, whose parts are its lines', () => {
    const change = prepareChange(spend(before, now))
    if (change.kind !== 'change') throw new Error('nothing was compared')
    expect(`${change.headline}: ${change.words}`).toBe(
      '+$167.00 against 25 – 31 Oct 2026: volume +$107.00, model mix $0.00, caching $0.00, price +$60.00',
    )
    expect(
      change.lines.map(({ amount, percent, isRise, isNothing }) => [amount, percent, isRise, isNothing]),
    ).toEqual([
      ['+$107.00', 100, true, false],
      ['$0.00', 0, false, true],
      ['$0.00', 0, false, true],
      ['+$60.00', 56, true, false],
    ])
    expect(change.lines[0]?.explanation.join(' ')).toContain('Input: 100 → 200 tokens.')
    expect(change.lines[0]?.explanation.join(' ')).toContain('without a count')
    expect(change.lines[3]?.explanation.at(-1)).toBe('Most: opus +$60.00.')
    expect(change.rows.map(({ name }) => name)).toEqual(['opus', 'Without a count', 'haiku'])
    expect(change.whole.difference).toBe('+$167.00')
    expect(change.caveat).toBeNull()
  })

  it('compares nothing with a hole, and says what may still change', () => {
    const hole = prepareChange(spend(before, now, { before: { ...KNOWN, missing: 2 } }))
    expect(hole).toMatchObject({ kind: 'not_compared', title: 'Not compared' })
    expect(hole.kind === 'not_compared' && hole.sentence).toContain('2 are not known')
    expect(prepareChange(spend(before, now, { now: { ...KNOWN, untold: 1 } }))).toMatchObject({
      kind: 'not_compared',
    })
    const open = prepareChange(spend(before, now, { now: { ...KNOWN, open: 1 } }))
    expect(open.kind === 'change' && open.caveat).toContain('1 day of the two periods is not final')
  })

  it('makes no reason of use that nobody priced, nor of nothing at all', () => {
    const unpriced = [cell('opus', 'output', 5n, 0n)]
    expect(prepareChange(spend(before, unpriced))).toMatchObject({ title: 'Not compared' })
    expect(prepareChange(spend([], []))).toMatchObject({ title: 'Nothing to explain' })
  })

  it('does not tell caching from price where kinds are not told', () => {
    const told = spend(before, now)
    const change = prepareChange({ ...told, now: { ...told.now, tellsKinds: false } })
    expect(change.kind === 'change' && change.partNames).toEqual(['Volume', 'Model mix', 'Caching and price'])
  })
})
