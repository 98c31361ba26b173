import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparablePeriods, compare, type PairAmount, type PairedSpend, pairSpend } from './comparison'
import { day } from './day'
import { nano, sum } from './money'

const whole = { now: 0, before: 0 }
const moved = (model: string, difference: bigint) => ({ model, keyId: 'k', difference: nano(difference) })

describe('compare', () => {
  it('says what moved, and what it is compared with', () => {
    expect(compare(nano(15n), nano(10n), whole)).toMatchObject({ kind: 'change', difference: 5n, base: 10n })
    expect(compare(nano(15n), nano(0n), whole)).toMatchObject({ base: 0n, mover: null })
  })

  it('compares nothing where days are missing on either side', () => {
    expect(compare(nano(15n), nano(10n), { now: 0, before: 12 })).toEqual({
      kind: 'incomplete',
      missingNow: 0,
      missingBefore: 12,
    })
    expect(compare(nano(15n), nano(10n), { now: 1, before: 0 }).kind).toBe('incomplete')
  })

  it('names the part that is at least half of the change, in its direction', () => {
    const moverOf = (now: bigint, before: bigint, movers: Partial<Pick<PairedSpend, 'rise' | 'fall'>>) => {
      const comparison = compare(nano(now), nano(before), whole, { rise: null, fall: null, ...movers })
      return comparison.kind === 'change' ? comparison.mover?.model : undefined
    }
    const both = { rise: moved('opus', 15n), fall: moved('haiku', -15n) }
    expect(moverOf(30n, 10n, both)).toBe('opus')
    expect(moverOf(10n, 30n, both)).toBe('haiku')
    expect(moverOf(40n, 10n, both)).toBe('opus')
    expect(moverOf(41n, 10n, both)).toBeUndefined()
    expect(moverOf(12n, 10n, { fall: moved('down', -90n) })).toBeUndefined()
    expect(moverOf(10n, 10n, both)).toBeUndefined()
  })
})

describe('pairSpend', () => {
  const pair = fc.record({
    model: fc.constantFrom('haiku', 'opus', null),
    keyId: fc.constantFrom('a', 'b', null),
    amount: fc.bigInt({ min: -3n, max: 3n }).map(nano),
  })
  const pairs = fc.array(pair, { maxLength: 30 })

  it('finds the largest mover either way, whatever pieces the periods come in', () => {
    fc.assert(
      fc.property(pairs, pairs, (now, before) => {
        const sorted = ['haiku', 'opus', null].flatMap((model) =>
          ['a', 'b', null].map((keyId) => {
            const of = (all: readonly PairAmount[]) =>
              sum(all.filter((one) => one.model === model && one.keyId === keyId).map(({ amount }) => amount))
            return { model, keyId, difference: nano(of(now) - of(before)) }
          }),
        )
        const first = (isMore: (a: bigint, b: bigint) => boolean) =>
          sorted.reduce<(typeof sorted)[number] | null>(
            (most, one) => (isMore(one.difference, most?.difference ?? 0n) ? one : most),
            null,
          )
        expect(pairSpend(now, before)).toEqual({
          now: sum(now.map(({ amount }) => amount)),
          before: sum(before.map(({ amount }) => amount)),
          rise: first((a, b) => a > b),
          fall: first((a, b) => a < b),
        })
      }),
    )
  })
})

describe('comparablePeriods', () => {
  const period = (from: string, to: string) => ({ from: day(from), to: day(to) })
  const now = period('2026-11-16', '2026-11-23')
  const before = period('2026-11-09', '2026-11-16')
  const until = (last: string) => (one: string) => one <= last

  it('leaves out what was not told yet of the last two days, on both sides', () => {
    expect(comparablePeriods(now, before, until('2026-11-22'))).toEqual({ now, before, leftOut: [] })
    expect(comparablePeriods(now, before, until('2026-11-21'))).toEqual({
      now: period('2026-11-16', '2026-11-22'),
      before: period('2026-11-09', '2026-11-15'),
      leftOut: ['2026-11-22'],
    })
    expect(comparablePeriods(now, before, until('2026-11-20')).leftOut).toEqual(['2026-11-21', '2026-11-22'])
  })

  it('leaves out no more, nothing in between, and never all there is', () => {
    expect(comparablePeriods(now, before, until('2026-11-19')).leftOut).toEqual([])
    expect(comparablePeriods(now, before, (one) => one !== '2026-11-20').leftOut).toEqual([])
    const today = period('2026-11-22', '2026-11-23')
    expect(comparablePeriods(today, period('2026-11-21', '2026-11-22'), until('2026-11-21')).leftOut).toEqual(
      [],
    )
    expect(comparablePeriods(now, period('2026-11-15', '2026-11-16'), until('2026-11-21')).leftOut).toEqual(
      [],
    )
  })
})
