import type { Nano } from '@/lib/domain/money'

export interface ReportBounds {
  /** Inclusive; midnight UTC where days are read. */
  startingAt: Date
  /** Exclusive; at most 31 days after `startingAt`. */
  endingAt: Date
}

/** One read of a report: all its streams share these bounds. */
export interface ReportWindow extends ReportBounds {
  /** Width of the buckets. */
  width: '1h' | '1d'
}

/** A dimension that is null is Anthropic's own null: no key (Console/Playground), not model-specific, … */
interface ReportGroup {
  apiKeyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  serviceTier: string | null
}

export interface UsageRow extends ReportGroup {
  /** Start of the bucket. */
  startsAt: Date
  uncachedInput: bigint
  cacheRead: bigint
  cacheWrite5m: bigint
  cacheWrite1h: bigint
  output: bigint
  webSearches: bigint
  requests: bigint | null
}

export interface CostRow extends ReportGroup {
  startsAt: Date
  /** An open set: tokens, web_search, code_execution, session_usage, … */
  costType: string | null
  tokenType: string | null
  /** After discounts, before plan credits; nano-dollars. */
  amount: Nano
  /** Before discounts; null where the source has none. */
  listAmount: Nano | null
}

/** One page of a report, newest bucket first. */
export interface ReportPage<Row> {
  rows: Row[]
  /** How fresh Anthropic says its data is; null = it does not say. */
  dataRefreshedAt: Date | null
}

/** One UTC day of a report without any grouping: what the grouped rows of that day must add up to. */
export interface DayTotal<Sum> {
  startsAt: Date
  sum: Sum
}

export type UsageSum = Omit<UsageRow, keyof ReportGroup | 'startsAt'>
export type CostSum = Pick<CostRow, 'amount' | 'listAmount'>

export interface WorkspaceRecord {
  id: string
  name: string
  isDefault: boolean
  createdAt: Date | null
  archivedAt: Date | null
}

export interface ApiKeyRecord {
  id: string
  name: string
  status: string
  workspaceId: string | null
  hint: string | null
  createdAt: Date | null
  expiresAt: Date | null
  createdByType: string | null
  createdById: string | null
}

export interface MemberRecord {
  id: string
  email: string
  name: string
  role: string
  addedAt: Date | null
}
