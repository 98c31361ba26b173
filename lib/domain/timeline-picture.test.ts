import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day } from './day'
import { nano } from './money'
import { buildTimeline, NO_USAGE, type TimelineRow } from './timeline'
import { foldRows, MOST_DRAWN, pictureOf, tailId, type RankedSpend } from './timeline-picture'
import { METRICS, POOLS } from './timeline-request'

const range = { from: day('2026-11-01'), to: day('2026-11-23') }
const amount = fc.bigInt({ min: -1_000n, max: 10n ** 12n }).map(nano)
const rows = fc.uniqueArray(
  fc.record<TimelineRow>({
    start: fc.integer({ min: 0, max: 5 }).map((n) => addDays(range.from, n)),
    group: fc.option(fc.integer({ min: 0, max: 14 }).map((n) => `g${n}`)),
    pool: fc.constantFrom(...POOLS),
    amount,
    usage: fc.bigInt({ min: 0n, max: 99n }).map((n) => ({ ...NO_USAGE, output: n, requests: n })),
    quality: fc.constantFrom('provisional', 'billed', 'entered'),
  }),
  { maxLength: 80, selector: (row) => `${row.start} ${row.pool} ${row.group}` },
)
const total = (figures: Iterable<bigint>) => [...figures].reduce((a, b) => a + b, 0n)

describe('foldRows', () => {
  it('loses nothing: per bucket, per colour and over all the figures are those of the rows', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...METRICS), (given, metric) => {
        const figure = (row: TimelineRow) =>
          metric === 'cost' ? row.amount : metric === 'tokens' ? row.usage.output : row.usage.requests
        const { groups, cells } = foldRows(given, metric)
        const drawnIn = new Map(groups.map((group) => [group.id, group.drawnIn]))
        expect(total(groups.map((group) => group.amount))).toBe(total(given.map((row) => row.amount)))
        const expected = new Map<string, bigint>()
        for (const row of given) {
          const id = row.group === null ? row.pool : `${row.pool}:${row.group}`
          const place = `${row.start} ${drawnIn.get(id)}`
          expected.set(place, (expected.get(place) ?? 0n) + figure(row))
        }
        expect(new Map(cells.map((cell) => [`${cell.start} ${cell.drawnIn}`, cell.figure]))).toEqual(expected)
        expect(cells).toHaveLength(expected.size)
      }),
    )
  })

  it('gives colours to the largest of each pool, and makes no tail of one', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { groups } = foldRows(given, 'cost')
        for (const pool of POOLS) {
          const ofPool = groups.filter((group) => group.pool === pool)
          const tail = ofPool.filter((group) => group.drawnIn === tailId(pool))
          const most = MOST_DRAWN[pool] ?? Infinity
          expect(tail.length).not.toBe(1)
          expect(ofPool.length - tail.length).toBe(ofPool.length > most + 1 ? most : ofPool.length)
          const amounts = ofPool.map((group) => group.amount)
          expect(amounts).toEqual([...amounts].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
        }
      }),
    )
  })

  it('calls a group by its weakest part, and says when the rest is better', () => {
    const row = (start: string, quality: TimelineRow['quality']): TimelineRow => ({
      start,
      group: 'g',
      pool: 'api',
      amount: nano(1n),
      usage: NO_USAGE,
      quality,
    })
    const { groups } = foldRows([row('2026-11-01', 'billed'), row('2026-11-02', 'provisional')], 'cost')
    expect(groups[0]).toMatchObject({ quality: 'provisional', mixed: true, amount: 2n })
  })
})

describe('pictureOf', () => {
  const request = { range, bucket: 'day', group: 'key', basis: 'spread', metric: 'cost' } as const
  const spend: RankedSpend = {
    groups: Array.from({ length: 12 }, (_, index) => ({
      value: index === 11 ? null : `k${index}`,
      amount: nano(BigInt(100 - index)),
      usage: NO_USAGE,
      provisional: index === 0,
      mixed: false,
    })),
    cells: [
      { start: '2026-11-01', place: 1, figure: 100n, provisional: true },
      { start: '2026-11-01', place: null, figure: 358n, provisional: false },
    ],
    amount: nano(1_134n),
  }
  const fees = [{ day: day('2026-11-02'), planId: 'p1', amount: nano(50n) }]

  it('puts plans first, and adds up as the timeline does', () => {
    const { groups, cells, total: whole, byPool } = pictureOf(request, spend, fees)
    expect(groups.map(({ id }) => id).slice(0, 2)).toEqual(['plan:plan:p1', 'api:k0'])
    expect(groups.at(-1)).toMatchObject({ id: 'api', group: null, drawnIn: 'api#tail' })
    expect(cells).toContainEqual({
      start: '2026-11-01',
      drawnIn: 'api#tail',
      figure: 358n,
      provisional: false,
    })
    expect(byPool).toEqual({ ...buildTimeline(request, [], fees).byPool, api: 1_134n })
    expect(whole).toBe(1_184n)
  })

  it('calls spend that is not final provisional', () => {
    const { groups } = pictureOf(request, spend, [])
    expect(groups.slice(0, 2).map(({ quality }) => quality)).toEqual(['provisional', 'billed'])
  })
})
