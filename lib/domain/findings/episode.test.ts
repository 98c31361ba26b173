import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, day, daysBetween } from '@/lib/domain/day'
import { joinEpisode, runsOf } from './episode'
import type { Detected } from './finding'

const BASE = day('2026-01-01')
const at = (days: number): Day => addDays(BASE, days)
const found = (from: number, to: number) => ({ episode: at(from), lastDay: at(to) }) as Detected

describe('runsOf', () => {
  test('days within the gap are one run, in any order', () => {
    expect(runsOf([at(9), at(1), at(3), at(3)], 2)).toEqual([
      { from: at(1), to: at(3) },
      { from: at(9), to: at(9) },
    ])
  })

  test('covers every day, and runs lie further apart than the gap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200)), fc.integer({ min: 1, max: 9 }), (numbers, gap) => {
        const runs = runsOf(numbers.map(at), gap)
        for (const number of numbers)
          expect(runs.some(({ from, to }) => from <= at(number) && at(number) <= to)).toBe(true)
        runs.slice(1).forEach(({ from }, index) => {
          expect(daysBetween(runs[index]?.to ?? from, from)).toBeGreaterThan(gap)
        })
      }),
    )
  })
})

describe('joinEpisode', () => {
  test('an episode keeps its name while its first days leave the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 60 }), fc.integer({ min: 5, max: 150 }), (window, length) => {
        const known: Detected[] = []
        for (let today = 0; today < length; today++) {
          const seen = found(Math.max(0, today - window + 1), today)
          const episode = joinEpisode(known, seen)
          const one = known.find((other) => other.episode === episode)
          if (one) one.lastDay = seen.lastDay
          else known.push({ ...seen, episode })
        }
        expect(known.map(({ episode }) => episode)).toEqual([BASE])
      }),
    )
  })

  test('what begins after a day between is another one, what begins on the next day is not', () => {
    const known = [found(0, 4)]
    expect(joinEpisode(known, found(5, 6))).toBe(at(0))
    expect(joinEpisode(known, found(6, 6))).toBe(at(6))
  })

  test('what was restated to begin earlier keeps its name', () => {
    expect(joinEpisode([found(4, 6)], found(2, 6))).toBe(at(4))
  })

  test('what lies before a known episode is its own', () => {
    expect(joinEpisode([found(10, 12)], found(1, 3))).toBe(at(1))
  })
})
