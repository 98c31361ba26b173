import { describe, expect, it } from 'vitest'
import type { CoverageState } from '@/lib/domain/coverage-days'
import { day, daysIn } from '@/lib/domain/day'
import { prepareBuckets, type BucketInput } from './prepare-buckets'

const range = { from: day('2026-10-28'), to: day('2026-11-30') }
const input = (changes: Partial<BucketInput> = {}): BucketInput => ({
  range,
  bucket: 'day',
  coverage: daysIn(range).map((d) => ({ day: d, state: stateOn(d) })),
  today: day('2026-11-22'),
  hasOrganizations: true,
  dailyOnly: [],
  hourly: true,
  ...changes,
})
function stateOn(d: string): CoverageState {
  if (d < '2026-10-30') return 'not_synced'
  if (d === '2026-11-10') return 'partial'
  return d >= '2026-11-20' ? 'provisional' : 'synced'
}

describe('prepareBuckets', () => {
  it('ends with today, which is unfinished', () => {
    const buckets = prepareBuckets(input())
    expect(buckets).toHaveLength(26)
    expect(buckets.at(-1)).toMatchObject({ start: '2026-11-22', unfinished: true, state: 'provisional' })
    expect(buckets.filter(({ unfinished }) => unfinished)).toHaveLength(1)
  })

  it('says what is missing, partly or whole', () => {
    const states = prepareBuckets(input({ bucket: 'week' })).map(({ start, state, note }) => [
      start,
      state,
      note,
    ])
    expect(states).toEqual([
      ['2026-10-28', 'some_not_synced', 'API usage of 2 of 5 days not synced'],
      ['2026-11-02', 'synced', null],
      ['2026-11-09', 'partial', expect.stringContaining('partial')],
      ['2026-11-16', 'provisional', expect.stringContaining('provisional')],
    ])
    expect(prepareBuckets(input())[0]).toMatchObject({ state: 'not_synced', note: 'API usage not synced' })
  })

  it('has nothing to say where no organisation is connected', () => {
    expect(prepareBuckets(input({ hasOrganizations: false })).every(({ state }) => state === null)).toBe(true)
  })

  it('zooms to the bucket, one step finer, where something finer is known', () => {
    const zoomOf = (changes: Partial<BucketInput>, index: number) =>
      prepareBuckets(input(changes))[index]?.zoom
    expect(zoomOf({ bucket: 'month' }, 1)).toEqual({
      choice: { custom: { from: '2026-11-01', to: '2026-11-23' } },
      bucket: 'day',
    })
    expect(zoomOf({ bucket: 'week' }, 1)).toEqual({
      choice: { custom: { from: '2026-11-02', to: '2026-11-09' } },
      bucket: 'day',
    })
    expect(zoomOf({}, 3)?.bucket).toBe('hour')
    expect(zoomOf({ dailyOnly: [day('2026-10-31')] }, 3)).toBeNull()
    expect(zoomOf({ hourly: false }, 3)).toBeNull()
    expect(zoomOf({ bucket: 'hour', range: { from: range.from, to: day('2026-10-29') } }, 3)).toBeNull()
  })

  it('names buckets', () => {
    const titles = (changes: Partial<BucketInput>) => prepareBuckets(input(changes)).map(({ title }) => title)
    expect(titles({})[0]).toBe('Wed 28 Oct 2026')
    expect(titles({ bucket: 'month' })).toEqual(['28 – 31 Oct 2026', '1 – 22 Nov 2026'])
    const oneDay = { from: day('2026-11-10'), to: day('2026-11-11') }
    expect(titles({ bucket: 'hour', range: oneDay })[9]).toBe('10 Nov 2026, 09:00 – 09:59 UTC')
    expect(titles({ bucket: 'month', range: { from: day('2026-10-01'), to: day('2026-11-01') } })).toEqual([
      'Oct 2026',
    ])
  })
})
