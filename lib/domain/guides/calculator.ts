import { type Nano, nano, parseDecimal, scale, zero } from '@/lib/domain/money'
import type { Cycle } from '@/lib/domain/plan'
import { catalogueEntryOn, knownPlanCodes, listPriceFor, monthlyApiCredit } from '@/lib/domain/plan-catalogue'
import {
  type NoPriceReason,
  type PriceRange,
  priceUsage,
  priceWebSearches,
  TOKEN_KINDS,
} from '@/lib/domain/pricing'
import type { TokenCounts, TokenKind } from '@/lib/domain/pricing'
import { type PlanOrApi, planOrApi } from '@/lib/domain/worked-month'
import type { PriceNote } from './guide'
import { GuideFacts, modelName } from './guide-facts'
import type { GuideGround } from './guide-ground'

/** What somebody asks the calculator, a month of it. */
export interface Calculation {
  model: string
  tokens: TokenCounts
  webSearches: bigint
  /** How the requests are sent; batches and fast mode do not go together. */
  way: 'standard' | 'batch' | 'fast'
  isUs: boolean
  /** A code of the catalogue and its cycle; null: no comparison. */
  plan: { code: string; cycle: Cycle; seats: number } | null
  /** Percent of the use that a plan could carry: interactive, not by programs. */
  interactive: number
  /** Whether the plan’s API credit is claimed for the organisation that is used. */
  isLinked: boolean
}

/** What a model was used for here, over thirty days. */
export interface OwnTokens extends TokenCounts {
  model: string
  webSearches: bigint
}

/** Names in the address and the form. */
export const CALCULATOR_FIELDS = [
  'model',
  'input',
  'write5m',
  'write1h',
  'read',
  'output',
  'searches',
  'way',
  'us',
  'plan',
  'seats',
  'interactive',
  'linked',
] as const
export type CalculatorField = (typeof CALCULATOR_FIELDS)[number]
export type CalculatorValues = Record<CalculatorField, string>

export const TOKEN_FIELDS: Record<TokenKind, CalculatorField> = {
  uncachedInput: 'input',
  cacheWrite5m: 'write5m',
  cacheWrite1h: 'write1h',
  cacheRead: 'read',
  output: 'output',
}

const MOST_MILLIONS = 1_000_000n
const MOST_SEARCHES = 100_000_000n
const MOST_SEATS = 150n

/**
 * Reads what stands in the address: tokens in millions with up to six digits behind the point, exactly. What cannot be read is
 * said by field, and nothing is reckoned then.
 */
export function parseCalculation(
  values: CalculatorValues,
  ground: Pick<GuideGround, 'book' | 'catalogue'>,
): { calculation: Calculation | null; errors: Partial<Record<CalculatorField, string>> } {
  const errors: Partial<Record<CalculatorField, string>> = {}
  const whole = (field: CalculatorField, most: bigint, least = 0n): bigint => {
    const value = parseDecimal(values[field].trim() || '0', 0)
    if (value !== null && value >= least && value <= most) return value
    errors[field] = `Write a whole number from ${least} to ${most.toLocaleString('en-US')}.`
    return least
  }
  const tokens = {} as TokenCounts
  for (const kind of TOKEN_KINDS) {
    const field = TOKEN_FIELDS[kind]
    const value = parseDecimal(values[field].trim() || '0', 6)
    if (value === null || value < 0n || value > MOST_MILLIONS * 1_000_000n)
      errors[field] =
        `Write millions of tokens such as 12.5, from 0 to ${MOST_MILLIONS.toLocaleString('en-US')}.`
    tokens[kind] = value ?? 0n
  }
  const { model } = values
  if (!ground.book.find(model))
    errors.model = 'There is no price for a model of this name. Choose one of the list.'
  const way = WAYS.find((one) => one === values.way)
  if (!way) errors.way = 'Choose standard, batch or fast.'
  for (const field of ['us', 'linked'] as const)
    if (!['', 'on'].includes(values[field])) errors[field] = 'This is either on or left out.'
  const [code = '', cycle = ''] = values.plan.split(':')
  const known = knownPlanCodes(ground.catalogue).includes(code)
  const isCycle = cycle === 'monthly' || cycle === 'annual'
  if (values.plan !== '' && !(known && isCycle))
    errors.plan = 'There is no such plan. Choose one of the list.'
  const seats = whole('seats', MOST_SEATS, 1n)
  const calculation: Calculation = {
    ...{ model, tokens, way: way ?? 'standard', isUs: values.us === 'on', isLinked: values.linked === 'on' },
    webSearches: whole('searches', MOST_SEARCHES),
    plan: known && isCycle ? { code, cycle, seats: Number(seats) } : null,
    interactive: Number(whole('interactive', 100n)),
  }
  return { calculation: Object.keys(errors).length === 0 ? calculation : null, errors }
}

const WAYS = ['standard', 'batch', 'fast'] as const

/** What the month costs; nano-dollars, from all prompts short to all prompts long where that matters. */
export type CalculatedCost =
  | {
      isPriced: true
      basis: 'listed' | 'estimated'
      pricedAs: string
      kinds: Record<TokenKind, PriceRange>
      searches: Nano
      total: PriceRange
    }
  | { isPriced: false; why: NoPriceReason }

export interface CalculatedPlan {
  name: string
  /** A month: a year’s price divided by twelve. */
  fee: Nano
  credit: Nano
  /** Why there is nothing to compare, or the comparison at the lower and the upper end of the cost. */
  low: PlanOrApi
  high: PlanOrApi
}

/** The cost of a month at the list prices of the ground's day, each kind of token rounded once. */
export function calculateCost(asked: Calculation, { book, today }: GuideGround): CalculatedCost {
  const { model, tokens, way, isUs, webSearches } = asked
  const priced = priceUsage(
    {
      ...{ ...tokens, day: today, model, contextWindow: null },
      serviceTier: way === 'batch' ? 'batch' : null,
      speed: way === 'fast' ? 'fast' : null,
      inferenceGeo: isUs ? 'us' : null,
    },
    book,
  )
  if (!priced.isPriced) return priced
  const searches = priceWebSearches(webSearches, book)
  const total = { low: nano(priced.amount.low + searches), high: nano(priced.amount.high + searches) }
  const { basis, pricedAs, kinds } = priced
  return { isPriced: true, basis, pricedAs, kinds, searches, total }
}

/**
 * The plan that was asked for beside that cost; null where none was, or no price of it is known today. What of the use is not
 * interactive stays on the API either way.
 */
export function calculatePlan(
  asked: Calculation,
  total: PriceRange,
  { catalogue, today }: GuideGround,
): CalculatedPlan | null {
  if (!asked.plan) return null
  const { code, cycle, seats } = asked.plan
  const entry = catalogueEntryOn(catalogue, code, cycle, today)
  const price = entry && listPriceFor(entry, seats)
  if (!entry || price === null) return null
  const fee = cycle === 'monthly' ? price : scale(price, 1n, 12n)
  const granted = monthlyApiCredit(entry, seats) ?? zero
  const credit = asked.isLinked ? granted : zero
  const compared = (cost: Nano) => {
    const carried = scale(cost, BigInt(asked.interactive), 100n)
    return planOrApi({ fee, credit, carried, api: nano(cost - carried) })
  }
  return { name: entry.name, fee, credit, low: compared(total.low), high: compared(total.high) }
}

/** Models to choose from, by name; what is retired or an alias is among them, since it may still be asked about. */
export function offeredModels({ models }: Pick<GuideGround, 'models'>): { id: string; name: string }[] {
  return models
    .map(({ id }) => ({ id, name: modelName(id) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Plans with a list price above zero on the ground's day, by `code:cycle`. */
export function offeredPlans({ catalogue, today }: GuideGround): { value: string; name: string }[] {
  return knownPlanCodes(catalogue).flatMap((code) =>
    (['monthly', 'annual'] as const).flatMap((cycle) => {
      const entry = catalogueEntryOn(catalogue, code, cycle, today)
      if (!entry || entry.listPrice === null || entry.listPrice === 0n) return []
      return [
        {
          value: `${code}:${cycle}`,
          name: `${entry.name}, paid ${cycle === 'monthly' ? 'monthly' : 'yearly'}`,
        },
      ]
    }),
  )
}

/** The prices a calculation rests on, each with its date and source. */
export function notesOfCalculation(asked: Calculation, ground: GuideGround): PriceNote[] {
  const facts = new GuideFacts(ground)
  const priced = ground.book.find(asked.model)?.model.id ?? asked.model
  facts.where(() => {
    for (const kind of TOKEN_KINDS) if (asked.tokens[kind] > 0n) facts.token(priced, kind)
    return { kind: 'heading', text: '' }
  })
  if (asked.webSearches > 0n) facts.webSearches(asked.webSearches)
  if (asked.way === 'batch') facts.batchShare()
  if (asked.way === 'fast') facts.fastTimes(priced)
  if (asked.isUs) facts.usMore(priced)
  const { plan } = asked
  if (plan)
    facts.where(() => {
      facts.planPrice(plan.code, plan.cycle, plan.seats)
      if (asked.isLinked) facts.credit(plan.code, plan.seats, plan.cycle)
      return { kind: 'heading', text: '' }
    })
  return facts.prices
}

/** The address of a calculation with somebody's own tokens, at the standard way, beside no plan. */
export function calculationHref({ model, webSearches, ...tokens }: OwnTokens): string {
  const params = new URLSearchParams({ model })
  for (const kind of TOKEN_KINDS) params.set(TOKEN_FIELDS[kind], millionsText(tokens[kind]))
  params.set('searches', webSearches.toString())
  return `/learn/calculator?${params.toString()}#result`
}

/** 12500000 → "12.5", exactly. */
function millionsText(count: bigint): string {
  const fraction = (count % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  return `${count / 1_000_000n}${fraction && `.${fraction}`}`
}
