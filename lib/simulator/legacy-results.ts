import type { QueryParameters } from './query-parameters'
import { minimalCents } from './wire-amounts'
import { type CostLine, type Fact, hasUsage, type World } from './world'

export const COST_GROUPS = ['description', 'workspace_id'] as const
export type CostGroup = (typeof COST_GROUPS)[number]

export const USAGE_GROUPS = [
  'account_id',
  'api_key_id',
  'context_window',
  'inference_geo',
  'model',
  'service_account_id',
  'service_tier',
  'speed',
  'workspace_id',
] as const
export type UsageGroup = (typeof USAGE_GROUPS)[number]

const TOKEN_WORDS: Record<string, string> = {
  uncached_input_tokens: 'Input Tokens',
  output_tokens: 'Output Tokens',
  cache_read_input_tokens: 'Cache Read Tokens',
  'cache_creation.ephemeral_5m_input_tokens': '5 Minute Cache Write Tokens',
  'cache_creation.ephemeral_1h_input_tokens': '1 Hour Cache Write Tokens',
}
const COST_WORDS: Record<string, string> = {
  web_search: 'Web Search Usage',
  code_execution: 'Code Execution Usage',
  session_usage: 'Session Usage',
}

/** What the legacy report shows as workspace: null for the default one. */
function legacyWorkspace(fact: Fact, world: World): string | null {
  return fact.workspaceId === world.defaultWorkspaceId ? null : fact.workspaceId
}

export function costResults(facts: readonly Fact[], groupBy: readonly CostGroup[], world: World): object[] {
  const sums = new Map<string, { amount: bigint; row: object }>()
  for (const fact of facts) {
    // The cost of the Priority Tier is not part of this report.
    if (fact.serviceTier?.startsWith('priority')) continue
    for (const line of fact.costs) {
      const row = {
        ...(groupBy.includes('description') ? describe(fact, line) : NOTHING_DESCRIBED),
        workspace_id: groupBy.includes('workspace_id') ? legacyWorkspace(fact, world) : null,
      }
      const key = JSON.stringify(row)
      const sum = sums.get(key)
      if (sum) sum.amount += line.amount
      else sums.set(key, { amount: line.amount, row })
    }
  }
  return [...sums.values()].map(({ amount, row }) => ({
    amount: minimalCents(amount),
    currency: 'USD',
    ...row,
  }))
}

const NOTHING_DESCRIBED = {
  cost_type: null,
  description: null,
  model: null,
  token_type: null,
  service_tier: null,
  context_window: null,
  inference_geo: null,
}

function describe(fact: Fact, line: CostLine) {
  if (line.costType !== 'tokens') {
    const description = COST_WORDS[line.costType] ?? `${titled(line.costType)} Usage`
    return { ...NOTHING_DESCRIBED, cost_type: line.costType, description }
  }
  const batch = fact.serviceTier === 'batch' ? ', Batch' : ''
  const tokens = TOKEN_WORDS[line.tokenType ?? ''] ?? titled(line.tokenType ?? 'tokens')
  return {
    cost_type: line.costType,
    description: `${titled(fact.model ?? 'Claude')} Usage - ${tokens}${batch}`,
    model: fact.model,
    token_type: line.tokenType,
    service_tier: fact.serviceTier,
    context_window: fact.contextWindow,
    inference_geo: fact.inferenceGeo ?? 'not_available',
  }
}

/** "claude-opus-5-5" reads "Claude Opus 5.5". */
function titled(id: string): string {
  return id
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
    .replace(/(\d) (\d)/g, '$1.$2')
}

function usageValue(group: UsageGroup, fact: Fact, world: World): string | null {
  switch (group) {
    case 'account_id':
      return fact.actorId?.startsWith('user_') ? fact.actorId : null
    case 'service_account_id':
      return fact.actorId?.startsWith('svac_') ? fact.actorId : null
    case 'api_key_id':
      return fact.apiKeyId
    case 'context_window':
      return fact.contextWindow
    case 'inference_geo':
      return fact.inferenceGeo ?? 'not_available'
    case 'model':
      return fact.model
    case 'service_tier':
      return fact.serviceTier
    case 'speed':
      return fact.speed
    case 'workspace_id':
      return legacyWorkspace(fact, world)
  }
}

const USAGE_FILTERS = [
  ['account_ids', 'account_id', undefined],
  ['api_key_ids', 'api_key_id', undefined],
  ['service_account_ids', 'service_account_id', undefined],
  ['workspace_ids', 'workspace_id', undefined],
  ['models', 'model', undefined],
  [
    'service_tiers',
    'service_tier',
    ['batch', 'flex', 'flex_discount', 'priority', 'priority_on_demand', 'standard'],
  ],
  ['context_window', 'context_window', ['0-200k', '200k-1M']],
  ['inference_geos', 'inference_geo', ['global', 'us', 'not_available']],
  ['speeds', 'speed', ['fast', 'standard']],
] as const

export function usageFilters(query: QueryParameters, world: World): (fact: Fact) => boolean {
  const wanted = USAGE_FILTERS.flatMap(([name, group, options]) => {
    const values: readonly string[] = options ? query.choices(name, options) : query.many(name)
    return values.length > 0 ? [{ group, values: new Set<string | null>(values) }] : []
  })
  return (fact) =>
    wanted.every(
      ({ group, values }) =>
        values.has(usageValue(group, fact, world)) ||
        (group === 'workspace_id' && values.has(fact.workspaceId)),
    )
}

export function usageResults(facts: readonly Fact[], groupBy: readonly UsageGroup[], world: World): object[] {
  const rows = new Map<string, ReturnType<typeof emptyResult>>()
  for (const fact of facts) {
    // Code execution is counted elsewhere: a row without tokens and searches is none here.
    if (!hasUsage({ ...fact, requests: 0 })) continue
    const values = groupBy.map((group) => [group, usageValue(group, fact, world)] as const)
    const key = JSON.stringify(values)
    const row = rows.get(key) ?? emptyResult(Object.fromEntries(values))
    row.uncached_input_tokens += fact.uncachedInput
    row.cache_read_input_tokens += fact.cacheRead
    row.cache_creation.ephemeral_5m_input_tokens += fact.cacheWrite5m
    row.cache_creation.ephemeral_1h_input_tokens += fact.cacheWrite1h
    row.output_tokens += fact.output
    row.server_tool_use.web_search_requests += fact.webSearches
    rows.set(key, row)
  }
  return [...rows.values()]
}

function emptyResult(dimensions: Record<string, string | null>) {
  return {
    uncached_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: 0,
    server_tool_use: { web_search_requests: 0 },
    account_id: null,
    service_account_id: null,
    api_key_id: null,
    workspace_id: null,
    model: null,
    context_window: null,
    inference_geo: null,
    service_tier: null,
    ...dimensions,
  }
}
