import { addDays, type Day } from './day'
import { divideHalfEven, nano, type Nano, sum } from './money'

/** What one key did on one day with one model through one product. */
export interface KeyUseRow {
  day: Day
  model: string | null
  product: string | null
  spend: Nano
  tokens: bigint
  requests: bigint
}

/** What one person did with one key on one day, as far as Anthropic tells. */
export interface PersonUseRow extends Omit<KeyUseRow, 'model' | 'product'> {
  person: string
}

export interface KeyUseDay {
  day: Day
  /** Anthropic's figures of it are final. */
  isClosed: boolean
  /** Its cost is known by key: billed so, or split over keys when it was read for good. */
  tellsCost: boolean
}

interface UseSums {
  /** Null: one of the days does not tell cost by key. */
  spend: Nano | null
  tokens: bigint
  requests: bigint
}

export interface KeyUse extends UseSums {
  models: ({ model: string | null } & UseSums)[]
  products: ({ product: string | null } & UseSums)[]
  /** Only those who are named; the rest of the use is nobody's. */
  people: ({ person: string } & UseSums)[]
}

export interface RecentKeyUse {
  /** The last 7 and 30 UTC days, today included; parts by spend, then by tokens, the largest first. */
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
  people: readonly PersonUseRow[] = [],
): RecentKeyUse {
  const from = addDays(today, -MONTH_DAYS)
  const closed = days.filter(
    ({ day, isClosed }) => isClosed && day >= from && day < today && (createdOn === null || day >= createdOn),
  )
  const counted = new Set(closed.map(({ day }) => day))
  const isKnown = closed.length > 0 && closed.every(({ tellsCost }) => tellsCost)
  const spent = sum(rows.filter(({ day }) => counted.has(day)).map(({ spend }) => spend))
  return {
    used7d: useSince(addDays(today, -6), rows, days, people),
    used30d: useSince(addDays(today, 1 - MONTH_DAYS), rows, days, people),
    savesMonthly: isKnown ? nano(divideHalfEven(spent * BigInt(MONTH_DAYS), BigInt(closed.length))) : null,
  }
}

function useSince(
  from: Day,
  allRows: readonly KeyUseRow[],
  days: readonly KeyUseDay[],
  people: readonly PersonUseRow[],
): KeyUse {
  const rows = allRows.filter(({ day }) => day >= from)
  const tellsCost = days.every(({ day, tellsCost }) => day < from || tellsCost)
  const told = <T extends UseSums>(use: T) => ({ ...use, spend: tellsCost ? use.spend : null })
  const parts = <R extends KeyUseRow | PersonUseRow, V>(of: readonly R[], valueOf: (row: R) => V) =>
    [...new Set(of.map(valueOf))]
      .map((value) => ({ value, ...sums(of.filter((row) => valueOf(row) === value)) }))
      .sort((a, b) => compare(b.spend, a.spend) || compare(b.tokens, a.tokens))
      .map(told)
  const known = people.filter(({ day }) => day >= from)
  return {
    ...told(sums(rows)),
    models: parts(rows, ({ model }) => model).map(({ value, ...use }) => ({ model: value, ...use })),
    products: parts(rows, ({ product }) => product).map(({ value, ...use }) => ({ product: value, ...use })),
    people: parts(known, ({ person }) => person).map(({ value, ...use }) => ({ person: value, ...use })),
  }
}

function sums(rows: readonly Pick<KeyUseRow, 'spend' | 'tokens' | 'requests'>[]) {
  return {
    spend: sum(rows.map(({ spend }) => spend)),
    tokens: rows.reduce((total, { tokens }) => total + tokens, 0n),
    requests: rows.reduce((total, { requests }) => total + requests, 0n),
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
