import { describe, expect, it } from 'vitest'
import { day } from './day'
import { type PeriodReading, standingOfPeriod } from './review-due'
import { parsePeriod, type ReviewPeriod } from './review-period'

const WEEK = parsePeriod('2026-W46') as ReviewPeriod
const READ: PeriodReading = {
  ...{ hasAnything: true, firstKnown: day('2026-01-01'), connectedAt: new Date('2026-01-01'), unread: [] },
}
const stands = (at: string, change: Partial<PeriodReading> = {}, period = WEEK) =>
  standingOfPeriod(period, { ...READ, ...change }, new Date(at)).state
const unread = [day('2026-11-15')]

describe('a period', () => {
  it.each([
    ['is unknown before it begins', '2026-11-08T23:59:59Z', {}, 'unknown'],
    ['is a preview from its first instant', '2026-11-09T00:00:00Z', {}, 'preview'],
    ['is a preview up to its last instant, even where all is read', '2026-11-15T23:59:59Z', {}, 'preview'],
    ['is due once it is over and read', '2026-11-16T00:00:00Z', {}, 'due'],
    ['waits for a day that is not read', '2026-11-16T00:00:00Z', { unread }, 'preview'],
    ['waits no longer than two days', '2026-11-17T23:59:59Z', { unread }, 'preview'],
    ['is due two days after its end whatever is missing', '2026-11-18T00:00:00Z', { unread }, 'due'],
    [
      'is unknown where all that is known came later',
      '2026-11-20',
      { firstKnown: day('2026-11-16') },
      'unknown',
    ],
    ['is due where its last day is the first known', '2026-11-20', { firstKnown: day('2026-11-15') }, 'due'],
    ['is unknown where nothing is known at all', '2026-11-20', { firstKnown: null }, 'unknown'],
    [
      'is a preview where there is nothing at all',
      '2026-11-20',
      { hasAnything: false, firstKnown: null },
      'preview',
    ],
  ] as const)('%s', (_, at, change, state) => expect(stands(at, change)).toBe(state))

  it('gives what was connected late two days to be read', () => {
    const connectedAt = new Date('2026-11-21T09:00:00Z')
    expect(stands('2026-11-22T09:00:00Z', { unread, connectedAt })).toBe('preview')
    expect(stands('2026-11-23T09:00:00Z', { unread, connectedAt })).toBe('due')
  })

  it('says in a sentence how many days it waits for', () => {
    const standing = standingOfPeriod(WEEK, { ...READ, unread }, new Date('2026-11-16T00:00:00Z'))
    expect(standing).toMatchObject({ sentence: expect.stringContaining('1 day of it is not read') as string })
  })
})
