import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, type Day } from './day'
import { nano, sum, type Nano } from './money'
import { CATALOGUE_DEFAULTS } from './plan-catalogue'
import { creditPeriods, useCredit, type CreditableSpend } from './plan-credit'
import type { StoredPlan, StoredTerm } from './plan-record'

const usd = (dollars: number) => nano(BigInt(Math.round(dollars * 100)) * 10_000_000n)
const term = (effectiveOn: string, planCode: string, more: Partial<StoredTerm> = {}): StoredTerm => ({
  id: effectiveOn,
  effectiveOn: day(effectiveOn),
  planCode,
  seats: 1,
  price: usd(100),
  priceUsd: usd(100),
  paused: false,
  ...more,
})
const plan = (more: Partial<StoredPlan> = {}): StoredPlan => ({
  id: 'p1',
  holderEmail: 'ada@example.com',
  cycle: 'monthly',
  currency: 'USD',
  startsOn: day('2026-10-15'),
  endsOn: null,
  apiCredit: { organizationId: 'org', claimedOn: day('2026-10-15') },
  terms: [term('2026-10-15', 'max')],
  ...more,
})
const until = day('2026-12-31')
const periodsOf = (given: StoredPlan) => creditPeriods(given, CATALOGUE_DEFAULTS, until)
const spent = (on: string, dollars: number, organizationId = 'org'): CreditableSpend => ({
  organizationId,
  day: day(on),
  start: day(on),
  amount: usd(dollars),
})

describe('creditPeriods', () => {
  it('gives the credit month by month, from the plan’s own day', () => {
    expect(periodsOf(plan()).map(({ from, to, granted }) => [from, to, granted])).toEqual([
      ['2026-10-15', '2026-11-15', usd(100)],
      ['2026-11-15', '2026-12-15', usd(100)],
      ['2026-12-15', '2027-01-15', usd(100)],
    ])
  })

  it('gives it monthly on a yearly plan, pooled and capped on a Team', () => {
    const yearly = plan({ cycle: 'annual', terms: [term('2026-10-15', 'team_premium', { seats: 9 })] })
    expect(periodsOf(yearly).map(({ from, granted }) => [from, granted])).toEqual([
      ['2026-10-15', usd(500)],
      ['2026-11-15', usd(500)],
      ['2026-12-15', usd(500)],
    ])
  })

  it('gives nothing without a link, on a plan without credit, or in a month that begins paused', () => {
    expect(periodsOf(plan({ apiCredit: null }))).toEqual([])
    expect(periodsOf(plan({ terms: [term('2026-10-15', 'pro')] }))).toEqual([])
    const paused = [term('2026-10-15', 'max'), term('2026-11-14', 'max', { paused: true })]
    expect(periodsOf(plan({ terms: paused })).map(({ from }) => from)).toEqual(['2026-10-15'])
  })

  it('counts from the day it was claimed, and from the day there were credits at all', () => {
    const late = plan({ apiCredit: { organizationId: 'org', claimedOn: day('2026-11-20') } })
    expect(periodsOf(late)[0]).toMatchObject({ from: '2026-11-20', to: '2026-12-15', granted: usd(100) })
    const early = plan({
      startsOn: day('2026-09-20'),
      terms: [term('2026-09-20', 'max')],
      apiCredit: { organizationId: 'org', claimedOn: day('2026-09-20') },
    })
    expect(periodsOf(early)[0]).toMatchObject({ from: '2026-10-07', to: '2026-10-20', granted: usd(100) })
  })

  it('stays usable to the end of the month in which the plan ends, and comes no more after', () => {
    const ended = periodsOf(plan({ endsOn: day('2026-11-20') }))
    expect(ended.map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-15', '2026-11-15'],
      ['2026-11-15', '2026-12-15'],
    ])
  })

  it('adds the difference for the rest of the month on an upgrade, and takes nothing back on a downgrade', () => {
    const upgraded = plan({ terms: [term('2026-10-15', 'max'), term('2026-10-30', 'ultra')] })
    // 15 of 31 days left after the day of the change: 100 × 15 ÷ 31 = 48.387…
    expect(periodsOf(upgraded)[0]).toMatchObject({
      granted: usd(148.39),
      grants: [
        { on: '2026-10-15', amount: usd(100) },
        { on: '2026-10-30', amount: usd(48.39) },
      ],
    })
    const lowered = plan({ terms: [term('2026-10-15', 'ultra'), term('2026-10-30', 'max')] })
    expect(periodsOf(lowered).map(({ granted }) => granted)).toEqual([usd(200), usd(100), usd(100)])
  })
})

describe('useCredit', () => {
  it('pays API use in order of time until nothing is left, then begins again with the next month', () => {
    const { uses, balances } = useCredit(periodsOf(plan()), [
      spent('2026-10-14', 5),
      spent('2026-10-16', 70),
      spent('2026-10-17', 70),
      spent('2026-11-15', 30),
    ])
    expect(uses.map(({ day: on, amount }) => [on, amount])).toEqual([
      ['2026-10-16', usd(70)],
      ['2026-10-17', usd(30)],
      ['2026-11-15', usd(30)],
    ])
    expect(balances.map(({ used }) => used)).toEqual([usd(100), usd(30), usd(0)])
  })

  it('pays no organisation but the linked one, and nothing before it was granted', () => {
    const upgraded = periodsOf(plan({ terms: [term('2026-10-15', 'max'), term('2026-10-30', 'ultra')] }))
    const { uses } = useCredit(upgraded, [
      spent('2026-10-20', 40, 'another'),
      spent('2026-10-29', 120),
      spent('2026-10-30', 20),
    ])
    expect(uses.map(({ day: on, amount }) => [on, amount])).toEqual([
      ['2026-10-29', usd(100)],
      ['2026-10-30', usd(20)],
    ])
  })

  it('uses first what is lost first', () => {
    const other = plan({ id: 'p0', startsOn: day('2026-10-20'), terms: [term('2026-10-20', 'max')] })
    const { balances } = useCredit([...periodsOf(other), ...periodsOf(plan())], [spent('2026-10-21', 150)])
    const used = Object.fromEntries(
      balances.slice().map(({ planId, from, used }) => [`${planId} ${from}`, used]),
    )
    expect(used).toMatchObject({ 'p1 2026-10-15': usd(100), 'p0 2026-10-20': usd(50) })
  })

  it('never pays more than was spent in a slot, nor more than was granted, nor leaves what it could pay', () => {
    const amounts = fc.array(
      fc.record({
        offset: fc.integer({ min: 0, max: 90 }),
        amount: fc.bigInt({ min: -5_000_000_000n, max: 90_000_000_000n }),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 70 }), (given, upgradeAfter) => {
        const start = day('2026-10-15')
        const terms = [term('2026-10-15', 'max'), term(addDays(start, upgradeAfter), 'ultra')]
        const periods = periodsOf(plan({ terms }))
        const bySlot = new Map<Day, bigint>()
        for (const { offset, amount } of given)
          bySlot.set(addDays(start, offset), (bySlot.get(addDays(start, offset)) ?? 0n) + amount)
        const spend = [...bySlot].map(([on, amount]) => ({
          organizationId: 'org',
          day: on,
          start: on,
          amount: nano(amount),
        }))
        const { uses, balances } = useCredit(periods, spend)
        for (const [on, amount] of bySlot) {
          const paid = sum(uses.filter(({ day: used }) => used === on).map((use) => use.amount))
          expect(paid >= 0n && (paid === 0n || paid <= amount)).toBe(true)
        }
        for (const { granted, used } of balances) expect(used <= granted).toBe(true)
        const total = (list: { amount: Nano }[]) => sum(list.map(({ amount }) => amount))
        expect(total(uses)).toBe(sum(balances.map(({ used }) => used)))
        for (const { from, to, granted, used, grants } of balances) {
          if (grants.length > 1) continue
          const owed = total(spend.filter(({ day: on, amount }) => from <= on && on < to && amount > 0n))
          expect(used).toBe(owed < granted ? owed : granted)
        }
      }),
      { numRuns: 300 },
    )
  })
})
