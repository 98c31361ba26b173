import type { Day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import type { StoredPlan } from '@/lib/domain/plan-record'
import type { PriceableUsage, PriceBook, TokenCounts } from '@/lib/domain/pricing'
import type { HourNumber } from './closed-hour'

/** Days of `hours`, `days` and `rates` a rule may look back on: 31 to compare with, 14 in which something is still news. */
export const REACH_DAYS = 45

/** Days of `priceable` and `billed`. */
export const RECONCILED_DAYS = 8

/** Days of `keyPeople`. */
export const PEOPLE_DAYS = 30

/** Days of `claudeCode`. */
export const CLAUDE_CODE_DAYS = 14

/**
 * What the rules see of one organisation at one instant. All figures end at `until`, and all but `key.used` are sums of the
 * days named beside them. A subset of keys with their rows is enough to judge those keys; rules about an organisation, a
 * workspace, a plan or a model want them all.
 */
export interface Evidence {
  organization: { id: string; name: string }
  /** The first hour that is not closed yet, or was not read: nothing from it on is counted. */
  until: HourNumber
  /** From here to the end every day was read: what lies before is never taken for a rest. */
  knownSince: Day
  /** Those that exist by then; what was never seen listed is not among them. */
  keys: readonly KeyEntry[]
  workspaces: readonly { id: string; name: string }[]
  /** Mail addresses in lower case of those who are members now, by id. */
  members: ReadonlyMap<string, string>
  /** Per key: none where the source tells no hours. */
  hours: readonly KeyHours[]
  days: readonly UseDay[]
  rates: readonly RateDay[]
  keyPeople: readonly KeyPerson[]
  claudeCode: readonly ClaudeCodeDay[]
  /** Closed days only. */
  priceable: readonly PriceableUsage[]
  /** Closed days only: list amounts of tokens. */
  billed: readonly { day: Day; model: string | null; listAmount: Nano }[]
  /** Those of people around this organisation, whoever pays for them. */
  plans: readonly StoredPlan[]
  catalogue: readonly CatalogueEntry[]
  limits: readonly SpendLimit[]
  prices: PriceBook
  retirements: readonly ModelRetirement[]
}

export interface KeyEntry {
  id: string
  name: string
  /** As Anthropic lists it; null: no longer listed. */
  flag: string | null
  workspaceId: string | null
  createdAt: Date | null
  expiresAt: Date | null
  /** Lower case: who it was assigned to, else who made it; null: nobody is known. */
  owner: string | null
  /** Whoever it belongs to was here and is here no longer. */
  ownerGone: boolean
  /** What it is for, as somebody entered it. */
  purpose: string | null
  /** Every day with use that is known, oldest first, at least the last 90. */
  used: { day: Int32Array; cost: BigInt64Array }
}

/** One key by closed hour, ascending; hours without use have no row. Costs are nano-dollars, the rest counts. */
export interface KeyHours {
  keyId: string
  hour: Int32Array
  cost: BigInt64Array
  requests: Float64Array
  /** Everything read: not cached, from the cache, and written to it. */
  input: Float64Array
  output: Float64Array
}

/** Use of one day; the day of `until` up to it. */
export interface UseDay extends TokenCounts {
  day: Day
  keyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  cost: Nano
  requests: number
  inputCost: Nano
  readCost: Nano
  write5mCost: Nano
  write1hCost: Nano
}

/** What changes the price of a token, per key and day; `cost` is of tokens alone. */
export interface RateDay extends TokenCounts {
  day: Day
  keyId: string | null
  model: string | null
  speed: string | null
  contextWindow: string | null
  inferenceGeo: string | null
  cost: Nano
}

/** Who used a key or a workspace. */
export interface KeyPerson {
  keyId: string | null
  workspaceId: string | null
  /** Of a person; null: a key, a service account, or nobody Anthropic could name. */
  email: string | null
  cost: Nano
  lastDay: Day
}

/** One person and day of Claude Code's own report that was billed to the API; the amount is Anthropic's estimate. */
interface ClaudeCodeDay {
  day: Day
  email: string
  estimated: Nano
}

/** What Anthropic or somebody of this installation says may be spent in a calendar month. */
export interface SpendLimit {
  subject: { type: 'organization' | 'workspace'; id: string }
  amount: Nano
  /** "Start tier", "limit of the workspace", "limit entered here": follows "the". */
  called: string
}

/** Dated data: the last day a model answers. */
export interface ModelRetirement {
  /** Names it goes by; a dated id after it counts as well. */
  model: string
  lastDay: Day
  successor: string
  source: string
}
