import { describe, expect, it } from 'vitest'
import { day } from './day'
import { refuseCombination, refuseRange, type Sources } from './timeline-refusals'
import { ASSIGNED, type TimelineRequest } from './timeline-request'
import { formatDays } from './written'

const range = { from: day('2026-11-01'), to: day('2026-11-08') }
const request: TimelineRequest = {
  range,
  bucket: 'day',
  group: 'none',
  basis: 'spread',
  metric: 'cost',
  filters: {},
}
const analytics: Sources = { legacy: [], legacyDays: [], analytics: true, dailyOnly: [] }
const legacy: Sources = {
  legacy: ['Acme'],
  legacyDays: [day('2026-11-01'), day('2026-11-02')],
  analytics: false,
  dailyOnly: [],
}
const mixed: Sources = { ...legacy, analytics: true }
const today = day('2026-11-22')

describe('refuseRange', () => {
  it('takes a day, seven days of hours and 1,100 days', () => {
    expect(refuseRange({ from: day('2026-11-01'), to: day('2026-11-02') }, 'total')).toBeNull()
    expect(refuseRange(range, 'hour')).toBeNull()
    expect(refuseRange({ from: day('2023-01-01'), to: day('2026-01-05') }, 'day')).toBeNull()
  })

  it('refuses an empty or reversed range, 1,101 days and eight days of hours', () => {
    expect(refuseRange({ from: range.from, to: range.from }, 'day')?.parameter).toBe('to')
    expect(refuseRange({ from: range.to, to: range.from }, 'day')?.kind).toBe('invalid')
    expect(refuseRange({ from: day('2023-01-01'), to: day('2026-01-06') }, 'day')?.sentence).toContain(
      '1,100',
    )
    expect(refuseRange({ from: range.from, to: day('2026-11-09') }, 'hour')?.parameter).toBe('bucket')
  })
})

describe('refuseCombination', () => {
  it('lets through what the analytics API gives', () => {
    for (const group of ['none', 'key', 'product', 'model'] as const)
      expect(refuseCombination({ ...request, group, bucket: 'hour' }, analytics, today)).toBeNull()
  })

  it('lets through whatever the source what asks for plan fees alone', () => {
    for (const filters of [{ pool: ['plan'] }, { key: ['plan:p1'] }, { product: ['plan:p1', 'plan:p2'] }])
      expect(
        refuseCombination({ ...request, group: 'key', bucket: 'hour', filters }, legacy, today),
      ).toBeNull()
    const filters = { product: ['plan:p1', 'messages_api'] }
    expect(refuseCombination({ ...request, filters }, legacy, today)?.parameter).toBe('product')
  })

  it('gives people by the day, not by the hour', () => {
    const grouped = { ...request, group: 'person' } as const
    expect(refuseCombination(grouped, analytics, today)).toBeNull()
    expect(refuseCombination({ ...request, filters: { person: ['x'] } }, analytics, today)).toBeNull()
    const hourly = refuseCombination({ ...grouped, bucket: 'hour' }, analytics, today)
    expect(hourly).toMatchObject({ kind: 'unsupported_combination', parameter: 'bucket' })
    expect(hourly?.sentence).toContain("Usage and Cost Analytics API's hourly pass")
  })

  it('refuses a filter by person where some days cannot tell people', () => {
    const mixed = { ...analytics, legacy: ['Acme'], legacyDays: [day('2026-11-02')] }
    expect(refuseCombination({ ...request, filters: { person: ['x'] } }, mixed, today)?.parameter).toBe(
      'person',
    )
    expect(refuseCombination({ ...request, group: 'person' }, mixed, today)).toBeNull()
  })

  it('gives what keys are for where it gives keys, by the hour too', () => {
    for (const group of ASSIGNED)
      expect(refuseCombination({ ...request, group, bucket: 'hour' }, analytics, today)).toBeNull()
    for (const group of ASSIGNED) {
      expect(refuseCombination({ ...request, group }, legacy, today)).toBeNull()
      expect(refuseCombination({ ...request, filters: { [group]: ['x'] } }, legacy, today)).toBeNull()
      expect(refuseCombination({ ...request, group, bucket: 'hour' }, legacy, today)).toMatchObject({
        parameter: 'bucket',
      })
    }
  })

  it('names days known only as days where hours are asked for', () => {
    const sources = { ...analytics, dailyOnly: [day('2026-11-02')] }
    expect(refuseCombination({ ...request, bucket: 'hour' }, sources, today)?.sentence).toContain(
      '2026-11-02',
    )
    expect(refuseCombination(request, sources, today)).toBeNull()
    const plansOnly = { ...request, bucket: 'hour', filters: { pool: ['plan'] } } as const
    expect(refuseCombination(plansOnly, sources, today)).toBeNull()
  })

  it('names the legacy reports and their organisation', () => {
    const refused = (change: Partial<TimelineRequest>) =>
      refuseCombination({ ...request, ...change }, legacy, today)
    expect(refused({ group: 'product' })?.sentence).toContain('Acme')
    expect(refused({ group: 'product' })?.parameter).toBe('group')
    expect(refused({ bucket: 'hour' })?.parameter).toBe('bucket')
    expect(refused({ range: { from: today, to: day('2026-11-23') } })?.parameter).toBe('from')
    for (const filters of [{}, { key: ['k'] }, { key: [null] }, { key: ['unattributed'] }])
      for (const metric of ['cost', 'tokens'] as const)
        expect(refused({ group: 'key', metric, filters })).toBeNull()
    expect(refused({ group: 'model' })).toBeNull()
    expect(refused({ group: 'key', filters: { pool: ['plan'] } })).toBeNull()
    expect(refused({ metric: 'requests' })?.parameter).toBe('metric')
    expect(refused({ group: 'person' })?.sentence).toContain('Acme')
    expect(refused({ metric: 'tokens', bucket: 'hour' })?.parameter).toBe('bucket')
  })

  it('goes by the sources that own the days: what only some of them cannot give is unattributed', () => {
    const refused = (change: Partial<TimelineRequest>) =>
      refuseCombination({ ...request, ...change }, mixed, today)
    for (const group of ['key', 'product', 'model'] as const) expect(refused({ group })).toBeNull()
    expect(refused({ metric: 'requests' })).toBeNull()
    expect(refused({ range: { from: today, to: day('2026-11-23') } })).toBeNull()
  })

  it('refuses hours and filters where some days would be left out without a sign, and names them', () => {
    const refused = (change: Partial<TimelineRequest>) =>
      refuseCombination({ ...request, ...change }, mixed, today)
    expect(refused({ bucket: 'hour' })?.sentence).toContain('2026-11-01, 2026-11-02')
    expect(refused({ filters: { product: ['messages_api'] } })?.sentence).toContain('Acme for 2026-11-01')
    expect(refused({ filters: { product: ['messages_api'] } })?.parameter).toBe('product')
    const written = refuseCombination({ ...request, bucket: 'hour' }, mixed, today, formatDays)
    expect(written?.sentence).toContain('Acme for 1 – 2 Nov 2026, do not give hours')
    expect(refused({ filters: { key: ['k'] } })).toBeNull()
    expect(refused({ filters: { key: ['unattributed'] } })).toBeNull()
    expect(refused({ filters: { key: ['k'] }, metric: 'tokens' })).toBeNull()
  })
})
