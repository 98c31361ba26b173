import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day } from './day'
import { bucketStarts, type Bucket } from './timeline-buckets'
import { firstOf, markMatches, marksByBucket, type MarkSubject } from './timeline-mark'

const range = { from: day('2026-11-02'), to: day('2026-11-23') }
const mark = (from: string, until = from, hour: number | null = null) => ({
  ...{ day: day(from), untilDay: day(until), hour },
})
const placesOf = (one: ReturnType<typeof mark>, bucket: Bucket) => [
  ...marksByBucket([one], range, bucket).keys(),
]

describe('where a mark stands', () => {
  test.each<[Bucket, string, string, number | null, string[]]>([
    ['day', '2026-11-18', '2026-11-18', null, ['2026-11-18']],
    ['day', '2026-10-30', '2026-11-03', null, ['2026-11-02', '2026-11-03']],
    ['day', '2026-11-22', '2026-12-24', null, ['2026-11-22']],
    ['day', '2026-11-23', '2026-11-23', null, []],
    ['day', '2026-11-01', '2026-11-01', null, []],
    ['week', '2026-11-07', '2026-11-10', null, ['2026-11-02', '2026-11-09']],
    ['month', '2026-11-18', '2026-11-19', null, ['2026-11-02']],
    ['hour', '2026-11-18', '2026-11-19', null, ['2026-11-18T00:00:00Z', '2026-11-19T00:00:00Z']],
    ['hour', '2026-11-18', '2026-11-18', 14, ['2026-11-18T14:00:00Z']],
    ['day', '2026-11-18', '2026-11-18', 14, ['2026-11-18']],
  ])('by %s, from %s to %s (hour %s)', (bucket, from, until, hour, places) => {
    expect(placesOf(mark(from, until, hour), bucket)).toEqual(places)
  })

  test('a mark is at a bar exactly where its days and the bar’s overlap, once', () => {
    const someDay = fc.integer({ min: -10, max: 40 }).map((offset) => addDays(range.from, offset))
    fc.assert(
      fc.property(
        someDay,
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom<Bucket>('day', 'week', 'month', 'total'),
        (from, length, bucket) => {
          const untilDay = addDays(from, length)
          const placed = marksByBucket([{ day: from, untilDay, hour: null }], range, bucket)
          const known = new Set(bucketStarts(range, bucket))
          expect([...placed.keys()].every((start) => known.has(start))).toBe(true)
          expect([...placed.values()].every((marks) => marks.length === 1)).toBe(true)
          expect(placed.size > 0).toBe(from < range.to && untilDay >= range.from)
        },
      ),
    )
  })

  test('several at one bar keep their order', () => {
    const [one, two] = [mark('2026-11-18'), mark('2026-11-17', '2026-11-18')]
    expect(marksByBucket([one, two], range, 'day').get('2026-11-18')).toEqual([one, two])
  })
})

describe('which marks the filters show', () => {
  const ofKey: MarkSubject = { organization: 'org', workspace: 'ws', key: 'k1' }
  test.each([
    [ofKey, {}, true],
    [ofKey, { key: ['k1'] }, true],
    [ofKey, { key: ['k2', 'k1'] }, true],
    [ofKey, { key: ['k2'] }, false],
    [ofKey, { key: [null] }, false],
    [ofKey, { workspace: ['ws'], organization: ['other'] }, false],
    [{}, { key: ['k2'], organization: ['other'] }, true],
    [{ organization: 'org' }, { key: ['k2'] }, true],
    [{ model: 'claude-opus-5-5' }, { model: ['claude-haiku-5-5'] }, false],
    [{ plan: 'p1' }, { plan: ['p1'] }, true],
    [{ plan: 'p1' }, { plan: ['p2'] }, false],
    [{ plan: 'p1' }, { key: ['k1'] }, false],
    [{ plan: 'p1' }, { pool: ['plan'] }, true],
    [{ plan: 'p1' }, { pool: ['api'] }, false],
  ] as const)('%j under %j: %s', (about, filters, isShown) => {
    expect(markMatches({ about }, filters)).toBe(isShown)
  })
})

test('the first of many, and how many more', () => {
  expect(firstOf([1, 2, 3], 2)).toEqual({ shown: [1, 2], more: 1 })
  expect(firstOf([1], 2)).toEqual({ shown: [1], more: 0 })
})
