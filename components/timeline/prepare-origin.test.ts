import { describe, expect, it } from 'vitest'
import { addDays, day, daysIn, type Day } from '@/lib/domain/day'
import type { ToldDays } from '@/lib/domain/told-days'
import { legacyNotice, originWords } from './prepare-origin'

const first = day('2026-10-24')
const run = (from: number, count: number): Day[] =>
  daysIn({ from: addDays(first, from), to: addDays(first, from + count) })
const told = (changes: Partial<ToldDays> = {}): ToldDays => ({
  ...{ id: 'o', name: 'Acme', connectedThrough: 'analytics', analytics: [], legacy: [] },
  ...changes,
})
const read = { readAt: new Date('2026-11-22T10:04:00Z'), refreshedAt: null }
const fresh = { ...read, refreshedAt: new Date('2026-11-22T09:00:00Z') }

describe('originWords', () => {
  it('names the Analytics API where it told every day, however the organisation is connected now', () => {
    for (const connectedThrough of ['analytics', 'legacy', null] as const) {
      const words = originWords([told({ connectedThrough, analytics: run(0, 30) })], fresh)
      expect(words[0]).toMatch(/^From Anthropic’s Usage and Cost Analytics API \(GET .*\/analytics\/cost\)/)
      expect(words.join(' ')).not.toContain('legacy')
      expect(words.at(-1)).toContain('fresh as of 22 Nov 2026, 09:00 UTC')
    }
  })

  it('names the legacy reports where they told every day, and no freshness, which they do not give', () => {
    const words = originWords([told({ connectedThrough: 'legacy', legacy: run(0, 30) })], fresh)
    expect(words[0]).toMatch(/^From Anthropic’s legacy reports .*cost_report.*split over keys/)
    expect(words.join(' ')).not.toMatch(/Analytics|fresh/)
    expect(words.at(-1)).toBe('Last read 22 Nov 2026, 10:04 UTC.')
  })

  it('counts the days of each where both told some, of several organisations too', () => {
    const both = originWords([told({ analytics: run(18, 12), legacy: run(0, 18) })], read)
    expect(both[0]).toMatch(/^12 of 30 days read from Anthropic’s Usage and Cost/)
    expect(both[1]).toMatch(/^18 of 30 days read from Anthropic’s legacy/)
    const two = [told({ analytics: run(0, 30) }), told({ id: 'p', name: 'Beta', legacy: run(20, 9) })]
    const words = originWords(two, read)
    expect(words[0]).toMatch(/^30 of 30 days read \(Acme\) from/)
    expect(words[1]).toMatch(/^9 of 30 days read \(Beta\) from/)
  })

  it('claims no source for what was not read', () => {
    expect(originWords([told()], { readAt: null, refreshedAt: null })).toEqual([
      'Not read for these days yet.',
    ])
    expect(originWords([], read)[0]).toContain('No Anthropic organisation is connected')
  })
})

describe('legacyNotice', () => {
  it('follows the days, not the connection', () => {
    expect(legacyNotice([told({ connectedThrough: 'legacy', analytics: run(0, 30) })])).toBeNull()
    expect(legacyNotice([told(), told({ connectedThrough: null })])).toBeNull()
    expect(legacyNotice([told({ legacy: run(0, 18), analytics: run(18, 12) })])).toEqual({
      title: '18 of 30 days read of Acme were told by Anthropic’s legacy reports',
      days: ['24 Oct – 10 Nov 2026.'],
    })
    for (const connectedThrough of ['analytics', null] as const)
      expect(legacyNotice([told({ connectedThrough, legacy: run(0, 7) })])).toEqual({
        title: 'All 7 days read of Acme were told by Anthropic’s legacy reports',
        days: [],
      })
    expect(legacyNotice([told({ connectedThrough: 'legacy', legacy: run(0, 7) })])).toEqual({
      title: 'Acme is read through Anthropic’s legacy reports',
      days: [],
    })
    expect(legacyNotice([told({ legacy: run(0, 1) })])?.title).toMatch(/^The one day read of Acme was told/)
  })

  it('says who will tell days of which none was read', () => {
    expect(legacyNotice([told({ connectedThrough: 'legacy' })])?.title).toContain('Acme is read through')
  })

  it('counts for each of several organisations', () => {
    const notice = legacyNotice([
      told({ legacy: run(0, 18), analytics: run(18, 12) }),
      told({ id: 'p', name: 'Beta', legacy: run(0, 29) }),
      told({ id: 'q', name: 'Gamma', analytics: run(0, 30) }),
      told({ id: 'r', name: 'Delta', connectedThrough: 'legacy' }),
    ])
    expect(notice?.title).toBe('Days of Acme, Beta, and Delta were told by Anthropic’s legacy reports')
    expect(notice?.days).toEqual([
      'Acme: 18 of 30 days read, 24 Oct – 10 Nov 2026.',
      'Beta: all 29 days read.',
      'Delta is read through them; none of these days is read yet.',
    ])
  })
})
