import type {
  BetaAPIKey,
  BetaOrganization,
  BetaOrganizationInvite,
  BetaOrganizationUser,
  BetaSpendLimit,
  BetaWorkspace,
} from '@anthropic-ai/sdk/resources/beta/organization'
import { DAY_MINUTES, HOUR_MINUTES, MINUTE_MS, wireInstant } from './instants'

export type CostLine = {
  costType: string
  tokenType: string | null
  amount: bigint
  listAmount: bigint
}

/**
 * Usage and cost of one hour in one combination of dimensions. Amounts are nano-dollars.
 * `minute` counts UTC minutes since 1970 and says at which minute of its hour the usage lies.
 */
export type Fact = {
  minute: number
  apiKeyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  serviceTier: string | null
  speed: string | null
  contextWindow: string | null
  inferenceGeo: string | null
  actorId: string | null
  uncachedInput: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
  webSearches: number
  requests: number
  costs: readonly CostLine[]
}

/** What one person or key did with Claude Code in one terminal at one minute. `estimatedCents` is Anthropic's own estimate. */
export type ClaudeCodeUse = {
  minute: number
  actor: { type: 'user_actor'; email_address: string } | { type: 'api_actor'; api_key_name: string }
  customerType: 'api' | 'subscription'
  subscriptionType: 'enterprise' | 'team' | null
  terminalType: string
  isRemote: boolean
  sessions: number
  linesAdded: number
  linesRemoved: number
  commits: number
  pullRequests: number
  models: readonly {
    model: string
    input: number
    output: number
    cacheRead: number
    cacheCreation: number
    estimatedCents: number
  }[]
}

/** An organisation as plain data; every change makes a new World, so caches may hang on identity. */
export type World = {
  organization: BetaOrganization
  members: readonly BetaOrganizationUser[]
  formerMembers: readonly BetaOrganizationUser[]
  invites: readonly BetaOrganizationInvite[]
  workspaces: readonly BetaWorkspace[]
  defaultWorkspaceId: string
  apiKeys: readonly BetaAPIKey[]
  facts: readonly Fact[]
  /** Sorted by minute, as facts are. */
  claudeCode?: readonly ClaudeCodeUse[]
  /** Newest first; absent: not in the early access of the Spend Limits API. */
  spendLimits?: readonly BetaSpendLimit[]
  amountDecimals: 6 | 7
}

export function createWorld(parts: World): World {
  if (parts.amountDecimals === 6) {
    for (const fact of parts.facts) {
      for (const line of fact.costs) {
        if (line.amount % 10n !== 0n || line.listAmount % 10n !== 0n) {
          throw new RangeError('An amount has more than six decimals of a cent: set amountDecimals to 7.')
        }
      }
    }
  }
  const byMinute = (left: { minute: number }, right: { minute: number }) => left.minute - right.minute
  return {
    ...parts,
    facts: [...parts.facts].sort(byMinute),
    claudeCode: [...(parts.claudeCode ?? [])].sort(byMinute),
  }
}

/** Half-open; a bare day means its midnight. Rows from the minute of `asOf` on are not there yet. */
export type TruthRange = { from: Date | string; to: Date | string; asOf?: Date }

export const USAGE_DIMENSIONS = [
  'total',
  'key',
  'workspace',
  'model',
  'product',
  'service_tier',
  'speed',
  'context_window',
  'inference_geo',
  'actor',
  'day',
  'hour',
] as const
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number]
export type MoneyDimension = UsageDimension | 'cost_type' | 'token_type'
export type MoneyTruth = { amount: bigint; listAmount: bigint }
export type UsageTruth = {
  uncachedInput: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
  totalTokens: number
  webSearches: number
  requests: number
}
export type FactFilter = (fact: Fact) => boolean

function labelOf(fact: Fact, by: UsageDimension): string | null {
  switch (by) {
    case 'total':
      return 'total'
    case 'key':
      return fact.apiKeyId
    case 'workspace':
      return fact.workspaceId
    case 'model':
      return fact.model
    case 'product':
      return fact.product
    case 'service_tier':
      return fact.serviceTier
    case 'speed':
      return fact.speed
    case 'context_window':
      return fact.contextWindow
    case 'inference_geo':
      return fact.inferenceGeo
    case 'actor':
      return fact.actorId
    case 'day':
      return wireInstant(Math.floor(fact.minute / DAY_MINUTES) * DAY_MINUTES * MINUTE_MS).slice(0, 10)
    case 'hour':
      return wireInstant(Math.floor(fact.minute / HOUR_MINUTES) * HOUR_MINUTES * MINUTE_MS)
  }
}

function factsWithin(world: World, range: TruthRange, where: FactFilter): Fact[] {
  const from = new Date(range.from).getTime()
  const to = new Date(range.to).getTime()
  const asOf = range.asOf ? Math.floor(range.asOf.getTime() / MINUTE_MS) * MINUTE_MS : Infinity
  return world.facts.filter((fact) => {
    const at = fact.minute * MINUTE_MS
    return at >= from && at < to && at < asOf && where(fact)
  })
}

/** What the organisation was billed, in nano-dollars. Rows without any cost line have no entry; "$0" lines do. */
export function truthMoney(
  world: World,
  by: MoneyDimension,
  range: TruthRange,
  where: FactFilter = () => true,
): Map<string | null, MoneyTruth> {
  const sums = new Map<string | null, MoneyTruth>()
  for (const fact of factsWithin(world, range, where)) {
    for (const line of fact.costs) {
      const label =
        by === 'cost_type' ? line.costType : by === 'token_type' ? line.tokenType : labelOf(fact, by)
      const before = sums.get(label)
      sums.set(label, {
        amount: (before?.amount ?? 0n) + line.amount,
        listAmount: (before?.listAmount ?? 0n) + line.listAmount,
      })
    }
  }
  return sums
}

export function truthTotal(world: World, range: TruthRange, where?: FactFilter): MoneyTruth {
  return truthMoney(world, 'total', range, where).get('total') ?? { amount: 0n, listAmount: 0n }
}

export function hasUsage(fact: Fact): boolean {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, webSearches, requests } = fact
  return uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + output + webSearches + requests > 0
}

/** What the organisation used. Rows that only carry cost have no entry. */
export function truthUsage(
  world: World,
  by: UsageDimension,
  range: TruthRange,
  where: FactFilter = () => true,
): Map<string | null, UsageTruth> {
  const sums = new Map<string | null, UsageTruth>()
  for (const fact of factsWithin(world, range, where).filter(hasUsage)) {
    const label = labelOf(fact, by)
    const sum = sums.get(label) ?? emptyUsage()
    sum.uncachedInput += fact.uncachedInput
    sum.cacheRead += fact.cacheRead
    sum.cacheWrite5m += fact.cacheWrite5m
    sum.cacheWrite1h += fact.cacheWrite1h
    sum.output += fact.output
    sum.totalTokens +=
      fact.uncachedInput + fact.cacheRead + fact.cacheWrite5m + fact.cacheWrite1h + fact.output
    sum.webSearches += fact.webSearches
    sum.requests += fact.requests
    sums.set(label, sum)
  }
  return sums
}

function emptyUsage(): UsageTruth {
  return {
    uncachedInput: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: 0,
    totalTokens: 0,
    webSearches: 0,
    requests: 0,
  }
}
