import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day, day, dayOf, daysBetween, daysIn, startOf } from '@/lib/domain/day'
import { dueDays as daysDue, type KnownDay, planWindows, type Readable } from './due-days'

const NOW = new Date('2026-11-22T10:30:00Z')
const TODAY = day('2026-11-22')

function known(daysAgo: number, more: Partial<KnownDay> = {}): KnownDay {
  return {
    day: addDays(TODAY, -daysAgo),
    state: 'synced',
    source: 'analytics',
    granularity: daysAgo <= 89 ? 'hour' : 'day',
    readAt: NOW,
    ...more,
  }
}

const ANALYTICS: Readable = { source: 'analytics', origin: null }

const allKnown = (more: Partial<KnownDay> = {}) =>
  Array.from({ length: 326 }, (_, daysAgo) => known(daysAgo, more))
const dueDays = (days: readonly KnownDay[], now: Date) => daysDue(days, ANALYTICS, now)
const agesOf = (days: { day: Day }[]) => days.map(({ day: due }) => daysBetween(due, TODAY))

describe('due days', () => {
  it('are, at first, all days back to 2026-01-01, hourly for 89 days and daily before', () => {
    const due = dueDays([], NOW)
    expect(due[0]).toEqual({ day: TODAY, width: '1h', source: 'analytics' })
    expect(due.at(-1)).toEqual({ day: '2026-01-01', width: '1d', source: 'analytics' })
    expect(due.filter(({ width }) => width === '1h')).toHaveLength(90)
    expect(due[89]).toEqual({ day: addDays(TODAY, -89), width: '1h', source: 'analytics' })
    expect(due[90]?.width).toBe('1d')
  })

  it('never reach further back than 364 days', () => {
    const due = dueDays([], new Date('2027-06-01T00:00:00Z'))
    expect(due).toHaveLength(365)
    expect(due.at(-1)?.day).toBe('2026-06-02')
  })

  it('are today and the three days before when everything was read today', () => {
    expect(agesOf(dueDays(allKnown(), NOW))).toEqual([0, 1, 2, 3])
  })

  it('are the last 31 days once a new UTC day has begun, those read since excepted', () => {
    const yesterday = new Date('2026-11-21T23:59:59Z')
    expect(agesOf(dueDays(allKnown({ readAt: yesterday }), NOW))).toEqual([...Array(31).keys()])
    const half = allKnown().map((entry, age) => ({ ...entry, readAt: age > 20 ? yesterday : NOW }))
    expect(agesOf(dueDays(half, NOW))).toEqual([0, 1, 2, 3, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30])
  })

  it('are partial and provisional days of any age, and days never read', () => {
    const days = allKnown()
    days[40] = known(40, { state: 'partial' })
    days[120] = known(120, { state: 'provisional' })
    days.splice(200, 1)
    expect(agesOf(dueDays(days, NOW))).toEqual([0, 1, 2, 3, 40, 120, 200])
  })

  it('stay hourly where they were stored hourly', () => {
    const days = allKnown()
    days[120] = known(120, { state: 'partial', granularity: 'hour' })
    days[121] = known(121, { state: 'partial' })
    expect(dueDays(days, NOW).slice(4)).toEqual([
      { day: addDays(TODAY, -120), width: '1h', source: 'analytics' },
      { day: addDays(TODAY, -121), width: '1d', source: 'analytics' },
    ])
  })
})

describe('the source of a day', () => {
  const origin = addDays(TODAY, -500)
  const dueAs = (source: Readable['source'], days: readonly KnownDay[] = [], now = NOW) =>
    daysDue(days, { source, origin }, now)
  const told = (age: number, more: Partial<KnownDay> = {}) =>
    known(age, { source: 'legacy', granularity: 'day', ...more })

  it('is the Analytics API back to its horizon, and the legacy reports before it', () => {
    const due = dueAs('analytics')
    expect(due).toHaveLength(501)
    expect(due.filter(({ source }) => source === 'analytics')).toHaveLength(326)
    expect(due.slice(326).every(({ source, width }) => source === 'legacy' && width === '1d')).toBe(true)
    expect(due.at(-1)?.day).toBe(origin)
  })

  it('is the legacy reports alone where there is no Analytics API: every completed day, not today', () => {
    const due = dueAs('legacy')
    expect(due[0]).toEqual({ day: addDays(TODAY, -1), width: '1d', source: 'legacy' })
    expect(due).toHaveLength(500)
    expect(dueAs('legacy', [], new Date('2026-11-22T00:09:59Z'))[0]?.day).toBe('2026-11-20')
    expect(dueAs('legacy', [], new Date('2026-11-22T00:10:00Z'))[0]?.day).toBe('2026-11-21')
    const all = Array.from({ length: 500 }, (_, index) => told(index + 1))
    expect(agesOf(dueAs('legacy', all))).toEqual([1, 2, 3])
  })

  it('becomes the Analytics API again within its horizon, not before it', () => {
    const all = Array.from({ length: 501 }, (_, age) => told(age))
    const due = dueAs('analytics', all)
    expect(agesOf(due)).toEqual([...Array(326).keys()])
    expect(due.every(({ source }) => source === 'analytics')).toBe(true)
    expect(due.filter(({ width }) => width === '1h')).toHaveLength(90)
  })

  it('stays the Analytics API for what it told for good; open days and new ones become legacy', () => {
    const all = Array.from({ length: 501 }, (_, age) => known(age + 1))
    all[4] = known(5, { state: 'partial' })
    const today = known(0, { state: 'provisional' })
    expect(dueAs('legacy', [today, ...all])).toEqual([
      { day: addDays(TODAY, -5), width: '1d', source: 'legacy' },
    ])
    const tomorrow = new Date('2026-11-23T10:00:00Z')
    expect(dueAs('legacy', [today, ...all], tomorrow).map(({ day: due }) => due)).toEqual([
      TODAY,
      addDays(TODAY, -5),
    ])
  })
})

describe('windows', () => {
  it('of a first sync need as few reads as 31 days and two widths allow, newest first', () => {
    const windows = planWindows(dueDays([], NOW), NOW)
    expect(windows.map(({ days, width }) => [days.length, width])).toEqual([
      [31, '1h'],
      [31, '1h'],
      [28, '1h'],
      ...Array.from({ length: 7 }, () => [31, '1d']),
      [19, '1d'],
    ])
  })

  it('end with the running hour where they hold today, else at midnight', () => {
    const [first, second] = planWindows(dueDays([], NOW), NOW)
    expect(first?.startingAt).toEqual(startOf(addDays(TODAY, -30)))
    expect(first?.endingAt).toEqual(new Date('2026-11-22T11:00:00Z'))
    expect(second?.endingAt).toEqual(first?.startingAt)
    const onTheHour = new Date('2026-11-22T00:00:00Z')
    expect(planWindows([{ day: TODAY, width: '1h', source: 'analytics' }], onTheHour)[0]?.endingAt).toEqual(
      new Date('2026-11-22T01:00:00Z'),
    )
  })

  it('cover every due day once, in contiguous runs of one width that Anthropic accepts', () => {
    const entry = fc.record({
      age: fc.integer({ min: 0, max: 340 }),
      state: fc.constantFrom('synced' as const, 'partial' as const, 'provisional' as const),
      source: fc.constantFrom('analytics' as const, 'legacy' as const),
      granularity: fc.constantFrom('hour' as const, 'day' as const),
      readHoursAgo: fc.integer({ min: 0, max: 60 }),
    })
    const readable = fc.record({
      source: fc.constantFrom('analytics' as const, 'legacy' as const),
      origin: fc.option(fc.integer({ min: 0, max: 900 }).map((age) => addDays(TODAY, -age))),
    })
    const history = fc.uniqueArray(entry, { selector: ({ age }) => age, maxLength: 340 })
    fc.assert(
      fc.property(history, readable, fc.integer({ min: 0, max: 86_399 }), (entries, through, second) => {
        const now = new Date(startOf(TODAY).getTime() + second * 1000)
        const days = entries.map(({ age, readHoursAgo, ...rest }) => ({
          ...rest,
          day: addDays(TODAY, -age),
          readAt: new Date(now.getTime() - readHoursAgo * 3_600_000),
        }))
        const due = daysDue(days, through, now)
        const windows = planWindows(due, now)
        expect(
          windows.flatMap(({ width, source, days: some }) => some.map((d) => ({ day: d, width, source }))),
        ).toEqual(due)
        for (const { startingAt, endingAt, days: some } of windows) {
          expect(endingAt.getTime() - startingAt.getTime()).toBeLessThanOrEqual(31 * 86_400_000)
          expect(dayOf(startingAt)).toBe(some.at(-1))
          expect([...some].reverse()).toEqual(
            daysIn({ from: dayOf(startingAt), to: addDays(some[0] as Day, 1) }),
          )
        }
      }),
    )
  })
})
