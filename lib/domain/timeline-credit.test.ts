import { describe, expect, it } from 'vitest'
import { day, type Day } from './day'
import { nano } from './money'
import {
  creditByHour,
  creditCells,
  creditCyclesWithin,
  creditMatches,
  groupOfCredit,
} from './timeline-credit'

const credit = { planId: 'p1', organizationId: 'org' }
const use = <Start extends string = Day>(on: string, amount: bigint, start = day(on) as string as Start) => ({
  ...credit,
  day: day(on),
  start,
  amount: nano(amount),
})
const range = { from: day('2026-11-02'), to: day('2026-11-16') }

describe('groupOfCredit', () => {
  it('names what is known of a credit and nothing else', () => {
    expect(groupOfCredit('pool', credit)).toBe('api_credit')
    expect(groupOfCredit('plan', credit)).toBe('p1')
    expect(groupOfCredit('organization', credit)).toBe('org')
    expect(groupOfCredit('key', credit)).toBe('plan:p1')
    expect(groupOfCredit('none', credit)).toBeNull()
  })
})

describe('creditMatches', () => {
  it('takes the values its groups have', () => {
    expect(creditMatches({}, credit)).toBe(true)
    expect(creditMatches({ pool: ['api_credit'], plan: ['p1'], organization: ['org'] }, credit)).toBe(true)
    expect(creditMatches({ pool: ['api'] }, credit)).toBe(false)
    expect(creditMatches({ key: ['apikey_1'] }, credit)).toBe(false)
    expect(creditMatches({ key: ['apikey_1', 'plan:p1'] }, credit)).toBe(true)
  })
})

describe('creditByHour', () => {
  const hour = (start: string, amount: bigint, organizationId = 'org') => ({
    organizationId,
    day: day(start.slice(0, 10)),
    start: `${start}:00:00Z`,
    amount: nano(amount),
  })
  const startsAndAmounts = (uses: ReturnType<typeof creditByHour>) =>
    uses.map(({ planId, start, amount }) => [planId, start.slice(5, 13), amount])

  it('pays the hours in order of time, each once, and leaves alone what was taken back', () => {
    const hours = [
      hour('2026-11-02T06', 5n),
      hour('2026-11-02T03', 2n),
      hour('2026-11-02T05', -4n),
      hour('2026-11-02T03', 9n, 'another'),
    ]
    const uses = [use('2026-11-02', 2n), { ...use('2026-11-02', 1n), planId: 'p2' }]
    expect(startsAndAmounts(creditByHour(uses, hours))).toEqual([
      ['p1', '11-02T03', 2n],
      ['p2', '11-02T06', 1n],
    ])
  })

  it('puts at the first hour what no hour accounts for', () => {
    const uses = [use('2026-11-02', 7n), use('2026-11-03', 1n)]
    expect(startsAndAmounts(creditByHour(uses, [hour('2026-11-02T06', 5n)]))).toEqual([
      ['p1', '11-02T06', 5n],
      ['p1', '11-02T00', 2n],
      ['p1', '11-03T00', 1n],
    ])
  })
})

describe('creditCells', () => {
  it('sums what falls into a bucket, below zero, and leaves out what is not asked for', () => {
    const uses = [use('2026-11-01', 9n), use('2026-11-02', 1n), use('2026-11-08', 2n), use('2026-11-09', 4n)]
    expect(creditCells(uses, { range, bucket: 'week', filters: {} })).toEqual([
      { ...credit, start: '2026-11-02', amount: -3n },
      { ...credit, start: '2026-11-09', amount: -4n },
    ])
    expect(creditCells(uses, { range, bucket: 'total', filters: { pool: ['plan'] } })).toEqual([])
  })

  it('keeps hours', () => {
    const uses = [
      use('2026-11-02', 1n, '2026-11-02T05:00:00Z'),
      use('2026-11-02', 2n, '2026-11-02T06:00:00Z'),
    ]
    const starts = creditCells(uses, { range, bucket: 'hour', filters: {} }).map(({ start }) => start)
    expect(starts).toEqual(['2026-11-02T05:00:00Z', '2026-11-02T06:00:00Z'])
  })
})

describe('creditCyclesWithin', () => {
  const cycle = (from: string, to: string, planId = 'p1') => ({
    ...{ ...credit, planId, from: day(from), to: day(to) },
    ...{ grants: [], granted: nano(100n), used: nano(60n) },
  })
  const balances = [
    cycle('2026-09-03', '2026-10-03'),
    cycle('2026-10-03', '2026-11-03'),
    cycle('2026-11-03', '2026-12-03'),
    cycle('2026-11-03', '2026-12-03', 'p0'),
  ]
  const within = (from: string, to: string, today = '2026-11-22', filters = {}) =>
    creditCyclesWithin(balances, { range: { from: day(from), to: day(to) }, filters }, day(today)).map(
      (each) => `${each.planId} ${each.from}`,
    )

  it('are those with a day in the range, the newest first, whole', () => {
    expect(within('2026-11-02', '2026-12-01')).toEqual(['p0 2026-11-03', 'p1 2026-11-03', 'p1 2026-10-03'])
    expect(within('2026-11-03', '2026-12-01')).toEqual(['p0 2026-11-03', 'p1 2026-11-03'])
    expect(within('2026-10-02', '2026-10-03')).toEqual(['p1 2026-09-03'])
    expect(within('2026-10-02', '2026-10-03', '2026-11-22', { pool: ['api'] })).toEqual([])
    expect(within('2026-11-03', '2026-12-01', '2026-11-22', { plan: ['p1'] })).toEqual(['p1 2026-11-03'])
  })

  it('are none that begin after today, and none of a range that does', () => {
    expect(within('2026-11-01', '2026-12-01', '2026-11-02')).toEqual(['p1 2026-10-03'])
    expect(within('2026-11-20', '2026-12-01', '2026-11-19')).toEqual([])
  })
})
