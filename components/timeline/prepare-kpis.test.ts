import { describe, expect, it } from 'vitest'
import type { Comparison } from '@/lib/domain/comparison'
import { day } from '@/lib/domain/day'
import { nano, parseUsd } from '@/lib/domain/money'
import { NO_USAGE } from '@/lib/domain/timeline'
import { changeWords, prepareKpis } from './prepare-kpis'
import { pageState } from './prepare-state'
import { rangeWords, withinWords } from './range-words'
import type { TimelineData } from './timeline-data'

const usd = (text: string) => parseUsd(text) ?? nano(0n)
const names = new Map([['k1', 'billing-service']])
const change = (
  difference: string,
  base: string,
  mover: { model: string | null; keyId: string | null } | null = null,
) =>
  changeWords(
    {
      kind: 'change',
      difference: usd(difference),
      base: usd(base),
      mover: mover && { ...mover, difference: usd(difference) },
    },
    names,
  )

describe('changeWords', () => {
  it('says how much, how much of it, and what mostly', () => {
    expect(change('12.40', '68.80', { model: 'claude-opus-5-5', keyId: 'k1' })).toEqual({
      words: '+$12.40 (+18\u202f%), mostly claude-opus-5-5 on billing-service',
      rise: true,
    })
    expect(change('-3', '6')).toEqual({ words: '−$3.00 (−50\u202f%)', rise: false })
    expect(change('0.01', '100')?.words).toBe('+$0.01 (< 1\u202f%)')
    expect(change('1', '2', { model: null, keyId: null })?.words).toContain(
      'mostly costs without a model without a key',
    )
    expect(change('1', '2', { model: 'm', keyId: 'gone' })?.words).toContain('mostly m on gone')
  })

  it('gives no percentage of nothing, and none against days that are missing', () => {
    expect(change('12.40', '0')?.words).toBe('+$12.40, from nothing before')
    expect(change('0', '5')?.words).toBe('No change')
    const incomplete = (missingNow: number, missingBefore: number): Comparison => ({
      kind: 'incomplete',
      missingNow,
      missingBefore,
    })
    expect(changeWords(incomplete(0, 12), names)?.words).toBe(
      'No comparison: 12 days of the period before are not fully synced',
    )
    expect(changeWords(incomplete(0, 1), names)?.words).toContain('1 day of the period before is')
    expect(changeWords(incomplete(2, 0), names)?.words).toBe('No comparison: 2 days are not fully synced')
  })
})

const range = { from: day('2026-11-01'), to: day('2026-11-23') }
const same: Comparison = { kind: 'change', difference: usd('0'), base: usd('0'), mover: null }
const told = { id: 'o', name: 'Acme', connectedThrough: 'analytics' as const, analytics: [], legacy: [] }
function data(changes: Partial<TimelineData> = {}): TimelineData {
  return {
    timeline: {
      request: { range, bucket: 'day', group: 'pool', basis: 'spread', metric: 'cost', filters: {} },
      groups: [],
      cells: [],
      total: usd('141.20'),
      byPool: { plan: usd('100'), usage_credits: usd('0'), api: usd('41.20'), api_credit: usd('0') },
      coverage: [
        { day: day('2026-11-21'), state: 'not_synced' },
        { day: day('2026-11-22'), state: 'not_synced' },
        { day: day('2026-11-23'), state: 'not_synced' },
      ],
    },
    previous: { from: day('2026-10-01'), to: day('2026-10-23') },
    compared: { now: range, before: { from: day('2026-10-01'), to: day('2026-10-23') }, leftOut: [] },
    change: { total: same, plan: same, api: same },
    keyNames: names,
    projection: {
      month: { from: day('2026-11-01'), to: day('2026-12-01') },
      result: { low: usd('150'), high: usd('170'), middle: usd('160'), closedDays: 21 },
      change: same,
      planMonth: usd('100'),
      withApi: true,
      beforeCredit: false,
    },
    organizations: [{ id: 'o', name: 'Acme', source: 'analytics', failure: null }],
    plans: [],
    creditCycles: [],
    hasAnyPlan: true,
    dailyOnly: [],
    sources: { legacy: [], legacyDays: [], analytics: true, dailyOnly: [] },
    filterNames: new Map(),
    told: [{ ...told, analytics: [day('2026-11-21')] }],
    provenance: { readAt: new Date('2026-11-22T10:04:00Z'), refreshedAt: null },
    sync: null,
    ...changes,
  }
}

describe('prepareKpis', () => {
  const today = day('2026-11-22')
  const covered = (...states: ('synced' | 'not_synced')[]) => {
    const { timeline } = data()
    const coverage = states.map((state, index) => ({ day: day(`2026-11-2${index}`), state }))
    return data({ timeline: { ...timeline, coverage } })
  }
  const read = covered('synced', 'synced', 'synced')

  it('never calls $0.00 what was not read', () => {
    const unread = prepareKpis(covered('not_synced', 'not_synced', 'not_synced'), today)
    expect(unread.api).toMatchObject({ amounts: [], note: 'Not synced for these days' })
    expect(unread.total.note).toContain('not synced')
    const some = prepareKpis(covered('synced', 'not_synced', 'synced', 'not_synced'), today)
    expect(some.api.note).toBe('Without 1 of 3 days, which are not synced')
    expect(some.api.amounts).toHaveLength(1)
    expect(prepareKpis(read, today).api.note).toBeNull()
    expect(prepareKpis({ ...data(), organizations: [] }, today).api.note).toBeNull()
  })

  it('keeps the figures of one organisation where another was not read', () => {
    const { timeline, organizations } = covered('not_synced', 'not_synced', 'not_synced')
    const told = { id: 'api', pool: 'api' as const, group: null, amount: usd('41.20'), name: 'API usage' }
    const group = { ...told, usage: NO_USAGE, quality: 'billed' as const, mixed: false, drawnIn: 'api' }
    const two = [...organizations, { id: 'p', name: 'Beta', source: 'legacy' as const, failure: null }]
    const kpis = prepareKpis(data({ timeline: { ...timeline, groups: [group] }, organizations: two }), today)
    expect(kpis.api.amounts[0]?.text).toBe('$41.20')
    expect(kpis.api.note).toBe('Incomplete on 3 of 3 days, which are not synced in at least one organisation')
  })

  it('says what of API usage was paid by credit and what in cash', () => {
    const { timeline } = read
    const byPool = { ...timeline.byPool, api_credit: usd('-30') }
    const { api } = prepareKpis(data({ timeline: { ...timeline, byPool } }), today)
    expect(api.note).toBe('$30.00 of it paid by API credit, $11.20 in cash')
    expect(api.amounts[0]?.text).toBe('$41.20')
  })

  it('shows the four figures, the projection as a range, and where they come from', () => {
    const kpis = prepareKpis(read, today)
    expect(kpis.total.amounts.map(({ text }) => text)).toEqual(['$141.20'])
    expect(kpis.plan.amounts[0]?.text).toBe('$100.00')
    expect(kpis.api.amounts[0]?.text).toBe('$41.20')
    expect(kpis.api.origin.join(' ')).toContain('/analytics/cost')
    expect(kpis.api.origin.join(' ')).toContain('Last read 22 Nov 2026, 10:04 UTC')
    expect(kpis.projection).toMatchObject({ label: 'Projected for Nov 2026', note: null })
    expect(kpis.projection.amounts.map(({ text }) => text)).toEqual(['$150.00', '$170.00'])
  })

  it('says which last days a change leaves out on either side, but for plans, whose every day is known', () => {
    const whole = 'against 1 – 22 Oct 2026'
    const against = (changes: Partial<TimelineData> = {}) => {
      const { total, plan, api } = prepareKpis(data(changes), today)
      return [total.against, api.against, plan.against]
    }
    expect(against()).toEqual([whole, whole, whole])
    const compared = {
      now: { from: range.from, to: day('2026-11-21') },
      before: { from: day('2026-10-01'), to: day('2026-10-21') },
      leftOut: [day('2026-11-21'), day('2026-11-22')],
    }
    const shorter = 'against 1 – 20 Oct 2026, without 21 – 22 Nov 2026, which are not fully read yet'
    expect(against({ compared })).toEqual([shorter, shorter, whole])
  })

  it('says both lengths where the two periods differ in length', () => {
    const clipped = { from: day('2026-09-25'), to: day('2026-10-16') }
    const compared = { now: range, before: clipped, leftOut: [] }
    const kpis = prepareKpis({ ...read, previous: clipped, compared }, today)
    for (const { against } of [kpis.total, kpis.plan, kpis.api])
      expect(against).toBe('22 days against the 21 of 25 Sep – 15 Oct 2026')
  })

  it('says in so many words that the projection leaves API credit out, and what it is held against too', () => {
    const { projection } = data()
    const { note, against } = prepareKpis(
      data({ projection: { ...projection, beforeCredit: true } }),
      today,
    ).projection
    expect(note).toBe('Before API credit')
    expect(against).toBe('against all of Oct 2026, before API credit too')
    expect(prepareKpis(data(), today).projection.against).toBe('against all of Oct 2026')
  })

  it('says why there is no projection, and one figure where it is exact', () => {
    const { projection } = data()
    const none = prepareKpis(data({ projection: { ...projection, result: null } }), today).projection
    expect(none.amounts).toEqual([])
    expect(none.change).toBeNull()
    expect(none.note).toContain('3 closed days')
    const exact = { low: usd('100'), high: usd('100'), middle: usd('100'), closedDays: 0 }
    const plansOnly = prepareKpis(
      data({ projection: { ...projection, result: exact, withApi: false } }),
      today,
    ).projection
    expect(plansOnly.amounts.map(({ text }) => text)).toEqual(['$100.00'])
  })
})

describe('pageState', () => {
  const today = day('2026-11-22')
  it('tells the three kinds of nothing apart', () => {
    expect(pageState(data({ organizations: [], hasAnyPlan: false }), today)).toBe('nothing_yet')
    expect(pageState(data(), today)).toBe('not_synced')
    expect(pageState(data({ organizations: [] }), today)).toBe('nothing_in_range')
    const { timeline } = data()
    const coverage = timeline.coverage.map(({ day: d }, index) => ({
      day: d,
      state: index === 0 ? ('synced' as const) : ('not_synced' as const),
    }))
    expect(pageState(data({ timeline: { ...timeline, coverage } }), today)).toBe('nothing_in_range')
  })
})

describe('ranges in words', () => {
  const today = day('2026-11-22')
  it('fit into a sentence', () => {
    expect(withinWords({ preset: '30d' }, today)).toBe('in these 30 days')
    expect(withinWords({ preset: 'mtd' }, today)).toBe('this month so far')
    expect(withinWords({ preset: 'last-month' }, today)).toBe('in Oct 2026')
    expect(withinWords({ preset: 'ytd' }, today)).toBe('this year so far')
    expect(withinWords({ preset: '12m' }, today)).toBe('in these 12 months')
    expect(withinWords({ custom: { from: today, to: day('2026-11-23') } }, today)).toBe('on 22 Nov 2026')
    expect(rangeWords(range)).toBe('1 – 22 Nov 2026 (22 UTC days)')
  })
})
