import { describe, expect, it } from 'vitest'
import { worstCoverage, type CoveredOrganization } from './coverage-days'
import { day } from './day'

const range = { from: day('2026-11-01'), to: day('2026-11-05') }
const states = (entries: [string, 'synced' | 'partial' | 'provisional'][]) =>
  new Map(entries.map(([d, state]) => [day(d), state] as const))

describe('worstCoverage', () => {
  it('takes the worst of the organisations per day, a day without a row being not synced', () => {
    const one: CoveredOrganization = {
      counts: range,
      states: states([
        ['2026-11-01', 'synced'],
        ['2026-11-02', 'synced'],
        ['2026-11-03', 'provisional'],
      ]),
    }
    const other: CoveredOrganization = {
      counts: range,
      states: states([
        ['2026-11-01', 'provisional'],
        ['2026-11-02', 'synced'],
        ['2026-11-03', 'partial'],
        ['2026-11-04', 'synced'],
      ]),
    }
    expect(worstCoverage(range, [one, other]).map(({ state }) => state)).toEqual([
      'provisional',
      'synced',
      'partial',
      'not_synced',
    ])
  })

  it('lets an organisation count only on its own days, and knows nothing without one', () => {
    const gone = { counts: { from: range.from, to: day('2026-11-02') }, states: states([]) }
    const here = { counts: range, states: states([['2026-11-02', 'synced']]) }
    expect(worstCoverage(range, [gone, here]).map(({ state }) => state)).toEqual([
      'not_synced',
      'synced',
      'not_synced',
      'not_synced',
    ])
    expect(worstCoverage(range, [])).toHaveLength(4)
    expect(worstCoverage(range, [{ ...gone, counts: null }])[0]?.state).toBe('not_synced')
  })
})
