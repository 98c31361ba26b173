import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays, day, daysIn } from '@/lib/domain/day'
import { stretchesOf } from './remembered-figures'

const TODAY = day('2026-11-22')

it('cuts a range so that every day stands in exactly one stretch, and today never beside a day before yesterday', () => {
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 3 }), fc.integer({ min: 1, max: 50 }), (start, length) => {
      const from = addDays(TODAY, start)
      const range = { from, to: addDays(from, length) }
      const stretches = stretchesOf(range, TODAY)
      expect(stretches.flatMap(daysIn)).toEqual(daysIn(range))
      for (const { from, to } of stretches) expect(from < '2026-11-21' && to > '2026-11-21').toBe(false)
    }),
  )
})

it('is never empty', () => {
  const none = { from: TODAY, to: TODAY }
  expect(stretchesOf(none, TODAY)).toEqual([none])
})
