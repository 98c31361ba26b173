import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { keptByDates, prepareControls, widened } from './prepare-controls'
import { DEFAULT_VIEW, requestOf, type TimelineView } from './timeline-view'

const today = day('2026-11-22')

function controls(
  changes: Partial<TimelineView> = {},
  known: { dailyOnly?: string[]; legacy?: string[] } = {},
) {
  const view = { ...DEFAULT_VIEW, ...changes }
  return prepareControls({
    view,
    request: requestOf(view, today),
    dailyOnly: (known.dailyOnly ?? []).map(day),
    legacy: known.legacy ?? [],
    nameOf: (_, value) => value ?? 'no key',
  })
}
const reasonOf = (choices: { label: string; disabledReason?: string }[], label: string) =>
  choices.find((choice) => choice.label === label)?.disabledReason

describe('prepareControls', () => {
  it('marks what is chosen, and leads to the rest without losing it', () => {
    const { ranges, groups, buckets, bases, metrics } = controls({ group: 'key', metric: 'tokens' })
    const current = [ranges, groups, buckets, bases, metrics].map((choices) =>
      choices
        .filter((choice) => choice.current)
        .map(({ label }) => label)
        .join(),
    )
    expect(current).toEqual(['30 days', 'Key', 'Day', 'Spread', 'Tokens'])
    expect(ranges[0]?.href).toBe('/?range=7d&group=key&metric=tokens')
    expect(bases[1]?.href).toBe('/?group=key&basis=charged&metric=tokens')
  })

  it('says why something cannot be chosen', () => {
    expect(reasonOf(controls().buckets, 'Hour')).toContain('at most 7 days')
    expect(reasonOf(controls({ choice: { preset: '7d' } }).buckets, 'Hour')).toBeUndefined()
    const daily = controls({ choice: { preset: '7d' } }, { dailyOnly: ['2026-11-20'] })
    expect(reasonOf(daily.buckets, 'Hour')).toContain('whole days')
    expect(reasonOf(controls({}, { legacy: ['Acme'] }).groups, 'Key')).toContain('Acme')
    expect(reasonOf(controls({ metric: 'tokens' }, { legacy: ['Acme'] }).groups, 'Key')).toBeUndefined()
  })

  it('lists filters, each with its way out', () => {
    const { filters, withoutFilters } = controls({ filters: { key: ['a', null], model: ['m'] } })
    expect(filters.map(({ label }) => label)).toEqual(['key: a', 'key: no key', 'model: m'])
    expect(filters[0]?.href).toBe('/?key=&model=m')
    expect(withoutFilters).toBe('/')
  })

  it('offers a rare grouping while it is chosen', () => {
    expect(controls().groups.map(({ label }) => label)).not.toContain('Product')
    expect(controls({ group: 'product' }).groups.map(({ label }) => label)).toContain('Product')
  })
})

describe('the form for own dates', () => {
  it('keeps everything but the range and its bucket', () => {
    const choice = { custom: { from: today, to: day('2026-11-23') } }
    const view = { ...DEFAULT_VIEW, choice, bucket: 'hour', group: 'key', filters: { key: [null] } } as const
    expect(keptByDates(view)).toEqual([
      ['group', 'key'],
      ['key', ''],
    ])
  })
})

describe('widened', () => {
  it('leads to twelve months, unless that is what is shown', () => {
    expect(widened(DEFAULT_VIEW, today)).toBe('/?range=12m')
    expect(widened({ ...DEFAULT_VIEW, choice: { preset: '12m' } }, today)).toBeNull()
  })
})
