import type { Day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import type { PriceBook, PricedModel, PricePeriod } from '@/lib/domain/pricing'

/** An amount Anthropic publishes that is no price of a model or plan. */
interface PublishedAmount {
  /** "Small bundle of usage credits, price" */
  what: string
  amount: Nano
  /** First day it holds; absent where it is not known. */
  since?: Day
  /** The day its source speaks of. */
  asOf: Day
  source: string
}

export const PUBLISHED_IDS = [
  'smallBundleFace',
  'smallBundlePaid',
  'middleBundleFace',
  'middleBundlePaid',
  'largeBundleFace',
  'largeBundlePaid',
  'bundlesMonthlyPersonal',
  'bundlesMonthlyTeam',
  'redeemedDaily',
  'leastPurchase',
  'startTier',
  'buildTier',
  'scaleTier',
  'codeExecutionHour',
  'developerDay',
  'developerMonthLow',
  'developerMonthHigh',
] as const
export type PublishedId = (typeof PUBLISHED_IDS)[number]
export type PublishedAmounts = Record<PublishedId, PublishedAmount>

/** Where the prices of models come from, and of which day that is; null where each price has its own. */
export type PriceOrigins = Record<PricePeriod['source'], { name: string; asOf: Day | null }>

/** All that the numbers of the guides are made from, as it stands on a day. */
export interface GuideGround {
  book: PriceBook
  /** Every model of the book that is listed, with its prices over time. */
  models: readonly PricedModel[]
  catalogue: readonly CatalogueEntry[]
  published: PublishedAmounts
  origins: PriceOrigins
  today: Day
}
