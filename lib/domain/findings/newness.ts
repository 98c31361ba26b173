import type { Day } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import { dayNumber } from './closed-hour'
import { type RateDay, REACH_DAYS, type UseDay } from './evidence'
import { BASELINE_DAYS, type UnusualHour } from './unusual-hours'

/** What a key hardly did in the 30 days before, with what it cost on the day. */
interface NewValue {
  value: string
  cost: Nano
}

interface NewOnDay {
  models: NewValue[]
  /** Models of the 30 days before. */
  before: string[]
  /** What is new about an hour of the day, in words. */
  reasonsFor(hour: UnusualHour): string[]
}

/**
 * What is new about a day of a key: models with less than `newPercent` of its requests before, regions with less of its
 * tokens, hours of the day with less of its active hours. A new model or region explains an hour when it cost at least half
 * as much on that day: which hour it was used in is not told. `lastDay` is the last the rows may have.
 */
export function newnessOf(
  uses: readonly UseDay[],
  rates: readonly RateDay[],
  lastDay: Day,
  newPercent: number,
): (day: Day) => NewOnDay {
  const models = sharesOf(
    uses,
    lastDay,
    ({ model }) => model,
    ({ requests }) => requests,
  )
  let regions: ReturnType<typeof sharesOf> | null = null
  return (day) => {
    const newModels = newAmong(models, day, newPercent)
    return {
      models: newModels,
      before: models.before(day),
      reasonsFor: (hour) => {
        regions ??= sharesOf(rates, lastDay, ({ inferenceGeo }) => inferenceGeo, tokensOf)
        const explains = ({ cost }: NewValue) => cost * 2n >= hour.cost
        return [
          ...newModels.filter(explains).map(({ value }) => `the model ${value}`),
          ...newAmong(regions, day, newPercent)
            .filter(explains)
            .map(({ value }) => `the region ${value}`),
          ...(hour.hourPercent !== null && hour.hourPercent < newPercent ? ['the time of day'] : []),
        ]
      },
    }
  }
}

/** By value one column of weights and one of costs, a day in each cell. */
function sharesOf<Row extends { day: Day; cost: Nano }>(
  rows: readonly Row[],
  lastDay: Day,
  valueOf: (row: Row) => string | null,
  weightOf: (row: Row) => number,
) {
  const first = dayNumber(lastDay) - REACH_DAYS + 1
  const columns = new Map<string | null, { weight: Float64Array; cost: BigInt64Array; seen: Uint8Array }>()
  for (const row of rows) {
    const cell = dayNumber(row.day) - first
    if (cell < 0 || cell >= REACH_DAYS) continue
    const value = valueOf(row)
    const column = columns.get(value) ?? {
      weight: new Float64Array(REACH_DAYS),
      cost: new BigInt64Array(REACH_DAYS),
      seen: new Uint8Array(REACH_DAYS),
    }
    columns.set(value, column)
    column.weight[cell] = (column.weight[cell] ?? 0) + weightOf(row)
    column.cost[cell] = (column.cost[cell] ?? 0n) + row.cost
    column.seen[cell] = 1
  }
  const baseline = <Column extends Float64Array | Uint8Array>(column: Column, day: Day) => {
    const cell = dayNumber(day) - first
    return column.subarray(Math.max(0, cell - BASELINE_DAYS), Math.max(0, cell))
  }
  return {
    /** What is not null and was there on the day, with its weight in the 30 days before and its cost on the day. */
    on(day: Day) {
      const cell = dayNumber(day) - first
      let total = 0
      const values: { value: string; weight: number; cost: Nano }[] = []
      for (const [value, column] of columns) {
        let weight = 0
        for (const one of baseline(column.weight, day)) weight += one
        total += weight
        if (value !== null && column.seen[cell])
          values.push({ value, weight, cost: nano(column.cost[cell] ?? 0n) })
      }
      return { total, values }
    },
    before: (day: Day): string[] =>
      [...columns].flatMap(([value, { seen }]) =>
        value !== null && baseline(seen, day).includes(1) ? [value] : [],
      ),
  }
}

function newAmong(shares: ReturnType<typeof sharesOf>, day: Day, newPercent: number): NewValue[] {
  const { total, values } = shares.on(day)
  if (total === 0) return []
  return values.filter(({ weight }) => weight * 100 < total * newPercent)
}

function tokensOf({ uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output }: RateDay): number {
  return Number(uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + output)
}
