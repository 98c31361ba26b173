import type { Day } from './day'
import { nano, type Nano, zero } from './money'
import {
  type NoPriceReason,
  type PriceableUsage,
  type PriceBook,
  type PriceRange,
  priceUsage,
  priceWebSearches,
  sumRanges,
  TOKEN_KINDS,
  type TokenKind,
} from './pricing'

/** What a bill is made of, in its order. `other` = costs of a kind nobody knows, or that are not told apart. */
export const COST_KINDS = [...TOKEN_KINDS, 'webSearch', 'codeExecution', 'session', 'other'] as const
export type CostKind = (typeof COST_KINDS)[number]

/** Use of one UTC day by what its price hangs on, over all keys. `isMixed`: which tier went with which rate is not told. */
export interface DayUsage extends PriceableUsage {
  source: DaySource
  isMixed: boolean
  webSearches: bigint
}

/** Billed on one UTC day; `list` is `amount` where no list amount is told. `lines` = how many lines of Anthropic's. */
export interface DayBilled {
  day: Day
  source: DaySource
  model: string | null
  costType: string | null
  tokenType: string | null
  amount: Nano
  list: Nano
  lines: bigint
}

type DaySource = 'analytics' | 'legacy'

/**
 * Why billed and priced differ, as far as the sources allow to say:
 * discount · rounding of Anthropic's lines · models, tiers and speeds without a price · code execution and sessions, billed by
 * time that no report counts · web searches · costs of an unknown kind · priced as a model of like name · a key with several
 * tiers and rates, or a legacy day, on which rates are not told · use that was not billed, such as blocked requests · a day
 * that is not final · none that is known.
 */
export const GAPS = [
  'discount',
  'no_price',
  'code_execution',
  'session',
  'web_search',
  'other_cost',
  'rates_not_told',
  'mixed_rates',
  'likeness',
  'not_billed',
  'not_final',
  'rounding',
  'unexplained',
] as const
export type Gap = (typeof GAPS)[number]

export interface GapSum {
  /** Billed minus priced. */
  amount: Nano
  /** Those it is about, sorted; none where it is about no model. */
  models: string[]
}

interface KindSum {
  billed: Nano
  /** What was billed, before discounts, or priced to it within what the length of prompts leaves open. */
  priced: Nano
  /** Billed minus priced. */
  difference: Nano
}

/** Use that could not be priced. */
export interface Unpriced {
  model: string | null
  why: NoPriceReason
  /** Null: not told. */
  serviceTier: string | null
  speed: string | null
  tokens: bigint
  /** Of so many combinations of day and rate. */
  rows: number
}

export interface Reconciled {
  billed: Nano
  priced: Nano
  difference: Nano
  kinds: Record<CostKind, KindSum>
  /** Their amounts add up to `difference`. */
  gaps: Map<Gap, GapSum>
  /** Of models whose price hangs on the length of prompts: the least and the most it can have been. Null: none. */
  open: (PriceRange & { models: string[] }) | null
  unpriced: Unpriced[]
  /** Priced by likeness of name, as which model. */
  estimated: Map<string, string>
}

export interface ReconciledDay extends Reconciled {
  day: Day
  isFinal: boolean
  sources: DaySource[]
}

const KIND_OF_TOKEN_TYPE: Record<string, TokenKind> = {
  uncached_input_tokens: 'uncachedInput',
  'cache_creation.ephemeral_5m_input_tokens': 'cacheWrite5m',
  'cache_creation.ephemeral_1h_input_tokens': 'cacheWrite1h',
  cache_read_input_tokens: 'cacheRead',
  output_tokens: 'output',
}
const KIND_OF_COST_TYPE: Record<string, CostKind> = {
  web_search: 'webSearch',
  code_execution: 'codeExecution',
  session_usage: 'session',
}
const GAP_OF_KIND: Partial<Record<CostKind, Gap>> = {
  webSearch: 'web_search',
  codeExecution: 'code_execution',
  session: 'session',
  other: 'other_cost',
}

/** Anthropic rounds each line to ten nano-dollars: half of that a line may lie between two sums of the same. */
const HALF_ROUNDING_STEP = 5n

/**
 * Each day's bill beside what its use costs at list price, the newest day first. Days of neither are not among them. A model
 * whose price hangs on the length of prompts is priced to what was billed as long as that lies between all short and all
 * long; only what lies outside is a difference. `billed = priced + difference`, of the whole and of every kind, exactly.
 */
export function reconcile(
  usage: readonly DayUsage[],
  billed: readonly DayBilled[],
  isFinal: (on: Day) => boolean,
  book: PriceBook,
): ReconciledDay[] {
  const days = new Map<Day, Map<DaySource, { usage: DayUsage[]; billed: DayBilled[] }>>()
  const of = (on: Day, source: DaySource) => {
    const sources = days.get(on) ?? new Map<DaySource, { usage: DayUsage[]; billed: DayBilled[] }>()
    const parts = sources.get(source) ?? { usage: [], billed: [] }
    days.set(on, sources.set(source, parts))
    return parts
  }
  for (const row of usage) of(row.day, row.source).usage.push(row)
  for (const row of billed) of(row.day, row.source).billed.push(row)
  return [...days]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([on, sources]) => {
      const final = isFinal(on)
      const parts = [...sources].map(([source, rows]) =>
        reconcilePart(rows.usage, rows.billed, source, final, book),
      )
      return { ...addUp(parts), day: on, isFinal: final, sources: [...sources.keys()].sort() }
    })
}

/** Exact sums; gaps, models and what has no price are merged. */
export function addUp(parts: readonly Reconciled[]): Reconciled {
  const sum = emptyReconciled()
  const open: PriceRange[] = []
  const openModels = new Set<string>()
  const unpriced = new Map<string, Unpriced>()
  for (const part of parts) {
    for (const kind of COST_KINDS) sum.kinds[kind] = addKinds(sum.kinds[kind], part.kinds[kind])
    for (const [gap, { amount, models }] of part.gaps) noteGap(sum.gaps, gap, amount, models)
    if (part.open) {
      open.push(part.open)
      for (const model of part.open.models) openModels.add(model)
    }
    for (const one of part.unpriced) {
      const key = JSON.stringify([one.model, one.why, one.serviceTier, one.speed])
      const there = unpriced.get(key)
      unpriced.set(key, {
        ...one,
        tokens: one.tokens + (there?.tokens ?? 0n),
        rows: one.rows + (there?.rows ?? 0),
      })
    }
    for (const [model, as] of part.estimated) sum.estimated.set(model, as)
  }
  sum.unpriced = [...unpriced.values()]
  sum.open = open.length > 0 ? { ...sumRanges(open), models: [...openModels].sort() } : null
  for (const kind of COST_KINDS) {
    sum.billed = nano(sum.billed + sum.kinds[kind].billed)
    sum.priced = nano(sum.priced + sum.kinds[kind].priced)
    sum.difference = nano(sum.difference + sum.kinds[kind].difference)
  }
  return sum
}

/** What one model was billed and priced for one kind of token. */
interface Cell {
  billed: bigint
  list: bigint
  lines: bigint
  low: bigint
  high: bigint
}

interface ModelCells {
  kinds: Record<TokenKind, Cell>
  /** Something of it has no price. */
  isUnpriced: boolean
  isMixed: boolean
}

function reconcilePart(
  usage: readonly DayUsage[],
  billed: readonly DayBilled[],
  source: DaySource,
  isFinal: boolean,
  book: PriceBook,
): Reconciled {
  const result = emptyReconciled()
  const models = new Map<string | null, ModelCells>()
  const of = (model: string | null) => {
    const there = models.get(model)
    if (there) return there
    const made = { kinds: eachKind(emptyCell), isUnpriced: false, isMixed: false }
    models.set(model, made)
    return made
  }
  const flat = new Map<CostKind, Cell>(
    COST_KINDS.filter((kind) => !isTokenKind(kind)).map((kind) => [kind, emptyCell()]),
  )
  let searches = 0n
  for (const row of usage) {
    searches += row.webSearches
    priceRow(row, of(row.model), result, book)
  }
  for (const row of billed) {
    const kind = kindOf(row)
    const cell = isTokenKind(kind) ? of(row.model).kinds[kind] : (flat.get(kind) as Cell)
    cell.billed += row.amount
    cell.list += row.list
    cell.lines += row.lines
  }
  const search = flat.get('webSearch') as Cell
  search.low = search.high = priceWebSearches(searches, book)
  const settle = (
    kind: CostKind,
    cell: Cell,
    gapOf: (difference: bigint) => Gap,
    named: readonly string[],
  ) => {
    const priced = cell.list < cell.low ? cell.low : cell.list > cell.high ? cell.high : cell.list
    const discount = cell.billed - cell.list
    const rest = cell.list - priced
    result.kinds[kind] = addKinds(result.kinds[kind], {
      billed: nano(cell.billed),
      priced: nano(priced),
      difference: nano(discount + rest),
    })
    if (discount !== 0n) noteGap(result.gaps, 'discount', discount, [])
    if (rest === 0n) return
    const isRounding = cell.low > 0n && abs(rest) <= HALF_ROUNDING_STEP * cell.lines
    noteGap(result.gaps, isRounding ? 'rounding' : gapOf(rest), rest, named)
  }
  for (const [model, cells] of models) {
    const named = model === null ? [] : [model]
    const found = model === null ? null : book.find(model)
    for (const kind of TOKEN_KINDS)
      settle(
        kind,
        cells.kinds[kind],
        (difference) => {
          if (cells.isUnpriced || !found) return 'no_price'
          if (!isFinal) return 'not_final'
          if (!found.isExact) return 'likeness'
          if (cells.isMixed) return 'mixed_rates'
          if (difference < 0n) return 'not_billed'
          return source === 'legacy' ? 'rates_not_told' : 'unexplained'
        },
        named,
      )
  }
  for (const [kind, cell] of flat)
    settle(
      kind,
      cell,
      () => (kind === 'webSearch' && !isFinal ? 'not_final' : (GAP_OF_KIND[kind] ?? 'unexplained')),
      [],
    )
  return addUp([result])
}

/** Adds a row's price to its model's cells; what has none is noted. */
function priceRow(row: DayUsage, cells: ModelCells, result: Reconciled, book: PriceBook): void {
  let tokens = 0n
  for (const kind of TOKEN_KINDS) tokens += row[kind]
  if (tokens === 0n) return
  if (row.isMixed) cells.isMixed = true
  const pricing = priceUsage(row, book)
  if (!pricing.isPriced) {
    cells.isUnpriced = true
    const { model, serviceTier, speed } = row
    result.unpriced.push({ model, why: pricing.why, serviceTier, speed, tokens, rows: 1 })
    return
  }
  for (const kind of TOKEN_KINDS) {
    cells.kinds[kind].low += pricing.kinds[kind].low
    cells.kinds[kind].high += pricing.kinds[kind].high
  }
  const { low, high } = pricing.amount
  const model = row.model ?? pricing.pricedAs
  if (low !== high) {
    const models = result.open?.models ?? []
    const so = result.open ?? { low: zero, high: zero }
    result.open = {
      ...sumRanges([so, { low, high }]),
      models: models.includes(model) ? models : [...models, model],
    }
  }
  if (pricing.basis === 'estimated') result.estimated.set(model, pricing.pricedAs)
}

function kindOf({ costType, tokenType }: DayBilled): CostKind {
  if (costType === 'tokens') return (tokenType !== null && KIND_OF_TOKEN_TYPE[tokenType]) || 'other'
  return (costType !== null && KIND_OF_COST_TYPE[costType]) || 'other'
}

function isTokenKind(kind: CostKind): kind is TokenKind {
  return (TOKEN_KINDS as readonly CostKind[]).includes(kind)
}

function noteGap(gaps: Map<Gap, GapSum>, gap: Gap, amount: bigint, models: readonly string[]): void {
  const there = gaps.get(gap)
  const named = new Set([...(there?.models ?? []), ...models])
  gaps.set(gap, { amount: nano((there?.amount ?? 0n) + amount), models: [...named].sort() })
}

function addKinds(a: KindSum, b: KindSum): KindSum {
  return {
    billed: nano(a.billed + b.billed),
    priced: nano(a.priced + b.priced),
    difference: nano(a.difference + b.difference),
  }
}

function emptyCell(): Cell {
  return { billed: 0n, list: 0n, lines: 0n, low: 0n, high: 0n }
}

function eachKind<T>(make: () => T): Record<TokenKind, T> {
  return {
    uncachedInput: make(),
    cacheWrite5m: make(),
    cacheWrite1h: make(),
    cacheRead: make(),
    output: make(),
  }
}

function emptyReconciled(): Reconciled {
  const none = (): KindSum => ({ billed: zero, priced: zero, difference: zero })
  return {
    ...{ billed: zero, priced: zero, difference: zero, open: null, unpriced: [] },
    kinds: { ...eachKind(none), webSearch: none(), codeExecution: none(), session: none(), other: none() },
    gaps: new Map(),
    estimated: new Map(),
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** What a day's difference is shown by; what is left of it after all others are differences of tokens. */
export const DIFFERENCE_COLUMNS = [
  'discount',
  'noPrice',
  'codeExecution',
  'session',
  'webSearch',
  'other',
  'tokens',
] as const
export type DifferenceColumn = (typeof DIFFERENCE_COLUMNS)[number]

const COLUMN_OF_GAP: Partial<Record<Gap, DifferenceColumn>> = {
  discount: 'discount',
  no_price: 'noPrice',
  code_execution: 'codeExecution',
  session: 'session',
  web_search: 'webSearch',
  other_cost: 'other',
}

/** The difference in columns that add up to it exactly. */
export function differenceColumns({ gaps }: Pick<Reconciled, 'gaps'>): Record<DifferenceColumn, Nano> {
  const columns = Object.fromEntries(DIFFERENCE_COLUMNS.map((column) => [column, zero])) as Record<
    DifferenceColumn,
    Nano
  >
  for (const [gap, { amount }] of gaps) {
    const column = COLUMN_OF_GAP[gap] ?? 'tokens'
    columns[column] = nano(columns[column] + amount)
  }
  return columns
}
