import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import type { RefusedTimeline } from '@/lib/domain/refused-timeline'
import { prepareWaysOut } from './prepare-refused'
import { DEFAULT_VIEW, requestOf, type TimelineView } from './timeline-view'

const today = day('2026-11-22')
const LEGACY = { legacy: ['Beta'], legacyDays: [day('2026-11-17')], analytics: false, dailyOnly: [] }

function ways(changes: Partial<TimelineView>, refused: Partial<RefusedTimeline> = {}) {
  const view = { ...DEFAULT_VIEW, ...changes }
  const known = { organizations: 2, filterNames: new Map(), among: [], instead: [] }
  return prepareWaysOut(
    view,
    { request: requestOf(view, today), sources: LEGACY, ...known, ...refused },
    today,
  )
}

describe('prepareWaysOut', () => {
  it('drops the refused part and keeps the rest of the question', () => {
    const filters = { organization: ['b'], model: ['claude-opus-5-5'] }
    expect(ways({ group: 'product', metric: 'tokens', filters })).toEqual([
      { label: 'Show it by pool', href: '/?metric=tokens&model=claude-opus-5-5&organization=b' },
    ])
    expect(ways({ group: 'key', metric: 'requests', choice: { preset: '7d' }, filters })).toEqual([
      { label: 'Show it as cost', href: '/?range=7d&group=key&model=claude-opus-5-5&organization=b' },
    ])
    const product = { ...filters, product: ['messages_api'] }
    expect(ways({ filters: product, compare: 'last-month' })).toEqual([
      {
        label: 'Show it without the filter by product',
        href: '/?compare=last-month&model=claude-opus-5-5&organization=b',
      },
    ])
  })

  it('drops all that is refused, however many parts that are', () => {
    expect(ways({ group: 'person', metric: 'requests', bucket: 'hour', choice: { preset: '7d' } })).toEqual([
      { label: 'Show it by pool, per day, and as cost', href: '/?range=7d&bucket=day' },
    ])
    expect(ways({ group: 'person', filters: { person: ['x'] } })[0]?.href).toBe('/')
    const choice = { custom: { from: today, to: day('2026-11-23') } }
    const request = { ...requestOf({ ...DEFAULT_VIEW, choice }, today), bucket: 'day' as const }
    expect(ways({ choice, group: 'key' }, { request })).toEqual([
      { label: 'Show it for the last 7 days', href: '/?range=7d&group=key' },
    ])
  })

  it('offers who can answer the whole question', () => {
    const hours = { bucket: 'hour' as const, choice: { preset: '7d' as const }, filters: { model: ['m'] } }
    const among = [
      { id: 'a', name: 'Acme' },
      { id: 'c', name: 'Cosmo' },
    ]
    expect(ways(hours, { sources: { ...LEGACY, analytics: true }, among })).toEqual([
      { label: 'Show it per day', href: '/?range=7d&bucket=day&model=m' },
      {
        label: 'Show only Acme and Cosmo',
        href: '/?range=7d&bucket=hour&model=m&organization=a&organization=c',
      },
    ])
    const asked = { group: 'product' as const, filters: { organization: ['b'] } }
    expect(ways(asked, { instead: among.slice(0, 1) })[1]).toEqual({
      label: 'Show Acme instead',
      href: '/?group=product&organization=a',
    })
  })
})
