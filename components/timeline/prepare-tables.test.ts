import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, type Day } from '@/lib/domain/day'
import { formatUsdExact, nano, type Nano } from '@/lib/domain/money'
import { buildTimeline, NO_USAGE, type ApiCell, type TimelineRow } from '@/lib/domain/timeline'
import { bucketStartOf } from '@/lib/domain/timeline-buckets'
import { figureOf, foldRows } from '@/lib/domain/timeline-picture'
import { GROUPINGS, METRICS, type TimelineRequest } from '@/lib/domain/timeline-request'
import { timelineCsv } from '@/lib/publish/timeline-csv'
import { prepareBuckets } from './prepare-buckets'
import { figureText, prepareChart } from './prepare-chart'
import { prepareSeries, type ShownTimeline } from './prepare-series'
import { prepareBucketTable, prepareGroupTable } from './prepare-tables'
import { BUCKET_SORTS, GROUP_SORTS } from './timeline-view'

const range = { from: day('2026-10-28'), to: day('2026-11-23') }
const today = day('2026-11-22')
const someDay = fc.integer({ min: 0, max: 25 }).map((n) => addDays(range.from, n))
const amount = fc.bigInt({ min: -1_000_000_000n, max: 10n ** 12n }).map(nano)

function shownOf(request: TimelineRequest, rows: TimelineRow[]): ShownTimeline & { rows: TimelineRow[] } {
  const { groups, cells } = foldRows(rows, request.metric)
  return { request, rows, cells, groups: groups.map((each) => ({ ...each, name: each.group ?? 'No key' })) }
}

const timelines = fc
  .record({
    bucket: fc.constantFrom('day', 'week', 'month'),
    group: fc.constantFrom(...GROUPINGS),
    metric: fc.constantFrom(...METRICS),
    spend: fc.array(
      fc.record({
        day: someDay,
        value: fc.option(fc.integer({ min: 0, max: 20 }).map((n) => `id-${n}`)),
        amount,
        tokens: fc.bigInt({ min: 0n, max: 10n ** 10n }),
        provisional: fc.boolean(),
      }),
      { minLength: 1, maxLength: 60 },
    ),
    fees: fc.array(
      fc.record({ day: someDay, planId: fc.integer({ min: 0, max: 7 }).map((n) => `p${n}`), amount }),
      { maxLength: 20 },
    ),
  })
  .map(({ spend, fees, ...asked }) => {
    const request: TimelineRequest = { range, basis: 'spread', filters: {}, ...asked }
    const cells = spend.map((line): ApiCell => ({
      start: bucketStartOf(line.day, range, asked.bucket),
      value: line.value,
      amount: line.amount,
      priced: true,
      usage: { ...NO_USAGE, output: line.tokens, requests: line.tokens },
      provisional: line.provisional,
    }))
    const built = buildTimeline(request, cells, fees)
    return { ...shownOf(request, built.rows), total: built.total }
  })

const bucketsOf = (request: TimelineRequest) =>
  prepareBuckets({
    range,
    bucket: request.bucket,
    coverage: [],
    today,
    hasOrganizations: true,
    dailyOnly: [],
    hourly: true,
  })

function exactSum(cells: (string | undefined)[]): string {
  const units = cells.map((cell) => {
    const [whole = '0', fraction = ''] = (cell || '0').split('.')
    const magnitude = BigInt(whole.replace('-', '') + fraction.padEnd(9, '0'))
    return cell?.startsWith('-') ? -magnitude : magnitude
  })
  return formatUsdExact(units.reduce((a, b) => a + b, 0n) as Nano)
}

describe('what is shown', () => {
  it('is the same in both tables, the chart and the CSV, to the last digit', () => {
    fc.assert(
      fc.property(
        timelines,
        fc.constantFrom(...GROUP_SORTS),
        fc.constantFrom(...BUCKET_SORTS),
        fc.boolean(),
        (timeline, sort, bucketSort, all) => {
          const { metric } = timeline.request
          const series = prepareSeries(timeline)
          const buckets = bucketsOf(timeline.request)
          const groups = prepareGroupTable(timeline, series, { sort, all, groupPage: 1 })
          const byBucket = prepareBucketTable(timeline, series, buckets, { bucketSort, bucketPage: 1 })
          const whole = timeline.rows.reduce((figure, row) => figure + figureOf(row, metric), 0n)
          const exact = metric === 'cost' ? formatUsdExact(whole as Nano) : String(whole)

          expect(groups.totals.at(-1)?.exact).toBe(exact)
          expect(byBucket.totals[0]?.exact).toBe(exact)
          if (metric === 'cost') {
            expect(exactSum(groups.page.lines.map(({ figures }) => figures[0]?.exact))).toBe(exact)
            expect(exactSum(byBucket.page.lines.map(({ total }) => total?.exact))).toBe(exact)
            const records = timelineCsv({
              request: timeline.request,
              rows: timeline.rows.map((row) => ({ ...row, name: '' })),
            })
              .trimEnd()
              .split('\r\n')
              .slice(1)
            expect(exactSum(records.map((record) => record.split(',').at(-2)))).toBe(exact)
            for (const row of byBucket.page.lines) {
              const ofBucket = records.filter((record) => record.startsWith(`${row.bucket.start},`))
              expect(exactSum(ofBucket.map((record) => record.split(',').at(-2)))).toBe(
                row.total?.exact ?? '0.00',
              )
              expect(exactSum(row.figures.map((figure) => figure?.exact))).toBe(row.total?.exact ?? '0.00')
            }
          }
          const chart = prepareChart(timeline, series, buckets, () => null)
          const shown = new Map(byBucket.page.lines.map((row) => [row.bucket.title, row]))
          for (const point of chart.points) {
            const texts = point.figures.map((figure) => (figure === null ? null : figureText(figure, metric)))
            expect(texts).toEqual(shown.get(point.title)?.figures.map((figure) => figure?.parts.text ?? null))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has one colour for a group wherever it is, and the palette is never used up', () => {
    fc.assert(
      fc.property(timelines, (timeline) => {
        const { drawn, every } = prepareSeries(timeline)
        expect(drawn.length).toBeLessThanOrEqual(4 + 9)
        for (const series of [...drawn, ...every]) expect(series.color).not.toBe('')
        for (const group of timeline.groups) {
          const one = every.find(({ id }) => id === group.id)
          expect(one?.color).toBe(drawn.find(({ id }) => id === group.drawnIn)?.color)
        }
        const colors = drawn.map(({ color }) => color)
        if (!['none', 'pool', 'plan'].includes(timeline.request.group))
          expect(new Set(colors).size).toBe(colors.length)
      }),
    )
  })
})

function costs(figures: Record<string, bigint>, group: TimelineRequest['group'] = 'key') {
  const request: TimelineRequest = {
    range,
    bucket: 'day',
    group,
    basis: 'spread',
    metric: 'cost',
    filters: {},
  }
  const rows = Object.entries(figures).map(([name, value]): TimelineRow => ({
    start: '2026-11-01',
    group: name,
    pool: name.startsWith('plan') ? 'plan' : 'api',
    amount: nano(value),
    usage: NO_USAGE,
    quality: 'billed',
  }))
  return shownOf(request, rows)
}

describe('prepareSeries', () => {
  it('takes the largest first, and calls the rest "Other (n)"', () => {
    const figures = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`k${index}`, BigInt(100 - index)]),
    )
    const { drawn, every } = prepareSeries(costs(figures))
    expect(drawn.map(({ name }) => name)).toEqual([
      'k0',
      'k1',
      'k2',
      'k3',
      'k4',
      'k5',
      'k6',
      'k7',
      'Other (4)',
    ])
    expect(drawn.at(-1)).toMatchObject({
      members: 4,
      amount: 89n + 90n + 91n + 92n,
      color: 'var(--series-other)',
    })
    expect(every).toHaveLength(12)
  })

  it('makes no tail of one', () => {
    const figures = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, 1n]))
    expect(prepareSeries(costs(figures)).drawn.map(({ members }) => members)).toEqual(new Array(9).fill(1))
  })

  it('keeps the colour of pools, and shades of it for plans', () => {
    const byKey = prepareSeries(costs({ 'plan:a': 5n, 'plan:b': 9n, key: 100n })).drawn
    expect(byKey.map(({ name }) => name)).toEqual(['plan:b', 'plan:a', 'key'])
    expect(byKey[0]?.color).toBe('var(--plan)')
    expect(byKey[1]?.color).toContain('var(--plan) 75%')
    expect(byKey[2]?.color).toBe('var(--series-1)')
    expect(prepareSeries(costs({ api: 5n }, 'pool')).drawn[0]?.color).toBe('var(--api)')
  })
})

describe('prepareGroupTable', () => {
  const names = (sort: (typeof GROUP_SORTS)[number]) => {
    const timeline = costs({ b: 1n, a: 3n, c: 2n })
    return prepareGroupTable(timeline, prepareSeries(timeline), {
      sort,
      all: false,
      groupPage: 1,
    }).page.lines.map(({ series }) => series.name)
  }
  it('sorts as the address says', () => {
    expect(names('-amount')).toEqual(['a', 'c', 'b'])
    expect(names('amount')).toEqual(['b', 'c', 'a'])
    expect(names('name')).toEqual(['a', 'b', 'c'])
    expect(names('-name')).toEqual(['c', 'b', 'a'])
  })

  it('copies exact figures, and nothing a spreadsheet would run', () => {
    const timeline = costs({ '=1+1': 1_234_567_891n })
    const { tsv } = prepareGroupTable(timeline, prepareSeries(timeline), {
      sort: 'name',
      all: false,
      groupPage: 1,
    })
    expect(tsv.split('\n')[1]).toBe("'=1+1\t'=1+1\tapi\t1.234567891\tbilled")
  })
})

describe('the pages of a table', () => {
  const figures = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`k${String(index).padStart(2, '0')}`, BigInt(index)]),
  )
  const timeline = costs(figures)
  const at = (groupPage: number) =>
    prepareGroupTable(timeline, prepareSeries(timeline), { sort: 'name', all: true, groupPage })

  it('hold every line once, and the totals and the copy are those of all', () => {
    const names = [1, 2, 3].flatMap((page) => at(page).page.lines.map(({ series }) => series.name))
    expect(names).toEqual(Object.keys(figures))
    expect(at(1).page).toMatchObject({ pages: 3, first: 1, last: 48, of: 100 })
    expect(at(2).totals).toEqual(at(1).totals)
    expect(at(3).tsv).toBe(at(1).tsv)
    expect(at(1).tsv.split('\n')).toHaveLength(102)
  })

  it('end with the last one, whatever is asked for', () => {
    expect(at(99).page).toMatchObject({ page: 3, first: 97, last: 100 })
  })
})

describe('prepareBucketTable', () => {
  it('tells a gap from zero', () => {
    const timeline = costs({ k: 0n })
    const table = prepareBucketTable(timeline, prepareSeries(timeline), bucketsOf(timeline.request), {
      bucketSort: 'start',
      bucketPage: 1,
    })
    const on = (d: Day) => table.page.lines.find(({ bucket }) => bucket.start === d)
    expect(on(day('2026-11-01'))?.figures[0]?.parts.text).toBe('$0.00')
    expect(on(day('2026-11-02'))?.figures[0]).toBeNull()
    expect(on(day('2026-11-02'))?.total).toBeNull()
  })
})
