import { describe, expect, it } from 'vitest'
import { day } from './day'
import { nano } from './money'
import { creditCells, creditMatches, groupOfCredit } from './timeline-credit'

const credit = { planId: 'p1', organizationId: 'org' }
const use = (on: string, amount: bigint, start = on) => ({
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
