import type { Day } from './day'
import { divideHalfEven, nano, type Nano, zero } from './money'
import { type PriceBook, type PriceRange, periodOn, type TokenPrices } from './pricing'

/** Tokens of one UTC day and model, in all tiers and rates. */
export interface CacheUse {
  day: Day
  model: string | null
  uncachedInput: bigint
  cacheRead: bigint
  cacheWrite5m: bigint
  cacheWrite1h: bigint
}

export interface Caching {
  /** What cached prompts would have cost more as plain input, minus what writing them cost more; below zero = wasted. */
  net: PriceRange
  /** Reads alone: what they would have cost more as plain input. */
  saved: PriceRange
  /** Writes alone: what they cost more than plain input. */
  paid: PriceRange
  reads: bigint
  writes: bigint
  /** All tokens of prompts: reads, writes and what was not cached. */
  prompts: bigint
  /** Reads and writes of models without a price: in none of the sums. */
  unpriced: { models: string[]; tokens: bigint }
  /** Models priced as one of like name. */
  estimated: string[]
}

const MILLION = 1_000_000n

/**
 * What caching saved or wasted, at list prices of standard requests, in nano-dollars, rounded half-even once per row: reads ×
 * (input − read) − writes × (write − input). Batches save half of that, US regions and fast mode more. Where the price hangs
 * on the length of prompts, from all short to all long. Source: billing.md §5 and §13, pitfall 10.
 */
export function cachingOf(rows: readonly CacheUse[], book: PriceBook): Caching {
  const result: Caching = {
    ...{ net: nothing(), saved: nothing(), paid: nothing(), reads: 0n, writes: 0n, prompts: 0n },
    ...{ unpriced: { models: [], tokens: 0n }, estimated: [] },
  }
  for (const row of rows) {
    const writes = row.cacheWrite5m + row.cacheWrite1h
    result.reads += row.cacheRead
    result.writes += writes
    result.prompts += row.uncachedInput + row.cacheRead + writes
    if (row.cacheRead + writes === 0n) continue
    const found = row.model === null ? null : book.find(row.model)
    const period = found && periodOn(found.model, row.day)
    const both =
      period && [period.prices, period.long?.prices ?? period.prices].map((prices) => partsOf(row, prices))
    const [short, long] = both ?? []
    if (!found || !short || !long) {
      note(result.unpriced.models, row.model ?? '(no model)')
      result.unpriced.tokens += row.cacheRead + writes
      continue
    }
    if (!found.isExact) note(result.estimated, row.model ?? '')
    for (const part of ['net', 'saved', 'paid'] as const) {
      const [low, high] = short[part] < long[part] ? [short[part], long[part]] : [long[part], short[part]]
      result[part] = { low: nano(result[part].low + low), high: nano(result[part].high + high) }
    }
  }
  return result
}

/** Null where a kind that was used has no price. */
function partsOf(row: CacheUse, prices: TokenPrices): Record<'net' | 'saved' | 'paid', Nano> | null {
  const { uncachedInput: input, cacheRead, cacheWrite5m, cacheWrite1h } = prices
  if (input === null) return null
  const times = (count: bigint, price: bigint | null) =>
    count === 0n ? 0n : price === null ? null : count * price
  const [read, write5m, write1h] = [
    times(row.cacheRead, cacheRead),
    times(row.cacheWrite5m, cacheWrite5m),
    times(row.cacheWrite1h, cacheWrite1h),
  ]
  if (read === null || write5m === null || write1h === null) return null
  const saved = nano(divideHalfEven(row.cacheRead * input - read, MILLION))
  const paid = nano(
    divideHalfEven(write5m + write1h - (row.cacheWrite5m + row.cacheWrite1h) * input, MILLION),
  )
  return { saved, paid, net: nano(saved - paid) }
}

function nothing(): PriceRange {
  return { low: zero, high: zero }
}

function note(names: string[], name: string): void {
  if (!names.includes(name)) names.push(name)
}
