import { describe, expect, it } from 'vitest'
import { nextSyncAt, syncSlot } from './sync-schedule'

const at = (text: string) => new Date(text)

describe('sync slots', () => {
  it('begin at multiples of the interval and hold their first instant', () => {
    expect(syncSlot(at('2026-11-22T10:09:59.999Z'), 10)).toEqual(at('2026-11-22T10:00:00Z'))
    expect(syncSlot(at('2026-11-22T10:10:00Z'), 10)).toEqual(at('2026-11-22T10:10:00Z'))
    expect(syncSlot(at('2026-11-22T23:59:00Z'), 1440)).toEqual(at('2026-11-22T00:00:00Z'))
  })

  it('are followed by the next one, never by the one that is now', () => {
    expect(nextSyncAt(at('2026-11-22T10:10:00Z'), 10)).toEqual(at('2026-11-22T10:20:00Z'))
    expect(nextSyncAt(at('2026-11-22T10:19:59Z'), 10)).toEqual(at('2026-11-22T10:20:00Z'))
  })

  it('do not exist when nothing runs by itself', () => {
    expect(nextSyncAt(at('2026-11-22T10:10:00Z'), 0)).toBeNull()
  })
})
