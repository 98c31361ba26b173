import { expect, it } from 'vitest'
import type { CoverageState } from '@/lib/domain/coverage-days'
import { addDays, day, daysIn, type DayRange } from '@/lib/domain/day'
import type { ExplainedSpend, PeriodSpend } from '@/lib/domain/explained-spend'
import { nano, sum, zero } from '@/lib/domain/money'
import { NO_USAGE } from '@/lib/domain/timeline'
import { prepareColumns } from './prepare-columns'
import { prepareFigures } from './prepare-figures'

const RANGE = { from: day('2026-11-16'), to: day('2026-11-23') }
const period = (
  range: DayRange,
  days: PeriodSpend['days'],
  more: Partial<PeriodSpend> = {},
): PeriodSpend => ({
  ...{ range, days, spend: sum(days.map(({ amount }) => amount)), list: zero, usage: NO_USAGE },
  ...{ isPriced: days.length > 0, isSplit: false, cells: [], tellsKinds: true },
  ...more,
})
const spendOf = (
  now: PeriodSpend,
  states: [string, CoverageState][] = [],
): Pick<ExplainedSpend, 'now' | 'hours' | 'known'> => {
  const all = new Map([
    ...daysIn(now.range).map((d): [typeof d, CoverageState] => [d, 'synced']),
    ...states.map(([d, state]): [ReturnType<typeof day>, CoverageState] => [day(d), state]),
  ])
  const known = { states: all, missing: 0, open: 0, untold: 0 }
  return { now, hours: null, known: { now: known, before: known } }
}
const spent = (on: string, model: string | null, amount: bigint) => ({
  day: day(on),
  model,
  amount: nano(amount),
})

it('has every bucket of the range and all of the money, the tail of the models as one', () => {
  const models = Array.from({ length: 8 }, (_, index) =>
    spent('2026-11-17', `m${index}`, BigInt(100 - index)),
  )
  for (const bucket of ['day', 'week', 'month'] as const) {
    const { series, columns } = prepareColumns(spendOf(period(RANGE, models)), bucket, null)
    expect(series.map(({ name }) => name)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'Other (3)'])
    expect(columns).toHaveLength({ day: 7, week: 1, month: 1 }[bucket])
    expect(sum(columns.map(({ total }) => total))).toBe(772n)
    expect(sum(columns.flatMap(({ amounts }) => amounts))).toBe(772n)
  }
})

it('puts the first day beside the first day, and loses nothing of a longer period', () => {
  const before = { from: addDays(RANGE.from, -9), to: RANGE.from }
  const other = period(
    before,
    daysIn(before).map((d, index) => ({ day: d, model: 'x', amount: nano(BigInt(index + 1)) })),
  )
  const { columns, comparedName } = prepareColumns(spendOf(period(RANGE, [])), 'day', {
    name: 'Before',
    period: other,
  })
  expect(comparedName).toBe('Before')
  expect(columns.map(({ compared }) => compared)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n + 8n + 9n])
})

it('says which columns are not read, in part, or not final: none of them is a zero', () => {
  const states: [string, CoverageState][] = [
    ['2026-11-16', 'not_synced'],
    ['2026-11-22', 'provisional'],
  ]
  const spend = spendOf(period(RANGE, [spent('2026-11-17', 'a', 5n)]), states)
  const { columns } = prepareColumns(spend, 'day', null)
  expect(columns.map(({ note, isMissing }) => [note, isMissing])).toEqual([
    ['not read', true],
    ...[...Array(5)].map(() => [null, false]),
    ['provisional', false],
  ])
  expect(prepareColumns(spend, 'week', null).columns[0]?.note).toBe('partly read')
})

it('draws hours as they are told, and compares none', () => {
  const spend = {
    ...spendOf(period(RANGE, [])),
    hours: [{ start: '2026-11-17T09:00:00Z', model: 'a', amount: nano(7n) }],
  }
  const { columns, comparedName } = prepareColumns(spend, 'hour', {
    name: 'Before',
    period: period(RANGE, []),
  })
  expect(columns).toHaveLength(168)
  expect(comparedName).toBeNull()
  expect(columns.filter(({ total }) => total > 0n)).toMatchObject([
    { label: '17 Nov 2026, 09:00 UTC', total: 7n, compared: null },
  ])
})

it('makes a dash of what cannot be divided, and no zero of what nobody told', () => {
  const texts = (usage: Partial<typeof NO_USAGE>, isPriced = true) =>
    prepareFigures(period(RANGE, [], { usage: { ...NO_USAGE, ...usage }, isPriced }), null, false).map(
      ({ text }) => text,
    )
  expect(texts({})).toEqual(['$0.00', '$0.00', '–', '0', '–', '–', '0'])
  expect(texts({ requests: 4n, uncachedInput: 25n, cacheRead: 75n, output: 100n }, false)).toEqual([
    ...['Not told', 'Not told', '4', '200', '50', '75\u202f%', '0'],
  ])
})

it('tells the difference of figures only where both sides have a cost', () => {
  const now = period(RANGE, [spent('2026-11-17', 'a', 3_000_000_000n)])
  const was = period(RANGE, [spent('2026-11-17', 'a', 2_000_000_000n)])
  expect(prepareFigures(now, was, false)[0]?.compared).toEqual({
    text: '$2.00',
    title: '',
    change: '+$1.00 (+50\u202f%)',
  })
  const split = prepareFigures({ ...now, isSplit: true }, was, true)
  expect(split.slice(0, 2)).toMatchObject([
    { name: 'Estimated', compared: { change: '+$1.00 (+50\u202f%)' } },
    { name: 'At list price', text: 'Not told', compared: { change: null } },
  ])
  const untold = period(RANGE, [], { usage: { ...NO_USAGE, output: 1n } })
  expect(prepareFigures(now, untold, false)[0]?.compared).toMatchObject({ text: 'Not told', change: null })
})
