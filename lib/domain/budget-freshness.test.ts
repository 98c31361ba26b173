import { describe, expect, it } from 'vitest'
import { whyStale, type ReadOrganization } from './budget-freshness'
import { day, daysIn, type Day } from './day'

const now = new Date('2026-11-22T10:30:00Z')
const period = { from: day('2026-11-20'), to: day('2026-11-27') }
const until = (to: Day) => new Map(daysIn({ from: period.from, to }).map((d) => [d, 'synced' as const]))

function organization(given: Partial<ReadOrganization> = {}): ReadOrganization {
  return {
    name: 'Acme',
    source: 'analytics',
    origin: null,
    lastReadAt: now,
    days: until(day('2026-11-23')),
    ...given,
  }
}

describe('whyStale', () => {
  it('says nothing of what was just read, today included', () => {
    expect(whyStale([organization()], period, now)).toEqual([])
  })

  it('says what is missing, what is partial and what is old', () => {
    const missing = organization({ days: until(day('2026-11-22')) })
    expect(whyStale([missing], period, now)).toEqual(['Acme: 2026-11-22 not read yet.'])
    const partial = organization({
      days: new Map([...until(day('2026-11-23')), [day('2026-11-21'), 'partial']]),
    })
    expect(whyStale([partial], period, now)[0]).toMatch(/2026-11-21 does not add up/)
    const old = organization({ lastReadAt: new Date('2026-11-22T04:29:00Z') })
    expect(whyStale([old], period, now)[0]).toMatch(/last read on 2026-11-22 04:29 UTC/)
    expect(whyStale([organization({ lastReadAt: null })], period, now)).toEqual(['Acme: never read yet.'])
  })

  it('waits for a legacy day until six hours after its end', () => {
    const legacy = organization({ source: 'legacy', days: until(day('2026-11-21')) })
    expect(whyStale([legacy], period, now)).toEqual(['Acme: 2026-11-21 not read yet.'])
    const early = new Date('2026-11-22T05:00:00Z')
    expect(whyStale([{ ...legacy, lastReadAt: early }], period, early)).toEqual([])
  })

  it('asks nothing of days before the organisation came to be', () => {
    const young = organization({
      origin: day('2026-11-22'),
      days: new Map([[day('2026-11-22'), 'provisional']]),
    })
    expect(whyStale([young], period, now)).toEqual([])
  })

  it('cannot rely on a disconnected organisation alone, but on its days beside another', () => {
    const gone = organization({ name: 'Gone', source: null, lastReadAt: null })
    expect(whyStale([gone], period, now)[0]).toMatch(/^Gone: not connected any more/)
    expect(whyStale([gone, organization()], period, now)).toEqual([])
  })
})
