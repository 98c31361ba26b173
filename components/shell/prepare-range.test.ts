import { describe, expect, it } from 'vitest'
import { DEFAULT_VIEW } from '@/components/timeline/timeline-view'
import { day } from '@/lib/domain/day'
import { keptByDates, prepareRange } from './prepare-range'

const today = day('2026-11-22')

describe('prepareRange', () => {
  it('says the range in words, and leads to the others without losing the rest', () => {
    const state = prepareRange({ ...DEFAULT_VIEW, group: 'key', filters: { key: ['a'] } }, today)
    expect(state).toMatchObject({ words: 'Last 30 days', title: '24 Oct – 22 Nov 2026, UTC days' })
    expect(state.items.filter(({ current }) => current).map(({ digit }) => digit)).toEqual(['2'])
    expect(state.items[0]).toMatchObject({
      label: 'Last 7 days',
      days: '16 – 22 Nov 2026',
      href: '/?range=7d&group=key&key=a',
    })
    expect(state.items.at(-1)).toMatchObject({ label: 'Last 12 months', digit: '7' })
  })

  it('says own dates as they are, with none of the ranges chosen', () => {
    const choice = { custom: { from: day('2026-10-30'), to: day('2026-11-03') } }
    const state = prepareRange({ ...DEFAULT_VIEW, choice, bucket: 'day' }, today)
    expect(state).toMatchObject({
      words: '30 Oct – 2 Nov 2026',
      dates: { from: '2026-10-30', until: '2026-11-02' },
    })
    expect(state.items.some(({ current }) => current)).toBe(false)
  })

  it('claims no range for a page that has none', () => {
    const state = prepareRange(null, today)
    expect(state.words).toBe('Range')
    expect(state.items.some(({ current }) => current)).toBe(false)
    expect(state.items[1]?.href).toBe('/')
  })
})

it('the form for own dates keeps everything but the range and its bucket', () => {
  const choice = { custom: { from: today, to: day('2026-11-23') } }
  const view = { ...DEFAULT_VIEW, choice, bucket: 'hour', group: 'key', filters: { key: [null] } } as const
  expect(keptByDates(view)).toEqual([
    ['group', 'key'],
    ['key', ''],
  ])
})
