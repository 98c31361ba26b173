import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, day, daysBetween, daysIn, startOf } from './day'
import { movedTo, reckonSaving, savingDays, type StatusChange, stopsOf } from './key-saving'
import { nano } from './money'

const TODAY = day('2026-11-22')
const on = (d: string) => startOf(day(d))
const change = (at: string, before: string, after: string, isOurs = true): StatusChange => ({
  ...{ at: on(at), before, after, isOurs },
})

describe('a stop', () => {
  test('begins with what was asked for here and ends with whoever made the key active again', () => {
    expect(
      stopsOf([
        change('2026-10-20', 'inactive', 'active', false), // in the Console
        change('2026-10-01', 'active', 'inactive'),
        change('2026-10-02', 'inactive', 'archived'),
        change('2026-10-25', 'active', 'archived'),
      ]),
    ).toEqual([
      { stoppedOn: '2026-10-01', endedOn: '2026-10-20' },
      { stoppedOn: '2026-10-25', endedOn: null },
    ])
  })

  test('of one instant with its undoing goes on as it was last asked for, whatever is noticed of it', () => {
    const at = '2026-10-01'
    const [down, up] = [change(at, 'active', 'inactive'), change(at, 'inactive', 'active')]
    const noticed = [down, up, down].map((one) => ({ ...one, isOurs: false }))
    expect(stopsOf([down, up, ...noticed])).toEqual([{ stoppedOn: at, endedOn: at }])
    expect(stopsOf([down, up, down, ...noticed]).at(-1)).toEqual({ stoppedOn: at, endedOn: null })
  })

  test('is none where it was not ours, or where nothing was stopped', () => {
    expect(stopsOf([change('2026-10-01', 'active', 'inactive', false)])).toEqual([])
    expect(stopsOf([change('2026-10-01', 'expired', 'archived')])).toEqual([])
    expect(stopsOf([change('2026-10-01', 'inactive', 'active')])).toEqual([])
  })
})

describe('the days', () => {
  const all = daysIn({ from: day('2026-01-01'), to: TODAY })
  const about = { today: TODAY, createdOn: null }
  const stop = (stoppedOn: string, endedOn: string | null = null) => ({
    stoppedOn: day(stoppedOn),
    endedOn: endedOn === null ? null : day(endedOn),
  })

  test('are the thirty before and those since, without the day of the stop', () => {
    expect(savingDays(stop('2026-11-01'), all, about)).toEqual({
      ...{ beforeFrom: '2026-10-02', daysBefore: 30, sinceTo: '2026-11-22', daysSince: 20 },
    })
    expect(savingDays(stop('2026-10-01', '2026-10-20'), all, about)).toMatchObject({
      ...{ sinceTo: '2026-10-20', daysSince: 18 },
    })
  })

  test('are told two weeks later, not a day before', () => {
    expect(savingDays(stop('2026-11-08'), all, about)).not.toBeNull()
    expect(savingDays(stop('2026-11-09'), all, about)).toBeNull()
    expect(savingDays(stop('2026-10-01', '2026-10-14'), all, about)).toBeNull()
  })

  test('are only known ones, not from before the key was made, and not from long ago', () => {
    const gappy = all.filter((one) => one < '2026-10-20' || one > '2026-10-29')
    expect(savingDays(stop('2026-11-01'), gappy, about)).toMatchObject({
      ...{ beforeFrom: '2026-09-22', daysBefore: 30 },
    })
    const made = { ...about, createdOn: day('2026-10-25') }
    expect(savingDays(stop('2026-11-01'), all, made)).toMatchObject({ daysBefore: 7 })
    const old = all.filter((one) => one < '2026-06-01' || one > '2026-11-01')
    expect(savingDays(stop('2026-11-01'), old, about)).toBeNull()
    expect(
      savingDays(
        stop('2026-11-01'),
        all.filter((one) => one < '2026-11-01'),
        about,
      ),
    ).toBeNull()
  })

  test('since it was stopped are a year at most', () => {
    const long = daysIn({ from: day('2024-01-01'), to: TODAY })
    expect(savingDays(stop('2025-01-01'), long, about)).toMatchObject({ daysSince: 365 })
  })
})

const days = (daysBefore: number, daysSince: number) => ({
  ...{ beforeFrom: day('2026-01-01'), sinceTo: day('2026-03-01'), daysBefore, daysSince },
})

test('the saving is the mean before times the days since, less what it still cost, to the nano-dollar', () => {
  expect(reckonSaving(days(30, 20), nano(45n), nano(4n))).toMatchObject({ expected: 30n, saved: 26n })
  expect(reckonSaving(days(2, 1), nano(5n), nano(0n)).expected).toBe(2n) // 2.5, half to even
  expect(reckonSaving(days(30, 20), nano(3n), nano(9n)).saved).toBe(-7n)
})

test('a key that goes on as before saves nothing, whatever its pattern of days', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 365 }),
      (aDay, before, since) => {
        const { saved } = reckonSaving(
          days(before, since),
          nano(aDay * BigInt(before)),
          nano(aDay * BigInt(since)),
        )
        expect(saved).toBe(0n)
      },
    ),
  )
})

test('the windows of every stop hold known days only, on their side of the stop', () => {
  const start = day('2026-01-01')
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 324 }), { maxLength: 325 }),
      fc.integer({ min: 0, max: 324 }),
      (offsets, stopped) => {
        const known = offsets.map((offset) => addDays(start, offset))
        const stoppedOn = addDays(start, stopped)
        const found = savingDays({ stoppedOn, endedOn: null }, known, { today: TODAY, createdOn: null })
        if (!found) return
        const within = (from: Day, to: Day) => known.filter((one) => one >= from && one < to).length
        expect(within(found.beforeFrom, stoppedOn)).toBe(found.daysBefore)
        expect(within(addDays(stoppedOn, 1), found.sinceTo)).toBe(found.daysSince)
        expect(found.daysBefore).toBeLessThanOrEqual(30)
        expect(daysBetween(stoppedOn, found.sinceTo)).toBeGreaterThanOrEqual(14)
      },
    ),
  )
})

test('the work may have moved where others rose by a tenth of it or more', () => {
  const saving = reckonSaving(days(30, 15), nano(2000n), nano(0n)) // would have cost 1000
  const peer = (id: string, spentBefore: bigint, spentSince: bigint) => ({
    ...{ id, name: id, spentBefore: nano(spentBefore), spentSince: nano(spentSince) },
  })
  const { moved, total } = movedTo(saving, [
    peer('steady', 200n, 100n),
    peer('little', 200n, 199n),
    peer('tenth', 200n, 200n),
    peer('new', 0n, 700n),
    peer('fell', 2000n, 0n),
  ])
  expect(moved.map(({ id, rise }) => [id, rise])).toEqual([
    ['new', 700n],
    ['tenth', 100n],
  ])
  expect(total).toBe(800n)
  const idle = reckonSaving(days(30, 15), nano(0n), nano(0n))
  expect(movedTo(idle, [peer('new', 0n, 5n)]).moved).toEqual([])
})
