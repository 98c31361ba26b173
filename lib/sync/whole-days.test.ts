import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day, day, startOf } from '@/lib/domain/day'
import { wholeDays } from './whole-days'

const NEWEST = day('2026-11-22')

interface Row {
  startsAt: Date
  id: number
}

async function* pagesOf(rows: readonly Row[], size: number) {
  for (let first = 0; first < rows.length; first += size) {
    await Promise.resolve()
    yield { rows: rows.slice(first, first + size), dataRefreshedAt: null }
  }
}

const rowsOf = (ages: readonly number[]): Row[] =>
  ages.map((age, id) => ({ startsAt: startOf(addDays(NEWEST, -age)), id }))

describe('whole days', () => {
  it('are every row of the day, however the pages fall, and no day without rows is waited for in vain', async () => {
    const ages = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(ages, fc.integer({ min: 1, max: 7 }), async (unsorted, size) => {
        const rows = rowsOf([...unsorted].sort((a, b) => a - b))
        const late = new Set<Day>()
        const days = wholeDays(pagesOf(rows, size), late)
        for (let age = 0; age < 10; age++) {
          const at = startOf(addDays(NEWEST, -age)).getTime()
          expect(await days.take(addDays(NEWEST, -age))).toEqual(
            rows.filter(({ startsAt }) => startsAt.getTime() === at),
          )
        }
        expect(late.size).toBe(0)
      }),
    )
  })

  it('name the days of rows that come after the day was taken or passed over', async () => {
    const late = new Set<Day>()
    const days = wholeDays(pagesOf(rowsOf([0, 1, 2, 3, 1, 0, 4]), 1), late)
    expect(await days.take(NEWEST)).toHaveLength(1)
    expect(await days.take(addDays(NEWEST, -2))).toHaveLength(1)
    expect(await days.take(addDays(NEWEST, -4))).toHaveLength(1)
    expect([...late].sort()).toEqual([addDays(NEWEST, -1), NEWEST])
  })
})
