import { addDays, type Day } from '@/lib/domain/day'
import { divideHalfEven, formatUsdExact, type Nano, nano, zero } from '@/lib/domain/money'
import type { Cycle } from '@/lib/domain/plan'
import {
  type CatalogueEntry,
  catalogueEntryOn,
  listPriceFor,
  monthlyApiCredit,
  planNameOn,
} from '@/lib/domain/plan-catalogue'
import {
  type Multiplier,
  type PriceableUsage,
  periodOn,
  type PriceRange,
  priceUsage,
  priceWebSearches,
  type PricePeriod,
  TOKEN_KINDS,
  type TokenCounts,
  type TokenKind,
} from '@/lib/domain/pricing'
import { formatShortDay, formatUsd, groupDigits, MINUS } from '@/lib/domain/written'
import type { GuideBlock, PriceNote } from './guide'
import type { GuideGround, PublishedId } from './guide-ground'

export const KIND_WORDS: Record<TokenKind, string> = {
  uncachedInput: 'uncached input',
  cacheWrite5m: 'cache write, 5 minutes',
  cacheWrite1h: 'cache write, 1 hour',
  cacheRead: 'cache read',
  output: 'output',
}

/** Millions of tokens, whole or with a fraction of thousandths. */
export type Millions = Partial<Record<TokenKind, number>>

/** A price the text needs is in no catalogue. */
class MissingPrice extends Error {}

/**
 * Where a guide gets its numbers from: each price asked for is noted with its date and source, each amount written is
 * remembered, so that a test can tell an amount that came from here from one somebody typed.
 */
export class GuideFacts {
  readonly said = new Set<string>()
  private readonly notes = new Map<string, PriceNote>()

  constructor(readonly ground: GuideGround) {}

  get prices(): PriceNote[] {
    return [...this.notes.values()]
  }

  /** An amount for people, cents left out where there are none. */
  usd(amount: Nano): string {
    return this.say(formatUsd(amount).text.replace(/\.00$/, ''))
  }

  /** The same, exact: what costs less than a cent keeps its digits. */
  exact(amount: bigint): string {
    return this.say(exactText(amount))
  }

  planName(code: string, cycle: Cycle = 'monthly'): string {
    return planNameOn(this.ground.catalogue, code, cycle, this.ground.today)
  }

  /** What its price is for: "a month", "a seat and year". */
  planPer(code: string, cycle: Cycle): string {
    const per = this.entry(code, cycle)?.perSeat ? 'a seat and ' : 'a '
    return `${per}${cycle === 'monthly' ? 'month' : 'year'}`
  }

  /** The list price of one seat, or of the plan, for a cycle. */
  planPrice(code: string, cycle: Cycle = 'monthly', seats = 1): Nano {
    const entry = this.entry(code, cycle)
    const price = entry && listPriceFor(entry, seats)
    if (!entry || price === null) throw new MissingPrice()
    this.note(`plan ${code} ${cycle}`, {
      what: `${entry.name}, ${this.planPer(code, cycle)}`,
      amount: exactText(entry.listPrice ?? zero),
      date: `since ${longDay(this.heldSince(entry, 'listPrice'))}`,
      source: entry.source,
    })
    return price
  }

  /** The API credit a month, for all seats; null where the plan brings none. */
  credit(code: string, seats = 1, cycle: Cycle = 'monthly'): Nano | null {
    const entry = this.entry(code, cycle)
    const credit = entry && monthlyApiCredit(entry, seats)
    if (!entry || credit === null) return null
    this.note(`credit ${code} ${cycle}`, {
      what: `${entry.name}, API credit a month${entry.perSeat ? ' and seat' : ''}`,
      amount: exactText(entry.apiCredit ?? zero),
      date: `since ${longDay(this.heldSince(entry, 'apiCredit'))}`,
      source: entry.source,
    })
    return credit
  }

  published(id: PublishedId): Nano {
    const { what, amount, since, asOf, source } = this.ground.published[id]
    const date = since ? `since ${longDay(since)}, as of ${longDay(asOf)}` : `as of ${longDay(asOf)}`
    this.note(id, { what, amount: exactText(amount), date, source })
    return amount
  }

  /** Nano-dollars per million tokens of a kind, today. */
  token(model: string, kind: TokenKind): bigint {
    const found = this.ground.book.find(model)
    const period = found && periodOn(found.model, this.ground.today)
    const price = period?.prices[kind] ?? null
    if (!found?.isExact || !period || price === null) throw new MissingPrice()
    const before = found.model.periods.slice(0, found.model.periods.indexOf(period))
    const since = before.findLastIndex(({ prices }) => prices[kind] !== price) + 1
    const from = (found.model.periods[since] ?? period).from
    const what = `${modelName(model)}, ${KIND_WORDS[kind]}`
    this.notePeriod(`${model} ${kind}`, what, price, { from, source: period.source })
    return price
  }

  /** The same as text for a table: "$4", or that there is none. */
  tokenText(model: string, kind: TokenKind): string {
    try {
      return this.exact(this.token(model, kind))
    } catch (error) {
      if (error instanceof MissingPrice) return 'no price'
      throw error
    }
  }

  /** What tokens of a month cost, at today's list price; from all prompts short to all prompts long. */
  cost(
    model: string,
    millions: Millions,
    how: Partial<Pick<PriceableUsage, 'serviceTier' | 'speed' | 'inferenceGeo'>> = {},
  ): PriceRange {
    const counts = countsOf(millions)
    for (const kind of TOKEN_KINDS) if (counts[kind] > 0n) this.token(model, kind)
    const usage = { serviceTier: null, speed: null, inferenceGeo: null, ...how }
    const row = { ...counts, ...usage, contextWindow: null, model, day: this.ground.today }
    const priced = priceUsage(row, this.ground.book)
    if (!priced.isPriced) throw new MissingPrice()
    return priced.amount
  }

  webSearches(count: bigint): Nano {
    const { book, origins } = this.ground
    const { name, asOf } = origins.library
    this.note('web searches', {
      what: 'Web search, a thousand',
      amount: exactText(book.webSearchesPerThousand),
      date: asOf ? `as of ${longDay(asOf)}` : '',
      source: name,
    })
    return priceWebSearches(count, book)
  }

  /** What a batch costs of the usual price: "50 %". */
  batchShare(): string {
    const { numerator, denominator } = this.ground.book.batch
    return this.noteFactor('batch', 'Batch, of the usual price', percent(numerator, denominator), null)
  }

  /** What requests bound to the US cost more: "10 %"; null where the model knows no regions. */
  usMore(model: string): string | null {
    const held = this.multiplier(this.ground.book.us, model)
    if (!held) return null
    const { numerator, denominator } = held.factor
    const more = percent(numerator - denominator, denominator)
    return this.noteFactor(`us ${model}`, `Region US, ${modelName(model)}, more`, more, held.from)
  }

  /** How often the usual price fast mode costs: "2"; null where the model has none today. */
  fastTimes(model: string): string | null {
    const held = this.multiplier(this.ground.book.fast, model)
    if (!held) return null
    const { numerator, denominator } = held.factor
    const times = `${divideHalfEven(numerator, denominator)} times`
    return this.noteFactor(
      `fast ${model}`,
      `Fast mode, ${modelName(model)}, the usual price`,
      times,
      held.from,
    )
  }

  /** A passage that needs prices; where one is missing, a sentence that says so. */
  where(write: () => GuideBlock): GuideBlock {
    try {
      return write()
    } catch (error) {
      if (!(error instanceof MissingPrice)) throw error
      const text = 'What belongs here needs a price that stands in no catalogue of this Onebill.'
      return { kind: 'doubt', text }
    }
  }

  /** Since when it is the same without a break: a plan that was renamed keeps its price. */
  private heldSince(entry: CatalogueEntry, field: 'listPrice' | 'apiCredit'): Day {
    const before = this.ground.catalogue
      .filter(
        ({ code, cycle, validFrom }) =>
          code === entry.code && cycle === entry.cycle && validFrom < entry.validFrom,
      )
      .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
    let since = entry.validFrom
    for (const earlier of before) {
      if (earlier[field] !== entry[field] || earlier.validTo !== addDays(since, -1)) break
      since = earlier.validFrom
    }
    return since
  }

  private multiplier(multipliers: readonly Multiplier[], model: string): Multiplier | undefined {
    const { book, today } = this.ground
    const id = book.find(model)?.model.id ?? model
    return multipliers.find(
      ({ from, to, holdsFor }) =>
        (from === null || from <= today) && (to === null || today < to) && holdsFor(id),
    )
  }

  private noteFactor(id: string, what: string, amount: string, from: Day | null): string {
    const { name, asOf } = this.ground.origins.overlay
    const dates = [from && `since ${longDay(from)}`, asOf && `as of ${longDay(asOf)}`]
    this.note(id, { what, amount, date: dates.filter(Boolean).join(', '), source: name })
    return amount
  }

  private entry(code: string, cycle: Cycle) {
    return catalogueEntryOn(this.ground.catalogue, code, cycle, this.ground.today)
  }

  private notePeriod(
    id: string,
    what: string,
    price: bigint,
    { from, source }: Pick<PricePeriod, 'from' | 'source'>,
  ): void {
    const { name, asOf } = this.ground.origins[source]
    const begins = from ? `since ${longDay(from)}` : 'since its release'
    this.note(id, {
      what: `${what}, a million tokens`,
      amount: exactText(price),
      date: asOf ? `${begins}, as of ${longDay(asOf)}` : begins,
      source: name,
    })
  }

  private note(id: string, note: PriceNote): void {
    this.notes.set(id, note)
  }

  private say(text: string): string {
    this.said.add(text)
    return text
  }
}

/** "Sonnet 5.5" for `claude-sonnet-5-5`; a name of another shape stays as it is. */
export function modelName(id: string): string {
  const match = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-\d{8})?$/.exec(id)
  if (!match) return id
  const [, family = '', major = '', minor] = match
  return `${family.charAt(0).toUpperCase()}${family.slice(1)} ${major}${minor && minor !== '0' ? `.${minor}` : ''}`
}

/** "14 Jun 2026" */
export function longDay(on: Day): string {
  return `${formatShortDay(on)} ${on.slice(0, 4)}`
}

/** `part` of `whole` in whole percent, rounded half-even: "50 %". */
export function percent(part: bigint, whole: bigint): string {
  return `${divideHalfEven(part * 100n, whole)} %`
}

function countsOf(millions: Millions): TokenCounts {
  return Object.fromEntries(
    TOKEN_KINDS.map((kind) => [kind, BigInt(Math.round((millions[kind] ?? 0) * 1000)) * 1000n]),
  ) as TokenCounts
}

/** Nano-dollars with all their digits: "$8", "$0.125". */
export function exactText(amount: bigint): string {
  const [whole = '', fraction = ''] = formatUsdExact(nano(amount < 0n ? -amount : amount)).split('.')
  const cents = fraction === '00' ? '' : `.${fraction}`
  return `${amount < 0n ? MINUS : ''}$${groupDigits(BigInt(whole))}${cents}`
}
