import type { Day } from '@/lib/domain/day'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import { type PricedModel, type PricePeriod, TOKEN_KINDS } from '@/lib/domain/pricing'
import type { GuideGround } from './guide-ground'
import { exactText, KIND_WORDS, modelName } from './guide-facts'

/** A price, a name or a plan's credit that became another on a day. */
export interface PriceChange {
  on: Day
  /** "Sonnet 5.5: cache read $0.20 → $0.10 a million tokens" */
  sentence: string
  source: string
}

/**
 * What changed up to the ground's day, the newest first: from the days prices and catalogue entries hold, so that it cannot drift
 * from them. A first price is no change; an end without anything after it is not told.
 */
export function listPriceChanges(ground: GuideGround): PriceChange[] {
  const { models } = ground
  const changes = [
    ...ground.catalogue.flatMap((entry) => changeOfPlan(entry, ground.catalogue)),
    ...models.flatMap((model) => changesOfModel(model, ground)),
    ...models.flatMap((model) => fastModeChanges(model, ground)),
  ]
  return changes
    .filter(({ on }) => on <= ground.today)
    .toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : a.sentence < b.sentence ? -1 : 1))
}

function changeOfPlan(entry: CatalogueEntry, catalogue: readonly CatalogueEntry[]): PriceChange[] {
  const before = catalogue
    .filter(
      ({ code, cycle, validFrom }) =>
        code === entry.code && cycle === entry.cycle && validFrom < entry.validFrom,
    )
    .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
  if (!before) return []
  const per = `${entry.perSeat ? 'a seat and ' : 'a '}${entry.cycle === 'monthly' ? 'month' : 'year'}`
  const became = (was: bigint | null, is: bigint | null) =>
    `${was === null ? 'none known' : exactText(was)} → ${is === null ? 'none' : exactText(is)}`
  const parts = [
    before.name !== entry.name && `now called ${entry.name}`,
    before.listPrice !== entry.listPrice && `list price ${became(before.listPrice, entry.listPrice)} ${per}`,
    before.apiCredit !== entry.apiCredit &&
      (before.apiCredit === null && entry.apiCredit !== null
        ? `brings ${exactText(entry.apiCredit)} API credit a month${entry.perSeat ? ' and seat' : ''}`
        : `API credit ${became(before.apiCredit, entry.apiCredit)} a month`),
  ].filter((part) => part !== false)
  if (parts.length === 0) return []
  const cycle = entry.cycle === 'annual' ? ', paid yearly' : ''
  return [
    { on: entry.validFrom, sentence: `${before.name}${cycle}: ${parts.join('; ')}`, source: entry.source },
  ]
}

function changesOfModel({ id, periods }: PricedModel, { origins }: GuideGround): PriceChange[] {
  return periods.flatMap((period, index): PriceChange[] => {
    const before = periods[index - 1]
    if (!before || period.from === null) return []
    const parts = [...priceParts(before, period), ...longParts(before, period)]
    if (parts.length === 0) return []
    return [
      {
        on: period.from,
        sentence: `${modelName(id)}: ${parts.join('; ')}`,
        source: origins[period.source].name,
      },
    ]
  })
}

function priceParts(before: PricePeriod, { prices }: PricePeriod): string[] {
  return TOKEN_KINDS.flatMap((kind) => {
    const [was, is] = [before.prices[kind], prices[kind]]
    if (was === is) return []
    const words = [was, is].map((price) => (price === null ? 'no price' : exactText(price)))
    return [`${KIND_WORDS[kind]} ${words.join(' → ')} a million tokens`]
  })
}

function longParts(before: PricePeriod, { long }: PricePeriod): string[] {
  if (before.long === null && long)
    return [`prompts over ${long.above.toLocaleString('en-US')} tokens cost more`]
  if (before.long && long === null)
    return [`prompts over ${before.long.above.toLocaleString('en-US')} tokens cost as much as others`]
  return []
}

function fastModeChanges({ id }: PricedModel, { book, origins }: GuideGround): PriceChange[] {
  const source = origins.overlay.name
  return book.fast
    .filter(({ holdsFor }) => holdsFor(id))
    .flatMap(({ from, to, factor }) => {
      const began = `${modelName(id)}: fast mode at ${factor.numerator / factor.denominator} times the price`
      const ended = `${modelName(id)}: no fast mode any more`
      return [
        ...(from ? [{ on: from, sentence: began, source }] : []),
        ...(to ? [{ on: to, sentence: ended, source }] : []),
      ]
    })
}
