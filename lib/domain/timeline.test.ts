import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, daysBetween, daysIn, isWithin, startOf, type Day, type DayRange } from './day'
import { nano, sum, type Nano } from './money'
import { buildTimeline, NO_USAGE, planCells, visibleRange, type ApiCell } from './timeline'
import { bucketDays, bucketStartOf, bucketStarts, BUCKETS, dayOfStart, hourStart } from './timeline-buckets'
import {
  groupOfApi,
  groupOfPlan,
  GROUPINGS,
  planMatches,
  POOLS,
  storedValues,
  type Dimension,
} from './timeline-request'

const first = day('2025-12-20')
const someDay = fc.integer({ min: 0, max: 420 }).map((offset) => addDays(first, offset))
const someRange = fc
  .tuple(someDay, fc.integer({ min: 1, max: 200 }))
  .map(([from, length]): DayRange => ({ from, to: addDays(from, length) }))
const amount = fc.bigInt({ min: -5_000_000_000n, max: 900_000_000_000n }).map(nano)
const bucketArbitrary = fc.constantFrom(...BUCKETS)

function within(range: DayRange) {
  return fc.integer({ min: 0, max: daysBetween(range.from, range.to) - 1 }).map((n) => addDays(range.from, n))
}

describe('buckets', () => {
  it('partition the range: every day lies in exactly one, none reaches beyond it', () => {
    fc.assert(
      fc.property(someRange, fc.constantFrom('day', 'week', 'month', 'total'), (range, bucket) => {
        const spans = bucketStarts(range, bucket).map((start) => bucketDays(start, range, bucket))
        expect(spans[0]?.from).toBe(range.from)
        expect(spans.at(-1)?.to).toBe(range.to)
        for (const [index, span] of spans.entries()) {
          if (index > 0) expect(span.from).toBe(spans[index - 1]?.to)
          for (const d of daysIn(span)) expect(bucketStartOf(d, range, bucket)).toBe(span.from)
        }
      }),
    )
  })

  it('begin weeks on Monday and months on the first, clipped to the range', () => {
    const range = { from: day('2026-10-28'), to: day('2026-11-11') }
    expect(bucketStarts(range, 'week')).toEqual(['2026-10-28', '2026-11-02', '2026-11-09'])
    expect(startOf(day('2026-11-02')).getUTCDay()).toBe(1)
    expect(bucketStarts(range, 'month')).toEqual(['2026-10-28', '2026-11-01'])
    expect(bucketStarts(range, 'total')).toEqual(['2026-10-28'])
  })

  it('name hours by their instant, 24 a day also where clocks change', () => {
    const hours = bucketStarts({ from: day('2026-10-25'), to: day('2026-10-26') }, 'hour')
    expect(hours).toHaveLength(24)
    expect(hours[0]).toBe('2026-10-25T00:00:00Z')
    expect(hours[23]).toBe('2026-10-25T23:00:00Z')
    expect(dayOfStart(hours[23] ?? '')).toBe('2026-10-25')
  })
})

const value = fc.constantFrom(null, 'a', 'b', 'other', 'unattributed', 'c')
interface Spend {
  day: Day
  hour: number
  key: string | null
  model: string | null
  amount: Nano
}
interface Fee {
  day: Day
  planId: string
  amount: Nano
}
const world = someRange.chain((range) =>
  fc.record({
    range: fc.constant(range),
    spend: fc.array(
      fc.record({
        day: within(range),
        hour: fc.integer({ min: 0, max: 23 }),
        key: value,
        model: value,
        amount,
      }),
      { maxLength: 30 },
    ),
    fees: fc.array(fc.record({ day: within(range), planId: fc.constantFrom('p1', 'p2'), amount }), {
      maxLength: 20,
    }),
  }),
)

function cellsFrom(
  spend: Spend[],
  range: DayRange,
  bucket: (typeof BUCKETS)[number],
  dimension: 'key' | 'model' | null,
): ApiCell[] {
  return spend.map((line) => ({
    start: bucket === 'hour' ? hourStart(line.day, line.hour) : bucketStartOf(line.day, range, bucket),
    value: dimension ? line[dimension] : null,
    amount: line.amount,
    priced: true,
    usage: NO_USAGE,
    provisional: false,
  }))
}

function build(
  { range, spend, fees }: { range: DayRange; spend: Spend[]; fees: Fee[] },
  bucket: (typeof BUCKETS)[number],
  group: (typeof GROUPINGS)[number],
) {
  const dimension = group === 'key' || group === 'model' ? group : null
  const request = { range, bucket, group, basis: 'spread', metric: 'cost' } as const
  return buildTimeline(request, cellsFrom(spend, range, bucket, dimension), fees)
}

describe('buildTimeline', () => {
  it('total = Σ pools = Σ rows, and it is the same for every bucket and grouping', () => {
    fc.assert(
      fc.property(world, bucketArbitrary, fc.constantFrom(...GROUPINGS), (given, bucket, group) => {
        const { rows, total, byPool } = build(given, bucket, group)
        expect(total).toBe(sum([...given.spend, ...given.fees].map((line) => line.amount)))
        expect(sum(Object.values(byPool))).toBe(total)
        expect(sum(rows.map((row) => row.amount))).toBe(total)
        for (const pool of POOLS)
          expect(sum(rows.filter((row) => row.pool === pool).map((row) => row.amount))).toBe(byPool[pool])
      }),
    )
  })

  it('gives one row per start, group and pool, in order, inside the range', () => {
    fc.assert(
      fc.property(world, bucketArbitrary, fc.constantFrom(...GROUPINGS), (given, bucket, group) => {
        const { rows } = build(given, bucket, group)
        const names = rows.map((row) => JSON.stringify([row.start, row.group, row.pool]))
        expect(new Set(names).size).toBe(names.length)
        const starts = rows.map((row) => row.start)
        expect(starts).toEqual([...starts].sort())
        for (const row of rows) expect(isWithin(dayOfStart(row.start), given.range)).toBe(true)
      }),
    )
  })

  it('groups are filters: what the values of a grouping select adds up to the whole, nothing twice', () => {
    fc.assert(
      fc.property(world, fc.constantFrom('key', 'model'), (given, dimension) => {
        const whole = build(given, 'total', dimension)
        const parts = whole.rows.map((row) => {
          const filters = { [dimension]: [row.group] }
          const stored = storedValues(dimension, [row.group])
          const selected = {
            ...given,
            spend: given.spend.filter((line) => stored.includes(line[dimension])),
            fees: given.fees.filter((fee) => planMatches(filters, fee.planId)),
          }
          const part = build(selected, 'total', dimension)
          expect(part.total).toBe(row.amount)
          return part.total
        })
        expect(sum(parts)).toBe(whole.total)
      }),
    )
  })

  it('names groups as the contract says', () => {
    const named = (group: (typeof GROUPINGS)[number]) => [groupOfApi(group, null), groupOfPlan(group, 'p1')]
    expect(named('none')).toEqual([null, null])
    expect(named('pool')).toEqual(['api', 'plan'])
    expect(named('plan')).toEqual(['api', 'p1'])
    expect(named('key')).toEqual([null, 'plan:p1'])
    expect(named('model')).toEqual(['other', 'plan:p1'])
    expect(named('workspace')).toEqual(['unattributed', 'plan:p1'])
    expect(named('product')).toEqual(['unattributed', 'plan:p1'])
    expect(groupOfApi('key', 'apikey_01')).toBe('apikey_01')
  })

  it('keeps a real zero, and makes no row of usage nobody has priced', () => {
    const range = { from: day('2026-11-01'), to: day('2026-11-02') }
    const cell = { start: '2026-11-01', value: 'a', amount: nano(0n), provisional: false }
    const usage = { ...NO_USAGE, output: 7n, requests: 2n }
    const ask = (metric: 'cost' | 'tokens' | 'requests', priced: boolean) =>
      buildTimeline(
        { range, bucket: 'day', group: 'key', basis: 'spread', metric },
        [{ ...cell, priced, usage }],
        [{ day: range.from, planId: 'p1', amount: nano(5n) }],
      )
    expect(ask('cost', false).rows.map((row) => row.pool)).toEqual(['plan'])
    expect(ask('cost', true).rows).toContainEqual(expect.objectContaining({ group: 'a', amount: 0n }))
    expect(ask('tokens', false).rows).toEqual([expect.objectContaining({ group: 'a', usage })])
    expect(ask('requests', false).rows).toHaveLength(1)
    expect(ask('tokens', false).total).toBe(5n)
  })

  it('calls a row by its weakest part', () => {
    const range = { from: day('2026-11-01'), to: day('2026-11-03') }
    const cells = [false, true].map((provisional, index) => ({
      start: '2026-11-01',
      value: index === 0 ? null : 'other',
      amount: nano(1n),
      priced: true,
      usage: NO_USAGE,
      provisional,
    }))
    const request = { range, bucket: 'total', group: 'model', basis: 'spread', metric: 'cost' } as const
    expect(buildTimeline(request, cells, []).rows).toEqual([
      expect.objectContaining({ group: 'other', amount: 2n, quality: 'provisional' }),
    ])
    const fee = { day: range.from, planId: 'p1', amount: nano(1n) }
    expect(buildTimeline(request, [], [fee]).rows[0]?.quality).toBe('entered')
    expect(buildTimeline(request, cells.slice(0, 1), []).rows[0]?.quality).toBe('billed')
  })
})

describe('planCells', () => {
  it('spreads a day over its hours to the last nano-dollar, and leaves a charge at hour 00', () => {
    fc.assert(
      fc.property(someDay, amount, (d, fee) => {
        const range = { from: d, to: addDays(d, 1) }
        const amounts = [{ day: d, planId: 'p1', amount: fee }]
        const spread = planCells(amounts, { range, bucket: 'hour', basis: 'spread' })
        expect(spread).toHaveLength(24)
        expect(sum(spread.map((cell) => cell.amount))).toBe(fee)
        const charged = planCells(amounts, { range, bucket: 'hour', basis: 'charged' })
        expect(charged).toEqual([{ start: `${d}T00:00:00Z`, planId: 'p1', amount: fee }])
      }),
    )
  })
})

describe('planMatches', () => {
  it('satisfies a dimension of API spend only by its own name', () => {
    const cases: [Dimension, string | null, boolean][] = [
      ['pool', 'plan', true],
      ['pool', 'api', false],
      ['plan', 'p1', true],
      ['plan', 'plan:p1', true],
      ['plan', 'api', false],
      ['organization', 'org-1', false],
      ['key', null, false],
      ['key', 'plan:p1', true],
      ['model', 'plan:p2', false],
    ]
    for (const [dimension, wanted, expected] of cases)
      expect(planMatches({ [dimension]: [wanted] }, 'p1'), `${dimension}=${wanted}`).toBe(expected)
  })
})

describe('visibleRange', () => {
  it('ends with today', () => {
    const range = { from: day('2026-11-20'), to: day('2026-12-01') }
    expect(visibleRange(range, day('2026-11-22')).to).toBe('2026-11-23')
    expect(visibleRange(range, day('2027-01-01')).to).toBe('2026-12-01')
  })
})
