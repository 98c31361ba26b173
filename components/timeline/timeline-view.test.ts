import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day } from '@/lib/domain/day'
import { PRESETS } from '@/lib/domain/range'
import { MARK_KINDS } from '@/lib/domain/timeline-mark'
import { DIMENSIONS } from '@/lib/domain/timeline-request'
import {
  BUCKET_SORTS,
  COMPARISONS,
  DEFAULT_VIEW,
  fittingBucket,
  GROUP_SORTS,
  parseView,
  requestOf,
  VIEW_BUCKETS,
  VIEW_GROUPS,
  viewHref,
  withoutFilter,
  type SearchParams,
  type TimelineView,
} from './timeline-view'

const today = day('2026-11-22')

function paramsOf(href: string): SearchParams {
  const params: SearchParams = {}
  const search = new URLSearchParams(href.split('?')[1] ?? '')
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name)
    params[name] = values.length === 1 ? values[0] : values
  }
  return params
}

const someDay = fc.integer({ min: 0, max: 900 }).map((n) => addDays(day('2025-01-01'), n))
const text = fc
  .string({ minLength: 1, maxLength: 20 })
  .filter((t) => !t.includes('\u0000') && t.isWellFormed() && t !== 'null')
const views = fc.record<TimelineView>({
  choice: fc.oneof(
    fc.constantFrom(...PRESETS).map((preset) => ({ preset })),
    fc
      .tuple(someDay, fc.integer({ min: 1, max: 1100 }))
      .map(([from, days]) => ({ custom: { from, to: addDays(from, days) } })),
  ),
  bucket: fc.option(fc.constantFrom(...VIEW_BUCKETS)),
  group: fc.constantFrom(...VIEW_GROUPS),
  basis: fc.constantFrom('spread', 'charged'),
  metric: fc.constantFrom('cost', 'tokens', 'requests'),
  compare: fc.constantFrom(...COMPARISONS),
  data: fc.option(fc.constantFrom('real', 'demo')),
  filters: fc
    .tuple(
      fc.constantFrom(...DIMENSIONS.filter((d) => d !== 'pool')),
      fc.array(text, { minLength: 1, maxLength: 3 }),
    )
    .map(([dimension, values]) => ({ [dimension]: dimension === 'key' ? [...values, null] : values })),
  sort: fc.constantFrom(...GROUP_SORTS),
  bucketSort: fc.constantFrom(...BUCKET_SORTS),
  marks: fc.subarray([...MARK_KINDS]),
  all: fc.boolean(),
  groupPage: fc.integer({ min: 1, max: 9999 }),
  bucketPage: fc.integer({ min: 1, max: 9999 }),
})

describe('the address', () => {
  it('holds the whole view, and nothing else', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(parseView(paramsOf(viewHref(view)))).toEqual({ view, problems: [] })
      }),
    )
    expect(viewHref(DEFAULT_VIEW)).toBe('/')
    expect(parseView({})).toEqual({ view: DEFAULT_VIEW, problems: [] })
  })

  it('says what it does not understand, and shows the usual instead', () => {
    const problemsOf = (params: SearchParams) => {
      const { view, problems } = parseView(params)
      expect(view).toEqual(DEFAULT_VIEW)
      return problems
    }
    expect(problemsOf({ range: '31d' })).toEqual(['“range” cannot be “31d”.'])
    expect(problemsOf({ group: ['key', 'model'] })).toHaveLength(1)
    expect(problemsOf({ from: '2026-11-01' })).toHaveLength(1)
    expect(problemsOf({ from: '2026-11-02', until: '2026-11-01' })).toHaveLength(1)
    expect(problemsOf({ from: '2026-02-30', until: '2026-03-01' })).toHaveLength(1)
    expect(problemsOf({ from: '2020-01-01', until: '2026-03-01' })).toHaveLength(1)
    expect(problemsOf({ key: 'a\u0000b' })).toEqual(['“key” cannot be “ab”.'])
    expect(problemsOf({ pool: 'cash' })).toHaveLength(1)
    expect(problemsOf({ basis: 'x', metric: 'y', sort: 'z', rows: 'r', show: 's' })).toHaveLength(5)
    expect(problemsOf({ page: '0', 'rows-page': '1e3' })).toHaveLength(2)
    expect(parseView({ utm_source: 'mail' }).problems).toEqual([])
  })

  it('leads to the first page of what changed', () => {
    const view = { ...DEFAULT_VIEW, all: true, groupPage: 3, bucketPage: 2 }
    expect(viewHref(view, { sort: 'name' })).toBe('/?sort=name&show=all')
    expect(viewHref(view, { groupPage: 4, bucketPage: 2 })).toBe('/?show=all&page=4&rows-page=2')
  })

  it('takes no key for usage without one', () => {
    expect(parseView({ key: '' }).view.filters).toEqual({ key: [null] })
    expect(parseView({ key: ['null', 'apikey_1'] }).view.filters).toEqual({ key: [null, 'apikey_1'] })
  })
})

describe('requestOf', () => {
  it('asks for a bucket that fits, and for hours only where they can be shown', () => {
    expect([1, 2, 45, 46, 190, 191].map(fittingBucket)).toEqual([
      'hour',
      'day',
      'day',
      'week',
      'week',
      'month',
    ])
    expect(requestOf(DEFAULT_VIEW, today)).toMatchObject({
      bucket: 'day',
      range: { from: '2026-10-24', to: '2026-11-23' },
    })
    expect(requestOf({ ...DEFAULT_VIEW, bucket: 'hour' }, today).bucket).toBe('day')
    expect(requestOf({ ...DEFAULT_VIEW, bucket: 'hour', choice: { preset: '7d' } }, today).bucket).toBe(
      'hour',
    )
  })
})

describe('withoutFilter', () => {
  it('takes one value away, and the filter with its last', () => {
    const view = { ...DEFAULT_VIEW, filters: { key: [null, 'a'], model: ['m'] } }
    expect(withoutFilter(view, 'key', null)).toEqual({ key: ['a'], model: ['m'] })
    expect(withoutFilter(view, 'model', 'm')).toEqual({ key: [null, 'a'] })
  })
})
