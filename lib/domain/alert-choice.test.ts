import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AlertChoice,
  defaultAlertChoice,
  deliverAt,
  isMailed,
  isWanted,
  mailNoticeAt,
  tellChannelAt,
} from './alert-choice'
import { instantOnClock, localClock, parseClockTime } from './local-clock'
import { day } from './day'

const owner = defaultAlertChoice('owner')
const at = (text: string) => new Date(text)
const told = (choice: Partial<AlertChoice>, zone: string, now: string) =>
  deliverAt({ ...owner, ...choice }, zone, 'medium', at(now)).toISOString()

describe('who is told without having chosen', () => {
  it('owners and admins, of what is high', () => {
    expect(
      (['viewer', 'member', 'admin', 'owner'] as const).map((role) => defaultAlertChoice(role).mail),
    ).toEqual([false, false, true, true])
    expect(isWanted(owner, { kind: 'finding_opened', severity: 'high' })).toBe(true)
    expect(isWanted(owner, { kind: 'budget_threshold', severity: 'medium' })).toBe(false)
  })

  it('a least severity lets through what is as grave or graver, of the kinds named', () => {
    const filter = { kinds: ['guard_acted'], leastSeverity: 'medium', weeklyReview: true } as const
    expect(isWanted(filter, { kind: 'guard_acted', severity: 'medium' })).toBe(true)
    expect(isWanted(filter, { kind: 'guard_acted', severity: 'high' })).toBe(true)
    expect(isWanted(filter, { kind: 'guard_acted', severity: 'low' })).toBe(false)
    expect(isWanted(filter, { kind: 'guard_failed', severity: 'high' })).toBe(false)
  })
})

describe('the closed week', () => {
  const closed = { kind: 'review_ready', severity: 'low', subjectId: '2026-W46' } as const
  const mailed = (choice: Partial<AlertChoice>, zone: string, now: string) =>
    mailNoticeAt({ ...owner, ...choice }, zone, closed, at(now)).toISOString()

  it('goes to who may sign it, and to a viewer who wants it, whatever else they chose', () => {
    const roles = ['viewer', 'member', 'admin', 'owner'] as const
    expect(roles.map((role) => isMailed(defaultAlertChoice(role), closed))).toEqual([false, true, true, true])
    const viewer = defaultAlertChoice('viewer')
    expect(isMailed({ ...viewer, weeklyReview: true }, closed)).toBe(true)
    expect(isMailed({ ...viewer, weeklyReview: true }, { kind: 'guard_acted', severity: 'high' })).toBe(false)
    const narrow = { kinds: ['guard_acted'], leastSeverity: 'high' } as const
    expect(isMailed({ ...owner, ...narrow }, closed)).toBe(true)
    expect(isMailed({ ...owner, weeklyReview: false }, closed)).toBe(false)
  })

  it('comes on Monday at the hour of the reader, though it is closed in their night', () => {
    expect(mailed({}, 'UTC', '2026-11-16T00:05:00Z')).toBe('2026-11-16T08:00:00.000Z')
    expect(mailed({ digestHour: 7 }, 'America/Los_Angeles', '2026-11-16T00:05:00Z')).toBe(
      '2026-11-16T15:00:00.000Z',
    )
    expect(mailed({ rhythm: 'weekly', digestWeekday: 5 }, 'Pacific/Auckland', '2026-11-16T00:05:00Z')).toBe(
      '2026-11-16T00:05:00.000Z',
    )
  })

  it('closed later it comes at once, but not before that hour nor in quiet hours', () => {
    expect(mailed({}, 'Europe/Vienna', '2026-11-16T12:00:00Z')).toBe('2026-11-16T12:00:00.000Z')
    expect(mailed({}, 'Europe/Vienna', '2026-11-18T00:00:00Z')).toBe('2026-11-18T07:00:00.000Z')
    const long = { quietFrom: '20:00', quietTo: '09:30' }
    expect(mailed(long, 'Europe/Vienna', '2026-11-16T00:05:00Z')).toBe('2026-11-16T08:30:00.000Z')
  })

  it('goes to channels from eight in the morning, UTC; alerts at once', () => {
    const told = (now: string) => tellChannelAt(closed, at(now)).toISOString()
    expect(told('2026-11-16T00:05:00Z')).toBe('2026-11-16T08:00:00.000Z')
    expect(told('2026-11-16T09:00:00Z')).toBe('2026-11-16T09:00:00.000Z')
    const night = at('2026-11-16T00:05:00Z')
    expect(tellChannelAt({ kind: 'finding_opened', subjectId: '2026-W46' }, night)).toEqual(night)
  })
})

describe('when', () => {
  it('at once, unless it is quiet; then when it no longer is', () => {
    expect(told({}, 'UTC', '2026-11-22T03:00:00Z')).toBe('2026-11-22T03:00:00.000Z')
    const night = { quietFrom: '22:00', quietTo: '07:30' }
    expect(told(night, 'Europe/Vienna', '2026-11-22T20:59:00Z')).toBe('2026-11-22T20:59:00.000Z')
    expect(told(night, 'Europe/Vienna', '2026-11-22T21:00:00Z')).toBe('2026-11-23T06:30:00.000Z')
    expect(told(night, 'Europe/Vienna', '2026-11-23T06:29:59Z')).toBe('2026-11-23T06:30:00.000Z')
    expect(told(night, 'Europe/Vienna', '2026-11-23T06:30:00Z')).toBe('2026-11-23T06:30:00.000Z')
    const noon = { quietFrom: '12:00', quietTo: '13:00' }
    expect(told(noon, 'America/New_York', '2026-11-22T17:30:00Z')).toBe('2026-11-22T18:00:00.000Z')
  })

  it('what is high does not wait, unless they want it to', () => {
    const night: AlertChoice = { ...owner, rhythm: 'weekly', quietFrom: '00:00', quietTo: '23:59' }
    const now = at('2026-11-22T03:00:00Z')
    expect(deliverAt(night, 'UTC', 'high', now)).toEqual(now)
    expect(deliverAt({ ...night, highAtOnce: false }, 'UTC', 'high', now) > now).toBe(true)
  })

  it('a digest comes at its hour, a weekly one on its day, never in the quiet hours', () => {
    const daily = { rhythm: 'daily', digestHour: 8 } as const
    expect(told(daily, 'Asia/Kolkata', '2026-11-22T02:29:00Z')).toBe('2026-11-22T02:30:00.000Z')
    expect(told(daily, 'Asia/Kolkata', '2026-11-22T02:30:00Z')).toBe('2026-11-23T02:30:00.000Z')
    const weekly = { rhythm: 'weekly', digestHour: 8, digestWeekday: 1 } as const
    expect(told(weekly, 'UTC', '2026-11-22T10:00:00Z')).toBe('2026-11-23T08:00:00.000Z')
    expect(told(weekly, 'UTC', '2026-11-23T08:00:00Z')).toBe('2026-11-30T08:00:00.000Z')
    expect(told({ ...daily, quietFrom: '07:00', quietTo: '09:00' }, 'UTC', '2026-11-22T10:00:00Z')).toBe(
      '2026-11-23T09:00:00.000Z',
    )
  })

  it('clocks that change are followed', () => {
    const daily = { rhythm: 'daily', digestHour: 2 } as const
    expect(told(daily, 'Europe/Vienna', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
    expect(told(daily, 'Europe/Vienna', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:00:00.000Z')
    expect(instantOnClock(day('2026-10-25'), 150, 'Europe/Vienna').toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    )
  })

  it('is never in the past, never quiet, and a digest never more than its rhythm away', () => {
    const zones = [
      'UTC',
      'Europe/Vienna',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Pacific/Apia',
      'Africa/Cairo',
    ]
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((both) => both.map((part) => String(part).padStart(2, '0')).join(':'))
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: at('2025-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z'), noInvalidDate: true }),
        fc.constantFrom('at_once', 'daily', 'weekly'),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 7 }),
        clock,
        clock,
        (zone, now, rhythm, digestHour, digestWeekday, quietFrom, quietTo) => {
          const choice = { ...owner, rhythm, digestHour, digestWeekday, quietFrom, quietTo }
          const when = deliverAt(choice, zone, 'low', now)
          expect(when >= now).toBe(true)
          const hours = (when.getTime() - now.getTime()) / 3_600_000
          expect(hours).toBeLessThanOrEqual({ at_once: 0, daily: 25, weekly: 169 }[rhythm] + 25)
          const free = deliverAt({ ...choice, quietFrom: null, quietTo: null }, zone, 'low', now)
          if (rhythm !== 'at_once' && localClock(free, zone).minutes !== digestHour * 60)
            expect(localClock(new Date(free.getTime() - 3_600_000), zone).minutes).toBeLessThan(
              digestHour * 60,
            )
          const [from, to] = [parseClockTime(quietFrom) ?? 0, parseClockTime(quietTo) ?? 0]
          const { minutes } = localClock(when, zone)
          const isQuiet = from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to
          if (from !== to && isQuiet)
            expect(localClock(new Date(when.getTime() - 7_200_000), zone).minutes).not.toBe(to)
        },
      ),
      { numRuns: 500 },
    )
  })
})
