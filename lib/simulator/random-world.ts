import type {
  BetaAPIKey,
  BetaOrganizationUser,
  BetaWorkspace,
} from '@anthropic-ai/sdk/resources/beta/organization'
import { DAY_MINUTES, MINUTE_MS, startOfDay, wireObjectInstant } from './instants'
import { type Random, seededRandom } from './seeded-random'
import { type ClaudeCodeUse, type CostLine, createWorld, type Fact, type World } from './world'

export type RandomWorldOptions = {
  seed: string | number
  now: Date
  /** Days of history before the clock's day; rows reach to the end of the clock's day. Default 10. */
  days?: number
  /** Rows in all. Default 600. */
  rows?: number
  /** Listed keys; as many again may be used without being listed. Default 6. */
  keys?: number
  /** 7 gives amounts with a seventh decimal of a cent, which the wire then carries. Default 6. */
  amountDecimals?: 6 | 7
  /** How many days ago the organisation began; its first rows are never older. Default 321, at least `days` + 1. */
  ageDays?: number
}

const MODELS = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-unheard-of-9',
  'modèle "ö"',
  null,
]
const PRODUCTS = [
  'messages_api',
  'claude_code',
  'claude_console',
  'other',
  'cc_security_autopatch',
  'hologram',
  null,
]
const TIERS = ['standard', 'batch', 'priority', 'flex', 'tier_of_tomorrow', null]
const TOKEN_TYPES = [
  'uncached_input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation.ephemeral_5m_input_tokens',
  'cache_creation.ephemeral_1h_input_tokens',
  'cache_creation.ephemeral_1w_input_tokens',
] as const
const OTHER_COSTS = ['web_search', 'code_execution', 'session_usage', 'storage_of_tomorrow'] as const

/** An organisation nobody designed: everything the wire allows and a client must not trip over. */
export function createRandomWorld(options: RandomWorldOptions): World {
  const { now, days = 10, rows = 600, amountDecimals = 6 } = options
  const random = seededRandom(`world ${options.seed}`)
  const endMinute = startOfDay(now.getTime()) / MINUTE_MS + DAY_MINUTES
  const startMinute = endMinute - (days + 1) * DAY_MINUTES
  const ageDays = Math.max(options.ageDays ?? 321, days + 1)
  const moment = () =>
    wireObjectInstant(
      now.getTime() - random.int(1, (ageDays - 1) * DAY_MINUTES) * MINUTE_MS - random.int(0, 59_999),
      random.int(0, 999),
    )
  const began = wireObjectInstant(startOfDay(now.getTime()) - ageDays * DAY_MINUTES * MINUTE_MS)

  const members = list(random.int(1, 5), (index) => randomMember(random, index, moment()))
  const workspaces = list(random.int(1, 5), (index) =>
    randomWorkspace(random, index, index === 0 ? () => began : moment),
  )
  const apiKeys = list(options.keys ?? 6, (index) => randomKey(random, index, moment, members, workspaces))
  const formerMembers = list(random.int(0, 2), (index) => randomMember(random, 90 + index, moment()))
  const unlisted = list(random.int(1, 3), () => random.id('apikey'))
  const places = {
    apiKeyIds: [null, ...apiKeys.map((key) => key.id), ...unlisted],
    workspaceIds: [...workspaces.map((workspace) => workspace.id), random.id('wrkspc')],
    actorIds: [
      null,
      ...members.map((user) => user.id),
      ...formerMembers.map((user) => user.id),
      random.id('user'),
      random.id('svac'),
      ...apiKeys.slice(0, 2).map((key) => key.id),
      'federated:repo:octo/ci "ref"',
    ],
    unit: amountDecimals === 6 ? 10n : 1n,
  }
  return createWorld({
    organization: { id: random.uuid(), type: 'organization', name: `Organisation ${random.text(5)}` },
    members,
    formerMembers,
    invites: [],
    workspaces,
    defaultWorkspaceId: (workspaces[0] as BetaWorkspace).id,
    apiKeys,
    facts: list(rows, () => randomFact(random, random.int(startMinute, endMinute - 1), places)),
    claudeCode: list(Math.ceil(rows / 10), () =>
      randomUse(random, random.int(startMinute, endMinute - 1), members, apiKeys),
    ),
    amountDecimals,
  })
}

type Places = {
  apiKeyIds: readonly (string | null)[]
  workspaceIds: readonly string[]
  actorIds: readonly (string | null)[]
  unit: bigint
}

function randomFact(random: Random, minute: number, places: Places): Fact {
  const shape = random.int(1, 20)
  // 1–2: usage that costs nothing yet; 3–4: cost without usage; 5: code execution; the rest has both.
  const isUsed = shape > 4 || shape <= 2
  const isCode = shape === 5
  const count = (max: number) => (isUsed && !isCode && random.chance(0.7) ? random.int(0, max) : 0)
  return {
    minute,
    apiKeyId: random.pick(places.apiKeyIds),
    workspaceId: random.pick(places.workspaceIds),
    model: isCode ? null : random.pick(MODELS),
    product: isCode ? null : random.pick(PRODUCTS),
    serviceTier: isCode ? null : random.pick(TIERS),
    speed: random.pick(['standard', 'fast', null]),
    contextWindow: random.pick(['0-200k', '200k-1M', null]),
    inferenceGeo: random.pick(['global', 'us', null]),
    actorId: random.pick(places.actorIds),
    uncachedInput: count(2_000_000),
    cacheRead: count(90_000_000),
    cacheWrite5m: count(400_000),
    cacheWrite1h: count(400_000),
    output: count(300_000),
    webSearches: random.chance(0.2) ? count(40) : 0,
    requests: isUsed ? random.int(1, 500) : 0,
    costs: shape <= 2 ? [] : randomCosts(random, isCode, places.unit),
  }
}

function randomCosts(random: Random, isCode: boolean, unit: bigint): CostLine[] {
  if (isCode) return [randomLine(random, 'code_execution', null, unit)]
  const tokens = TOKEN_TYPES.filter(() => random.chance(0.45)).map((type) =>
    randomLine(random, 'tokens', type, unit),
  )
  const others = OTHER_COSTS.filter(() => random.chance(0.08)).map((type) =>
    randomLine(random, type, null, unit),
  )
  const lines = [...tokens, ...others]
  return lines.length > 0 ? lines : [randomLine(random, 'tokens', 'output_tokens', unit)]
}

/** From nothing over fractions of a cent to thousands of dollars. */
function randomLine(random: Random, costType: string, tokenType: string | null, unit: bigint): CostLine {
  const size = random.pick([0, 3, 5, 7, 9, 10, 12])
  const listAmount = size === 0 ? 0n : BigInt(random.int(1, 10 ** size)) * unit
  const amount = random.chance(0.6)
    ? listAmount
    : (((listAmount / unit) * BigInt(random.int(60, 99))) / 100n) * unit
  return { costType, tokenType, amount, listAmount }
}

function randomUse(
  random: Random,
  minute: number,
  members: readonly BetaOrganizationUser[],
  keys: readonly BetaAPIKey[],
): ClaudeCodeUse {
  const isPerson = keys.length === 0 || random.chance(0.7)
  const models = ['claude-opus-5-5', 'claude-haiku-5-5', 'modèle "ö"'].filter(() => random.chance(0.6))
  return {
    minute,
    actor: isPerson
      ? { type: 'user_actor', email_address: random.pick(members).email }
      : { type: 'api_actor', api_key_name: random.pick(keys).name },
    customerType: random.pick(['api', 'subscription']),
    subscriptionType: random.pick(['team', 'enterprise', null]),
    terminalType: random.pick(['vscode', 'iTerm.app', 'tmux', 'terminal\tof tomorrow']),
    isRemote: random.chance(0.3),
    sessions: random.int(0, 9),
    linesAdded: random.int(0, 900),
    linesRemoved: random.int(0, 400),
    commits: random.int(0, 5),
    pullRequests: random.int(0, 2),
    models: models.map((model) => ({
      model,
      input: random.int(0, 200_000),
      output: random.int(0, 50_000),
      cacheRead: random.int(0, 900_000),
      cacheCreation: random.int(0, 90_000),
      estimatedCents: random.int(0, 40_000) / 4,
    })),
  }
}

function randomMember(random: Random, index: number, added_at: string): BetaOrganizationUser {
  return {
    id: random.id('user'),
    type: 'user',
    added_at,
    email: `person${index}@example.com`,
    name: random.chance(0.1) ? '' : `Person ${index}`,
    role: index === 0 ? 'admin' : random.pick(['user', 'developer', 'billing', 'claude_code_user'] as const),
  }
}

function randomWorkspace(random: Random, index: number, moment: () => string): BetaWorkspace {
  return {
    id: random.id('wrkspc'),
    type: 'workspace',
    name: index === 0 ? 'Default' : `Workspace ${index}`,
    created_at: moment(),
    archived_at: index > 0 && random.chance(0.4) ? moment() : null,
    display_color: '#2B6CB0',
    compartment_id: random.uuid(),
    data_residency: {
      workspace_geo: 'us',
      default_inference_geo: 'global',
      allowed_inference_geos: 'unrestricted',
    },
    external_key_id: null,
    tags: {},
    user_profile_id: null,
  }
}

function randomKey(
  random: Random,
  index: number,
  moment: () => string,
  members: readonly BetaOrganizationUser[],
  workspaces: readonly BetaWorkspace[],
): BetaAPIKey {
  const creator = random.pick(members)
  return {
    id: random.id('apikey'),
    type: 'api_key',
    // Names are not unique upstream.
    name: `key-${index % 4}`,
    status: (['active', 'inactive', 'archived', 'expired'] as const)[index % 4] ?? 'active',
    created_at: moment(),
    created_by: random.chance(0.2)
      ? null
      : { id: random.chance(0.2) ? random.id('user') : creator.id, type: 'user' },
    expires_at: index % 4 === 3 ? moment() : null,
    partial_key_hint: random.chance(0.1) ? null : `sk-ant-api03-${random.text(3)}...${random.text(4)}`,
    principal: random.chance(0.2) ? { type: 'user_actor', user_id: creator.id } : null,
    scope: random.chance(0.1)
      ? { type: 'organization' }
      : { type: 'workspace', workspace_id: random.pick(workspaces).id },
  }
}

function list<Item>(length: number, make: (index: number) => Item): Item[] {
  return Array.from({ length }, (_, index) => make(index))
}
