import { addDays, type Day } from './day'
import { divideHalfEven, nano, type Nano, sum } from './money'

/** What one key did on one day with one model. */
export interface KeyUseRow {
  day: Day
  model: string | null
  spend: Nano
  tokens: bigint
  requests: bigint
}

export interface KeyUseDay {
  day: Day
  /** Anthropic's figures of it are final. */
  isClosed: boolean
  /** Its cost is known by key: billed so, or split over keys when it was read for good. */
  tellsCost: boolean
}

export interface KeyUse {
  /** Null: one of the days does not tell cost by key. */
  spend: Nano | null
  tokens: bigint
  requests: bigint
  models: { model: string | null; spend: Nano | null; tokens: bigint; requests: bigint }[]
}

export interface RecentKeyUse {
  /** The last 7 and 30 UTC days, today included; models by spend, then by tokens, the largest first. */
  used7d: KeyUse
  used30d: KeyUse
  /** What stopping the key saves in 30 days; null = not known. */
  savesMonthly: Nano | null
}

const MONTH_DAYS = 30

/**
 * What a key did lately and what stopping it would save: the mean of those of the 30 days before today that are closed and
 * not before the key was made, times 30, half-even to the nano-dollar. Null where no such day is known, or one of them has
 * no cost per key. `days` are those with figures at all; rows of other days do not count for the mean.
 */
export function recentKeyUse(
  rows: readonly KeyUseRow[],
  days: readonly KeyUseDay[],
  { today, createdOn }: { today: Day; createdOn: Day | null },
): RecentKeyUse {
  const from = addDays(today, -MONTH_DAYS)
  const closed = days.filter(
    ({ day, isClosed }) => isClosed && day >= from && day < today && (createdOn === null || day >= createdOn),
  )
  const counted = new Set(closed.map(({ day }) => day))
  const isKnown = closed.length > 0 && closed.every(({ tellsCost }) => tellsCost)
  const spent = sum(rows.filter(({ day }) => counted.has(day)).map(({ spend }) => spend))
  return {
    used7d: useSince(addDays(today, -6), rows, days),
    used30d: useSince(addDays(today, 1 - MONTH_DAYS), rows, days),
    savesMonthly: isKnown ? nano(divideHalfEven(spent * BigInt(MONTH_DAYS), BigInt(closed.length))) : null,
  }
}

function useSince(from: Day, allRows: readonly KeyUseRow[], days: readonly KeyUseDay[]): KeyUse {
  const rows = allRows.filter(({ day }) => day >= from)
  const tellsCost = days.every(({ day, tellsCost }) => day < from || tellsCost)
  const models = [...new Set(rows.map(({ model }) => model))]
    .map((model) => ({ model, ...sums(rows.filter((row) => row.model === model)) }))
    .sort((a, b) => compare(b.spend, a.spend) || compare(b.tokens, a.tokens))
  const told = <T extends { spend: Nano }>(use: T) => ({ ...use, spend: tellsCost ? use.spend : null })
  return { ...told(sums(rows)), models: models.map(told) }
}

function sums(rows: readonly KeyUseRow[]) {
  return {
    spend: sum(rows.map(({ spend }) => spend)),
    tokens: rows.reduce((total, { tokens }) => total + tokens, 0n),
    requests: rows.reduce((total, { requests }) => total + requests, 0n),
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
