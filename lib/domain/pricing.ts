import type { Day } from './day'
import { divideHalfEven, nano, type Nano, zero } from './money'

/** Kinds of token that have a price of their own, in the order a bill lists them. */
export const TOKEN_KINDS = ['uncachedInput', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead', 'output'] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]
export type TokenCounts = Record<TokenKind, bigint>

/** Nano-dollars per million tokens; null = the model has no price for this kind. */
export type TokenPrices = Record<TokenKind, bigint | null>

/** An exact factor. */
export interface Rational {
  numerator: bigint
  denominator: bigint
}

/** What a model costs from a day on, until its next period begins. */
export interface PricePeriod {
  /** First UTC day; null = since ever. */
  from: Day | null
  prices: TokenPrices
  /**
   * What the whole of a request costs whose prompt is longer than `above` tokens; null = the same. It hangs on each single
   * request, so a sum of requests is never given one of the two where it could be the other.
   */
  long: { above: number; prices: TokenPrices } | null
  /** Where the price comes from. */
  source: PriceSource
}

/** The pinned library, our own dated additions to it, or somebody of this installation. */
type PriceSource = 'library' | 'overlay' | 'entered'

export interface PricedModel {
  id: string
  /** Oldest first, the first of them with the earliest `from`. */
  periods: readonly PricePeriod[]
}

/** A factor on every kind of token, where its days and models are met. */
export interface Multiplier {
  factor: Rational
  /** First UTC day; null = since ever. */
  from: Day | null
  /** The UTC day after the last; null = still. */
  to: Day | null
  /** Whether it holds for a model, by the id it is priced as. */
  holdsFor(modelId: string): boolean
}

/** A model that was used and has no price, or only that of another. */
export interface UnlistedModel {
  model: string
  /** What it is priced as, by likeness of name; null: no price. */
  pricedAs: string | null
  firstDay: Day
  lastDay: Day
  /** Of day, model, tier and rate. */
  rows: bigint
  tokens: bigint
}

export interface PriceBook {
  /** The model a name is priced as; `isExact` false = by likeness of name alone. Null: there is no price. */
  find(model: string): { model: PricedModel; isExact: boolean } | null
  batch: Rational
  /** Requests bound to the US; the factor is 1 where none holds. */
  us: readonly Multiplier[]
  /** Without one that holds, fast mode has no price. */
  fast: readonly Multiplier[]
  /** Nano-dollars per thousand web searches, the same for every model. */
  webSearchesPerThousand: bigint
}

/** Tokens of one UTC day and one combination of what their price hangs on; null = Anthropic's own, or not told. */
export interface PriceableUsage extends TokenCounts {
  day: Day
  model: string | null
  serviceTier: string | null
  speed: string | null
  contextWindow: string | null
  inferenceGeo: string | null
}

/** Why usage has no price: nobody knows one for the model, its service tier, its speed, or a kind of token it used. */
export type NoPriceReason = 'model' | 'service_tier' | 'speed' | 'token_kind'

/** From `low` to `high`: the two differ only where the price hangs on the length of prompts nobody tells. */
export interface PriceRange {
  low: Nano
  high: Nano
}

export type Pricing =
  | {
      isPriced: true
      /** `listed`: the model's own price; `estimated`: that of `pricedAs`, whose name is alike. */
      basis: 'listed' | 'estimated'
      pricedAs: string
      amount: PriceRange
      kinds: Record<TokenKind, PriceRange>
    }
  | { isPriced: false; why: NoPriceReason }

const ONE: Rational = { numerator: 1n, denominator: 1n }
const MILLION = 1_000_000n
/** How many tokens the prompts of a row may have had; see `context_window` in admin-api.md §8.1. */
const WINDOWS: Record<string, { atLeast: number; atMost: number }> = {
  '0-200k': { atLeast: 0, atMost: 200_000 },
  '200k-1M': { atLeast: 200_001, atMost: 1_000_000 },
}

/**
 * List price of one row of usage, in nano-dollars, each kind of token rounded once, half to even. A tier, a US region and fast
 * mode multiply every kind; batch and fast mode do not go together. A speed, region or window that is not told counts as the
 * usual one. Source: billing.md §5.
 */
export function priceUsage(usage: PriceableUsage, book: PriceBook): Pricing {
  const found = usage.model === null ? null : book.find(usage.model)
  const period = found && periodOn(found.model, usage.day)
  if (!found || !period) return { isPriced: false, why: 'model' }
  const factor = factorOf(usage, found.model.id, book)
  if (typeof factor === 'string') return { isPriced: false, why: factor }
  const [shortest, longest] = pricesBetween(period, usage.contextWindow)
  const kinds = {} as Record<TokenKind, PriceRange>
  for (const kind of TOKEN_KINDS) {
    const [low, high] = [shortest, longest].map((prices) => priceTokens(usage[kind], prices[kind], factor))
    if (low === null || high === null || low === undefined || high === undefined)
      return { isPriced: false, why: 'token_kind' }
    kinds[kind] = { low, high }
  }
  return {
    isPriced: true,
    basis: found.isExact ? 'listed' : 'estimated',
    pricedAs: found.model.id,
    amount: sumRanges(TOKEN_KINDS.map((kind) => kinds[kind])),
    kinds,
  }
}

/** `count` searches in nano-dollars. No tier, region or speed changes their price. */
export function priceWebSearches(count: bigint, book: Pick<PriceBook, 'webSearchesPerThousand'>): Nano {
  return nano(divideHalfEven(count * book.webSearchesPerThousand, 1000n))
}

/** The period that holds on a day; null before the first. */
export function periodOn({ periods }: PricedModel, on: Day): PricePeriod | null {
  return periods.findLast(({ from }) => from === null || from <= on) ?? null
}

/** Of a model on a day before any factor; null where it has none. What a prompt's length changes is left out. */
export function basePrices(model: string | null, on: Day, book: PriceBook): TokenPrices | null {
  const found = model === null ? null : book.find(model)
  return (found && periodOn(found.model, on)?.prices) ?? null
}

export function sumRanges(ranges: readonly PriceRange[]): PriceRange {
  let [low, high] = [0n, 0n]
  for (const range of ranges) {
    low += range.low
    high += range.high
  }
  return { low: nano(low), high: nano(high) }
}

function factorOf(
  { serviceTier, speed, inferenceGeo, day }: PriceableUsage,
  modelId: string,
  book: PriceBook,
): Rational | NoPriceReason {
  const holding = (multipliers: readonly Multiplier[]) =>
    multipliers.find(
      ({ from, to, holdsFor }) =>
        (from === null || from <= day) && (to === null || day < to) && holdsFor(modelId),
    )?.factor
  const isBatch = serviceTier === 'batch'
  if (!isBatch && serviceTier !== null && serviceTier !== 'standard') return 'service_tier'
  const isFast = speed === 'fast'
  const fast = isFast ? holding(book.fast) : ONE
  if (!fast || (isFast && isBatch) || (!isFast && speed !== null && speed !== 'standard')) return 'speed'
  const us = (inferenceGeo === 'us' && holding(book.us)) || ONE
  return [isBatch ? book.batch : ONE, fast, us].reduce((product, factor) => ({
    numerator: product.numerator * factor.numerator,
    denominator: product.denominator * factor.denominator,
  }))
}

/** The least and the most a token can cost, given how long its prompt may have been. */
function pricesBetween(
  { prices, long }: PricePeriod,
  contextWindow: string | null,
): [TokenPrices, TokenPrices] {
  if (!long) return [prices, prices]
  const window = contextWindow === null ? undefined : WINDOWS[contextWindow]
  if (window && window.atMost <= long.above) return [prices, prices]
  if (window && window.atLeast > long.above) return [long.prices, long.prices]
  return [prices, long.prices]
}

function priceTokens(count: bigint, perMillion: bigint | null, factor: Rational): Nano | null {
  if (count === 0n) return zero
  if (perMillion === null) return null
  return nano(divideHalfEven(count * perMillion * factor.numerator, MILLION * factor.denominator))
}
