import { addDays, type Day } from '@/lib/domain/day'
import { nano, type Nano, zero } from '@/lib/domain/money'
import type { RateDay, UseDay } from './evidence'
import { BASELINE_DAYS, type UnusualHour } from './unusual-hours'

/** What a key did not do in the 30 days before, with what it cost on the day. */
interface NewValue {
  value: string
  cost: Nano
}

/** Of the 30 days a day is compared with. */
export function isInBaseline(one: Day, day: Day): boolean {
  return one < day && one >= addDays(day, -BASELINE_DAYS)
}

/**
 * What is new about a day of a key: models with less than `newPercent` of its requests before, regions with less of its
 * tokens, hours of the day with less of its active hours. A new model or region explains an hour when it cost at least half
 * as much on that day: which hour it was used in is not told.
 */
export function newOn(day: Day, uses: readonly UseDay[], rates: readonly RateDay[], newPercent: number) {
  const models = newValues(
    uses,
    day,
    ({ model }) => model,
    ({ requests }) => requests,
    newPercent,
  )
  const regions = newValues(rates, day, ({ inferenceGeo }) => inferenceGeo, tokensOf, newPercent)
  const reasonsFor = (hour: UnusualHour): string[] => [
    ...models.filter(({ cost }) => cost * 2n >= hour.cost).map(({ value }) => `the model ${value}`),
    ...regions.filter(({ cost }) => cost * 2n >= hour.cost).map(({ value }) => `the region ${value}`),
    ...(hour.hourPercent !== null && hour.hourPercent < newPercent ? ['the time of day'] : []),
  ]
  return { models, reasonsFor }
}

function newValues<Row extends { day: Day; cost: Nano }>(
  rows: readonly Row[],
  day: Day,
  valueOf: (row: Row) => string | null,
  weightOf: (row: Row) => number,
  newPercent: number,
): NewValue[] {
  let total = 0
  const from = addDays(day, -BASELINE_DAYS)
  const before = new Map<string | null, number>()
  const costs = new Map<string, Nano>()
  for (const row of rows) {
    const value = valueOf(row)
    if (row.day >= from && row.day < day) {
      total += weightOf(row)
      before.set(value, (before.get(value) ?? 0) + weightOf(row))
    } else if (row.day === day && value !== null) {
      costs.set(value, nano((costs.get(value) ?? zero) + row.cost))
    }
  }
  if (total === 0) return []
  return [...costs].flatMap(([value, cost]) =>
    (before.get(value) ?? 0) * 100 < total * newPercent ? [{ value, cost }] : [],
  )
}

function tokensOf({ uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output }: RateDay): number {
  return Number(uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + output)
}
