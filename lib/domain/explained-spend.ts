import type { CoverageState } from './coverage-days'
import type { Day, DayRange } from './day'
import type { Breakdown } from './key-breakdown'
import { nano, type Nano } from './money'
import type { CountedCost, CountedKind } from './spend-change'
import { tokensOf, type Usage } from './timeline'
import type { BucketStart } from './timeline-buckets'

/** What spend can be told apart by. Which of them is told depends on whose it is. */
export const SPEND_DIMENSIONS = [
  'model',
  'kind',
  'key',
  'workspace',
  'person',
  'product',
  'serviceTier',
  'speed',
  'contextWindow',
  'inferenceGeo',
] as const
export type SpendDimension = (typeof SPEND_DIMENSIONS)[number]

/** What was spent in some days. */
export interface PeriodSpend {
  range: DayRange
  spend: Nano
  /** The same at list price. */
  list: Nano
  usage: Usage
  /** Whether any cost stands behind it: without, it is use that nobody has priced. */
  isPriced: boolean
  /** Whether any of it was billed by the legacy reports, which know no keys: what is told by key is a split of it. */
  isSplit: boolean
  /** One entry a day and model that cost something. */
  days: { day: Day; model: string | null; amount: Nano }[]
  /** Per model and kind, as explainChange takes them. */
  cells: CountedCost[]
  /** Whether kinds are told apart: else every token stands as one kind, and caching cannot be told from price. */
  tellsKinds: boolean
}

/** What is known of the days of a period, up to today. */
export interface PeriodKnowledge {
  states: ReadonlyMap<Day, CoverageState>
  missing: number
  /** Read, and not final. */
  open: number
  /** Of the days that were read: those on which who used what is not known. Zero where nobody asks. */
  untold: number
}

export interface HourlyCost {
  start: BucketStart
  model: string | null
  amount: Nano
}

/** Spend of one subject over a range, beside the period before. */
export interface ExplainedSpend {
  now: PeriodSpend
  before: PeriodSpend
  /** Each with its remainder is the whole; absent where it is not told. */
  by: Partial<Record<SpendDimension, Breakdown>>
  /** Of values of `key`, `workspace` and `person`, which are `organisation/id`. */
  names: ReadonlyMap<string, string>
  known: { now: PeriodKnowledge; before: PeriodKnowledge }
  /** Amounts by hour of week, Monday 00:00 UTC first; null where hours are not told. */
  week: WeekSpend | null
  /** Where it was asked for. */
  hours: HourlyCost[] | null
}

export interface WeekSpend {
  amounts: Nano[]
  range: DayRange
  /** Days of that range that are known as whole days only, or not at all: they are not in it. */
  leftOut: number
}

const HOURS_OF_WEEK = 168
/** 1 January 1970 was a Thursday. */
const FIRST_HOUR = 3 * 24

/** 168 amounts from amounts by hours since 1970 (or those modulo a week); Monday 00:00 UTC is the first. */
export function weekOf(hours: Iterable<{ hour: number; amount: bigint }>): Nano[] {
  const week = new Array<bigint>(HOURS_OF_WEEK).fill(0n)
  for (const { hour, amount } of hours) {
    const place = (hour + FIRST_HOUR) % HOURS_OF_WEEK
    week[place] = (week[place] ?? 0n) + amount
  }
  return week.map(nano)
}

/** How the columns of a rollup row are called that hold what a kind came to, and Anthropic's name of it. */
export const KINDS = {
  uncachedInput: 'uncached_input_tokens',
  cacheRead: 'cache_read_input_tokens',
  cacheWrite5m: 'cache_creation.ephemeral_5m_input_tokens',
  cacheWrite1h: 'cache_creation.ephemeral_1h_input_tokens',
  output: 'output_tokens',
  webSearches: 'web_search',
  codeExecution: 'code_execution',
  session: 'session_usage',
} as const
export type CostByKind = Record<keyof typeof KINDS, bigint>

const COUNTED: Partial<Record<keyof typeof KINDS, CountedKind>> = {
  uncachedInput: 'uncached_input',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  output: 'output',
  webSearches: 'web_search',
}

/** The same where kinds are not told: every token is of one kind. */
export function countedWhole(model: string | null, amount: Nano, usage: Usage): CountedCost[] {
  return [{ model, kind: 'uncached_input', count: tokensOf(usage), cost: amount }]
}

/** What a model used and cost, by what is counted; what of `amount` no counted kind accounts for is `other`. */
export function countedCosts(
  model: string | null,
  amount: Nano,
  usage: Usage,
  costs: CostByKind,
): CountedCost[] {
  let rest: bigint = amount
  const cells = (Object.keys(COUNTED) as (keyof typeof KINDS & keyof Usage)[]).map((name): CountedCost => {
    rest -= costs[name]
    return { model, kind: COUNTED[name] ?? 'other', count: usage[name], cost: nano(costs[name]) }
  })
  return [...cells, { model, kind: 'other', count: 0n, cost: nano(rest) }]
}
