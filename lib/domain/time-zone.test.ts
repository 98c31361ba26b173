import { describe, expect, it } from 'vitest'
import { listTimeZones, timeZoneNamed } from './time-zone'

describe('time zones', () => {
  it.each(['Europe/Berlin', 'Pacific/Auckland', 'UTC', 'America/New_York'])('know %s', (zone) => {
    expect(timeZoneNamed(zone)).toBe(zone)
  })

  it.each([null, undefined, '', 'Mars/Olympus', 'Europe/Berlin; drop', 'x'.repeat(1000), 'UTC\u0000'])(
    'do not know %j',
    (text) => {
      expect(timeZoneNamed(text)).toBeNull()
    },
  )

  it('lists UTC first and only what can be named, once', () => {
    const zones = listTimeZones()
    expect(zones[0]).toBe('UTC')
    expect(zones.length).toBeGreaterThan(300)
    expect(new Set(zones).size).toBe(zones.length)
    expect(zones.filter((zone) => timeZoneNamed(zone) === null)).toEqual([])
  })
})
