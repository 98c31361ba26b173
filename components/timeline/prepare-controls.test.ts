import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import type { Sources } from '@/lib/domain/timeline-refusals'
import { prepareControls, widened } from './prepare-controls'
import { DEFAULT_VIEW, requestOf, type TimelineView } from './timeline-view'

const today = day('2026-11-22')

function controls(
  changes: Partial<TimelineView> = {},
  known: Partial<Sources> & { organizations?: number } = {},
) {
  const view = { ...DEFAULT_VIEW, ...changes }
  return prepareControls({
    view,
    request: requestOf(view, today),
    sources: { legacy: [], legacyDays: [], analytics: true, dailyOnly: [], ...known },
    organizations: known.organizations ?? 1,
    today,
    nameOf: (_, value) => value ?? 'no key',
  })
}
const reasonOf = (choices: { label: string; disabledReason?: string }[], label: string) =>
  choices.find((choice) => choice.label === label)?.disabledReason

describe('prepareControls', () => {
  it('marks what is chosen, and leads to the rest without losing it', () => {
    const { groups, buckets, bases, metrics } = controls({ group: 'key', metric: 'tokens' })
    const current = [groups, buckets, bases, metrics].map((choices) =>
      choices
        .filter((choice) => choice.current)
        .map(({ label }) => label)
        .join(),
    )
    expect(current).toEqual(['Key', 'Day', 'Spread', 'Tokens'])
    expect(bases[1]?.href).toBe('/?group=key&basis=charged&metric=tokens')
  })

  it('says why something cannot be chosen', () => {
    expect(reasonOf(controls().buckets, 'Hour')).toContain('at most 7 days')
    expect(reasonOf(controls({ choice: { preset: '7d' } }).buckets, 'Hour')).toBeUndefined()
    const daily = controls({ choice: { preset: '7d' } }, { dailyOnly: [day('2026-11-20')] })
    expect(reasonOf(daily.buckets, 'Hour')).toContain('for 20 Nov 2026 is known')
    const legacy = { legacy: ['Acme'], analytics: false }
    expect(reasonOf(controls({}, legacy).groups, 'Product')).toContain('Acme')
    expect(reasonOf(controls({}, legacy).groups, 'Key')).toBeUndefined()
    const hourly = controls({ choice: { preset: '7d' }, bucket: 'hour' })
    expect(reasonOf(hourly.groups, 'Person')).toContain('per day')
    expect(reasonOf(controls({ choice: { preset: '90d' } }).comparisons, 'Same days last month')).toContain(
      'longer than a month',
    )
  })

  it('offers what keys are for where there are keys', () => {
    const labels = (choices: { label: string }[]) => choices.map(({ label }) => label)
    const known = ['Owner', 'Application', 'Environment', 'Tag', 'Cost centre']
    expect(labels(controls().keyGroups)).toEqual(known)
    expect(labels(controls().groups)).not.toContain('Owner')
    expect(controls().keyGroups[4]?.href).toBe('/?group=cost_centre')
    expect(controls({}, { organizations: 0 }).keyGroups).toEqual([])
    expect(labels(controls({ group: 'tag' }, { organizations: 0 }).keyGroups)).toEqual(['Tag'])
  })

  it('lists filters, each with its way out', () => {
    const { filters, withoutFilters } = controls({ filters: { key: ['a', null], model: ['m'] } })
    expect(filters.map(({ label }) => label)).toEqual(['key: a', 'key: no key', 'model: m'])
    expect(filters[0]?.href).toBe('/?key=&model=m')
    expect(withoutFilters).toBe('/')
  })

  it('offers organisations where there are several', () => {
    const labels = (shown: ReturnType<typeof controls>) => shown.groups.map(({ label }) => label)
    expect(labels(controls())).not.toContain('Organisation')
    expect(labels(controls({}, { organizations: 2 }))).toContain('Organisation')
    expect(labels(controls({ group: 'organization' }))).toContain('Organisation')
  })
})

describe('widened', () => {
  it('leads to twelve months, unless that is what is shown', () => {
    expect(widened(DEFAULT_VIEW, today)).toBe('/?range=12m')
    expect(widened({ ...DEFAULT_VIEW, choice: { preset: '12m' } }, today)).toBeNull()
  })
})
