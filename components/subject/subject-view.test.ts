import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { bucketChoices, comparedSubject, parseSubjectView, shownBucket, subjectHref } from './subject-view'

const KEY: SpendSubject = { kind: 'key', organizationId: 'org', id: 'a/b "1"' }
const TODAY = day('2026-11-22')

describe('the address', () => {
  it('holds all of a view and nothing that is usual', () => {
    const asked = { range: '7d', bucket: 'hour', compare: 'org/other key', find: 'x' }
    const { view, problems } = parseSubjectView(asked)
    expect(problems).toEqual([])
    const href = subjectHref(KEY, view, { find: view.find })
    expect(href.startsWith('/keys/org/a%2Fb%20%221%22?')).toBe(true)
    expect(Object.fromEntries(new URL(href, 'http://x').searchParams)).toEqual(asked)
    expect(subjectHref(KEY, parseSubjectView({}).view)).toBe('/keys/org/a%2Fb%20%221%22')
    expect(subjectHref({ kind: 'model', id: 'm/1', data: 'real' }, view)).not.toContain('find')
  })

  it('says what it does not understand and shows the rest', () => {
    const { view, problems } = parseSubjectView({
      range: 'x',
      bucket: 'year',
      compare: ['a', 'b'],
      find: 'a\u0000',
    })
    expect(problems).toHaveLength(4)
    expect(view).toMatchObject({ compare: null, find: null })
  })

  it('names what is compared with, and never the very same', () => {
    const other = (value: string) => comparedSubject(KEY, { with: 'other', value })
    expect(other('org/k2')).toEqual({ kind: 'key', organizationId: 'org', id: 'k2' })
    expect(other('org/with/slash')).toMatchObject({ id: 'with/slash' })
    expect([other('org/a/b "1"'), other('nothing'), other('/x'), other('x/')]).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(comparedSubject(KEY, { with: 'previous' })).toBeNull()
  })
})

it('shows hours for up to seven days, and of people none', () => {
  const view = (range: string) => parseSubjectView({ range, bucket: 'hour' }).view
  expect(shownBucket(view('7d'), TODAY, true)).toBe('hour')
  expect(shownBucket(view('30d'), TODAY, true)).toBe('day')
  expect(shownBucket(view('7d'), TODAY, false)).toBe('day')
  expect(shownBucket(parseSubjectView({ range: '12m' }).view, TODAY, true)).toBe('month')
  expect(bucketChoices(view('30d'), TODAY, true)[0]?.disabledReason).toBe('Hours fit at most 7 days')
  expect(bucketChoices(view('7d'), TODAY, false)[0]?.disabledReason).toContain('by the day')
})
