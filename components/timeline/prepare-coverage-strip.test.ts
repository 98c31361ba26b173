import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COVERAGE_STATES } from '@/lib/domain/coverage-days'
import { addDays, day } from '@/lib/domain/day'
import { prepareCoverageStrip } from './prepare-coverage-strip'

const first = day('2026-11-01')
const covered = (states: (typeof COVERAGE_STATES)[number][]) =>
  states.map((state, index) => ({ day: addDays(first, index), state }))

describe('prepareCoverageStrip', () => {
  it('joins days of one state and says how many there are of each', () => {
    const strip = prepareCoverageStrip(
      covered(['synced', 'synced', 'not_synced', 'provisional']),
      day('2026-11-30'),
    )
    expect(strip).toEqual({
      stretches: [
        { state: 'synced', days: 2, title: '1 – 2 Nov 2026: synced' },
        { state: 'not_synced', days: 1, title: '3 Nov 2026: not synced' },
        { state: 'provisional', days: 1, title: '4 Nov 2026: provisional, may still change' },
      ],
      words: '2 days synced, 1 provisional, 1 not synced',
    })
  })

  it('says nothing of days to come', () => {
    expect(prepareCoverageStrip(covered(['not_synced']), day('2026-10-31'))).toBeNull()
    expect(prepareCoverageStrip(covered(['synced', 'not_synced']), first)?.words).toBe('1 day synced')
  })

  it('holds every day once, and no two neighbours of one state', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...COVERAGE_STATES), { minLength: 1, maxLength: 80 }),
        (states) => {
          const { stretches } = prepareCoverageStrip(covered(states), addDays(first, 100))!
          expect(stretches.flatMap(({ state, days }) => new Array(days).fill(state))).toEqual(states)
          expect(stretches.every(({ state }, index) => state !== stretches[index + 1]?.state)).toBe(true)
        },
      ),
    )
  })
})
