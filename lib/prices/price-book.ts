import { findProvider, type MatchLogic, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices'
import { addDays, type Day, day } from '@/lib/domain/day'
import { divideHalfEven, parseUsd } from '@/lib/domain/money'
import {
  type Multiplier,
  type PriceBook,
  type PricedModel,
  type PricePeriod,
  type Rational,
  TOKEN_KINDS,
  type TokenKind,
  type TokenPrices,
} from '@/lib/domain/pricing'
import {
  BATCH,
  FAST_MODES,
  LONG_PROMPTS,
  OVERLAY,
  US_REGION,
  type WrittenPeriod,
  type WrittenPrices,
} from './overlay'

/** What somebody of this installation entered for a model, from a day on. */
export interface EnteredPrice {
  model: string
  startsOn: Day
  prices: TokenPrices
}

export { OVERLAY_AS_OF } from './overlay'

export const LIBRARY_NAME = '@pydantic/genai-prices 0.1.8'
/** The day it was published. */
export const LIBRARY_AS_OF = day('2026-09-23')

/** Names of the library for all of a family; the dated ids of the family are not another model. */
const ALIAS = /(-latest|-0)$/
const RELEASE_DAY = /-\d{8}$/
const SAME: Record<string, string> = { 'claude-2.0': 'claude-2', 'claude-2.1': 'claude-2' }

interface Candidate {
  matches(name: string): boolean
  model: PricedModel
}

const LIBRARY_KINDS: Record<TokenKind, string> = {
  uncachedInput: 'input_mtok',
  cacheWrite5m: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
  cacheRead: 'cache_read_mtok',
  output: 'output_mtok',
}

const library = requireLibrary()
const catalogue: readonly Candidate[] = [...OVERLAY.map(overlaid), ...library.models.map(ofLibrary)]

/** Every model of the catalogue with its prices over time: the overlay first, then the library's in its own order. */
export function listCatalogueModels(): PricedModel[] {
  return catalogue.map(({ model }) => model)
}

/**
 * The catalogue with what was entered here over it. An entered price holds for the model of exactly this name (and its dated
 * ids) from its day on, also over the catalogue's later changes; before its day the catalogue holds. A name is `isExact` where
 * it is the matched model's own, a dated id of it, or an alias of the library's.
 */
export function priceBook(entered: readonly EnteredPrice[] = []): PriceBook {
  const own = new Map<string, EnteredPrice[]>()
  for (const price of entered) own.set(price.model, [...(own.get(price.model) ?? []), price])
  const known = new Map<string, ReturnType<PriceBook['find']>>()
  const find = (name: string) => {
    const there = known.get(name)
    if (there !== undefined) return there
    const found = findModel(name, own)
    known.set(name, found)
    return found
  }
  return { find, batch: BATCH, us: US_REGION, fast: fastModes(), webSearchesPerThousand: webSearchPrice() }
}

function findModel(name: string, own: ReadonlyMap<string, EnteredPrice[]>): ReturnType<PriceBook['find']> {
  const listed = catalogue.find(({ matches }) => matches(name))?.model ?? null
  const bare = name.replace(RELEASE_DAY, '')
  const mine = own.get(name) ?? own.get(bare)
  if (!mine) return listed && { model: listed, isExact: isNamed(bare, listed.id) }
  const periods = mine
    .map(({ startsOn, prices }): PricePeriod => ({ from: startsOn, prices, long: null, source: 'entered' }))
    .sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  const first = periods[0]?.from ?? null
  const isExact = listed !== null && isNamed(bare, listed.id)
  // Before its first entered day a model is priced only as itself: likeness would not be told apart from the entry.
  const before = isExact
    ? listed.periods.filter(({ from }) => from === null || first === null || from < first)
    : []
  return { model: { id: isExact ? listed.id : bare, periods: [...before, ...periods] }, isExact: true }
}

function isNamed(bare: string, id: string): boolean {
  return bare === id || bare === id.replace(ALIAS, '') || SAME[bare] === id
}

function overlaid({ id, periods }: (typeof OVERLAY)[number]): Candidate {
  return {
    matches: (name) => name.startsWith(id),
    model: { id, periods: periods.map(writtenPeriod) },
  }
}

function writtenPeriod({ from, prices, long }: WrittenPeriod): PricePeriod {
  return {
    from,
    prices: nanoPrices(prices),
    long: long && { above: long.above, prices: nanoPrices(long.prices) },
    source: 'overlay',
  }
}

function nanoPrices(written: WrittenPrices): TokenPrices {
  return mapKinds((kind) => nanoOf(written[kind]))
}

function ofLibrary(info: ModelInfo): Candidate {
  const dated = Array.isArray(info.prices) ? info.prices : [{ prices: info.prices }]
  const periods = dated.map(({ constraint, prices }): PricePeriod => {
    if (constraint && constraint.type !== 'start_date')
      throw new RangeError(`${info.id} has a price that holds at times of the day`)
    return {
      from: constraint ? day(constraint.start_date) : null,
      prices: basePrices(prices),
      long: null,
      source: 'library',
    }
  })
  return {
    matches: (name) => isMatch(info.match, name),
    model: { id: info.id, periods: withLongPrompts(info.id, periods) },
  }
}

/** The library's own tiers are left out: they know no end, and lack one model. A test holds both against each other. */
function basePrices(prices: ModelPrice): TokenPrices {
  return mapKinds((kind) => {
    const price = prices[LIBRARY_KINDS[kind]]
    if (price === undefined) return null
    return nanoOf(String(typeof price === 'object' ? price.base : price))
  })
}

/** Splits periods at the days on which long prompts began and ceased to cost more. */
function withLongPrompts(id: string, periods: readonly PricePeriod[]): PricePeriod[] {
  const { above, input, output, models } = LONG_PROMPTS
  const holds = models[id]
  if (!holds) return [...periods]
  const starts = new Set<Day | null>([...periods.map(({ from }) => from), holds.from, holds.to])
  return [...starts]
    .sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .flatMap((from) => {
      const period = periods.findLast((one) => one.from === null || (from !== null && one.from <= from))
      if (!period) return []
      const isLong =
        (holds.from === null || (from !== null && holds.from <= from)) && (from === null || from < holds.to)
      const longer = mapKinds((kind) => times(period.prices[kind], kind === 'output' ? output : input))
      return [{ ...period, from, long: isLong ? { above, prices: longer } : null }]
    })
}

function times(price: bigint | null, { numerator, denominator }: Rational): bigint | null {
  return price === null ? null : divideHalfEven(price * numerator, denominator)
}

function fastModes(): Multiplier[] {
  return FAST_MODES.map(({ id, times: numerator, first, last }) => ({
    factor: { numerator, denominator: 1n },
    from: first,
    to: last === null ? null : addDays(last, 1),
    holdsFor: (model) => model === id,
  }))
}

/** One for all models that have one; another shape of the library is a surprise. */
function webSearchPrice(): bigint {
  const prices = new Set(
    library.models.flatMap(({ prices }) =>
      (Array.isArray(prices) ? prices.map((dated) => dated.prices) : [prices]).flatMap(
        ({ web_searches_kcount: price }) => (typeof price === 'number' ? [String(price)] : []),
      ),
    ),
  )
  const [price, ...others] = prices
  if (price === undefined || others.length > 0) throw new RangeError('web searches have more than one price')
  return nanoOf(price)
}

function isMatch(logic: MatchLogic, name: string): boolean {
  if ('starts_with' in logic) return name.startsWith(logic.starts_with)
  if ('ends_with' in logic) return name.endsWith(logic.ends_with)
  if ('contains' in logic) return name.includes(logic.contains)
  if ('equals' in logic) return name === logic.equals
  if ('regex' in logic) return new RegExp(logic.regex).test(name)
  if ('and' in logic) return logic.and.every((one) => isMatch(one, name))
  return logic.or.some((one) => isMatch(one, name))
}

function requireLibrary() {
  const provider = findProvider({ providerId: 'anthropic' })
  if (!provider) throw new Error(`${LIBRARY_NAME} has no prices of Anthropic`)
  return provider
}

function nanoOf(dollars: string): bigint {
  const price = parseUsd(dollars)
  if (price === null) throw new RangeError(`${dollars} is no price`)
  return price
}

function mapKinds<T>(of: (kind: TokenKind) => T): Record<TokenKind, T> {
  return Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, of(kind)])) as Record<TokenKind, T>
}
