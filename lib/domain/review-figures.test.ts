import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from './day'
import { nano, sum, type Nano } from './money'
import {
  adjustFigures,
  buildFigures,
  comparedRanges,
  explainByKey,
  type TakenFigures,
} from './review-figures'
import { figuresOfRecord, recordOfFigures } from './review-record'
import { parsePeriod, type ReviewPeriod } from './review-period'
import { COUNTED_KINDS, type CountedCost } from './spend-change'
import type { Pool } from './timeline-request'

const period = (id: string) => parsePeriod(id) as ReviewPeriod
const WEEK = period('2026-W46')

const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(nano)
const cells = fc.array(
  fc.record<CountedCost>({
    model: fc.constantFrom('opus', 'haiku', null),
    kind: fc.constantFrom(...COUNTED_KINDS),
    count: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    cost: amounts,
  }),
  { maxLength: 8 },
)
const keys = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', ''), cells)).map((list) => new Map(list))
const spent = (of: ReadonlyMap<string, readonly CountedCost[]>): Nano =>
  sum([...of.values()].flat().map(({ cost }) => cost))

/** Figures as they could be taken: the API pool is what the keys come to. */
const taken = fc
  .record({
    costs: fc.tuple(keys, keys),
    others: fc.array(amounts, { minLength: 7, maxLength: 7 }),
    known: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    states: fc.array(fc.constantFrom('synced', 'provisional', 'partial', 'not_synced' as const), {
      maxLength: 7,
    }),
  })
  .map(({ costs: [was, is], others, known, states }): TakenFigures => {
    const pools = (api: Nano, at: number): Record<Pool, Nano> => ({
      plan: others[at] ?? nano(0n),
      usage_credits: others[at + 1] ?? nano(0n),
      api,
      api_credit: others[at + 2] ?? nano(0n),
    })
    return {
      ...{ period: WEEK, compared: comparedRanges(WEEK, day('2026-11-22')), takenAt: new Date(0) },
      now: { byPool: pools(spent(is), 0), isKnown: known[0] },
      before: { byPool: pools(spent(was), 2), isKnown: known[1] },
      longBefore: { byPool: pools(nano(1n), 4), isKnown: known[2] },
      change: explainByKey(was, is),
      coverage: states.map((state, index) => ({ day: day(`2026-11-0${index + 1}`), state })),
    }
  })

const total = (list: readonly (Nano | null)[]) => sum(list.map((amount) => amount ?? nano(0n)))

describe('the figures of a period', () => {
  it('are pools that add up to the total, and reasons that add up to its difference, to the last nano-dollar', () => {
    fc.assert(
      fc.property(taken, (from) => {
        const figures = buildFigures(from)
        for (const column of ['now', 'before', 'longBefore'] as const) {
          const pools = figures.pools.map((pool) => pool[column])
          expect(figures.total[column] === null).toBe(pools.includes(null))
          if (figures.total[column] !== null) expect(total(pools)).toBe(figures.total[column])
        }
        expect(figures.reasons === null).toBe(!from.now.isKnown || !from.before.isKnown)
        if (figures.reasons)
          expect(sum(figures.reasons.map(({ amount }) => amount))).toBe(
            figures.total.now - (figures.total.before ?? 0n),
          )
        expect(figures.openDays.every(({ state }) => (state as string) !== 'synced')).toBe(true)
      }),
    )
  })

  it('are the same after they were kept', () => {
    fc.assert(
      fc.property(taken, (from) => {
        const figures = { ...buildFigures(from), deletions: [new Date(1)] }
        const kept = JSON.parse(JSON.stringify(recordOfFigures(figures))) as ReturnType<
          typeof recordOfFigures
        >
        expect(figuresOfRecord(kept)).toEqual(figures)
      }),
    )
  })

  it('are refused where the parts explain something else than the pool', () => {
    const [from] = fc.sample(taken, { numRuns: 1, seed: 1 })
    if (!from) throw new Error('nothing was sampled')
    const wrong = { ...from.change, price: nano(from.change.price + 1n) }
    const known = { now: { ...from.now, isKnown: true }, before: { ...from.before, isKnown: true } }
    expect(() => buildFigures({ ...from, ...known, change: wrong })).toThrow('not what the pool changed by')
  })

  it('take a key that begins for volume, whatever model it uses', () => {
    const cost = (model: string, of: bigint): CountedCost[] => [
      { model, kind: 'output', count: 10n, cost: nano(of) },
    ]
    const before = new Map([['old', cost('haiku', 10n)]])
    const now = new Map([...before, ['new', cost('opus', 1_000n)]])
    expect(explainByKey(before, now)).toEqual({ volume: 1_000n, mix: 0n, caching: 0n, price: 0n })
  })
})

describe('what a period is compared with', () => {
  it.each([
    ['2026-W46', '2026-11-22', '2026-11-02', '2026-11-09', '2026-10-12', '2026-10-19'],
    ['2026-W47', '2026-11-22', '2026-11-09', '2026-11-16', '2026-10-19', '2026-10-26'],
    ['2026-W47', '2026-11-18', '2026-11-09', '2026-11-12', '2026-10-19', '2026-10-22'],
    ['2026-11', '2026-11-22', '2026-10-01', '2026-10-23', '2025-11-01', '2025-11-23'],
    ['2026-03', '2026-03-30', '2026-02-01', '2026-03-01', '2025-03-01', '2025-03-31'],
    ['2026-10', '2026-11-22', '2026-09-01', '2026-10-01', '2025-10-01', '2025-11-01'],
  ])('%s on %s', (id, today, from, to, longFrom, longTo) => {
    expect(comparedRanges(period(id), day(today))).toEqual({
      before: { from, to },
      longBefore: { from: longFrom, to: longTo },
    })
  })
})

describe('adjustments', () => {
  const nowPools = fc.record<Record<Pool, Nano>>({
    ...{ plan: amounts, usage_credits: amounts, api: amounts, api_credit: amounts },
  })

  it('have causes and pools that each add up to the difference of the total', () => {
    fc.assert(
      fc.property(taken, nowPools, amounts, (from, now, restated) => {
        const closed = buildFigures(from)
        const found = adjustFigures(closed, now, restated, { restatements: [], count: 1 })
        if (!found) throw new Error('a restatement is always told')
        const difference = found.total.now - found.total.closed
        expect(sum(found.causes.map(({ amount }) => amount))).toBe(difference)
        expect(sum(found.pools.map((pool) => nano(pool.now - pool.closed)))).toBe(difference)
        expect(found.total.closed).toBe(closed.total.now)
      }),
    )
  })

  it('are none where nothing is different', () => {
    const [from] = fc.sample(taken, { numRuns: 1, seed: 2 })
    if (!from) throw new Error('nothing was sampled')
    const nothing = { restatements: [], count: 0 }
    expect(adjustFigures(buildFigures(from), from.now.byPool, nano(0n), nothing)).toBeNull()
  })
})
