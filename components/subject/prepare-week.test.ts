import { expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { weekOf } from '@/lib/domain/explained-spend'
import { prepareWeek } from './prepare-week'

const hour = (instant: string) => new Date(instant).getTime() / 3_600_000
const RANGE = { from: day('2026-11-16'), to: day('2026-11-23') }

it('begins a week on Monday at midnight, UTC, whatever the hours are counted from', () => {
  const monday = hour('2026-11-16T00:00:00Z')
  const sunday = hour('2026-11-22T23:00:00Z')
  const week = weekOf([
    { hour: monday, amount: 2n },
    { hour: monday % 168, amount: 3n },
    { hour: sunday, amount: 7n },
  ])
  expect([week[0], week[167]]).toEqual([5n, 7n])
  expect(week.reduce((all, amount) => all + amount, 0n)).toBe(12n)
})

it('has seven rows of 24 hours, names the dearest hour and what is left out', () => {
  const amounts = weekOf([
    { hour: hour('2026-11-17T02:00:00Z'), amount: 7_000_000_000n },
    { hour: hour('2026-11-18T03:00:00Z'), amount: 1n },
  ])
  const week = prepareWeek({ amounts, range: RANGE, leftOut: 2 })
  expect(week?.rows.map(({ cells }) => cells.length)).toEqual([24, 24, 24, 24, 24, 24, 24])
  expect(week?.rows[1]?.cells[2]).toMatchObject({ label: 'Tue 02:00', shade: 5 })
  expect(week?.rows[2]?.cells[3]?.shade).toBe(1)
  expect(week?.rows[2]?.cells[4]?.shade).toBe(0)
  expect(week?.most).toBe('Most on Tue 02:00–03:00 UTC: 100\u202f% of it.')
  expect(week?.leftOut).toContain('2 days are left out')
  expect(prepareWeek({ amounts: weekOf([]), range: RANGE, leftOut: 0 })).toBeNull()
  expect(prepareWeek(null)).toBeNull()
})

it('tells hours apart beside one that cost a thousand times as much', () => {
  const amounts = weekOf([
    { hour: hour('2026-11-16T01:00:00Z'), amount: 1_000n },
    { hour: hour('2026-11-16T02:00:00Z'), amount: 2_000n },
    { hour: hour('2026-11-16T03:00:00Z'), amount: 2_000n },
    { hour: hour('2026-11-16T04:00:00Z'), amount: 9_000_000n },
  ])
  const shades = prepareWeek({ amounts, range: RANGE, leftOut: 0 })?.rows[0]?.cells.map(({ shade }) => shade)
  expect(shades?.slice(0, 6)).toEqual([0, 1, 3, 3, 5, 0])
})
