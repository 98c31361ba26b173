import type { BetaAPIKey } from '@anthropic-ai/sdk/resources/beta/organization'
import { badRequest, notFound } from './api-error'
import type { ApiContext, ApiRequest, JsonText } from './api-request'
import { idPage } from './id-pages'
import { type QueryParameters, readParameters } from './query-parameters'
import type { World } from './world'
import { updateKey } from './world-changes'

const KEY_STATUSES = ['active', 'archived', 'expired', 'inactive'] as const
const WRITABLE_KEY_STATUSES = ['active', 'inactive', 'archived'] as const
const INVITE_STATUSES = ['accepted', 'expired', 'pending'] as const
const CONSOLE_ROLES = ['user', 'developer', 'billing', 'admin', 'claude_code_user'] as const

/** Organisation, people, workspaces and keys; undefined when the path is none of these. */
export function answerDirectory(request: ApiRequest, context: ApiContext): JsonText | undefined {
  const [collection = '', id, ...rest] = request.path.split('/')
  if (rest.length > 0) return undefined
  if (request.method === 'POST' && collection === 'api_keys' && id !== undefined) {
    return JSON.stringify(postKey(request, context, id))
  }
  if (request.method !== 'GET') return undefined
  const query = readParameters(request.search)
  const world = context.world()
  const found =
    id === undefined
      ? listOf(collection, query, request, context, world)
      : oneOf(collection, id, request, context, world)
  return found === undefined ? undefined : JSON.stringify(found)
}

function listOf(
  collection: string,
  query: QueryParameters,
  request: ApiRequest,
  context: ApiContext,
  world: World,
): object | undefined {
  switch (collection) {
    case 'me':
      return world.organization
    case 'users': {
      const roles = query.choices('roles', CONSOLE_ROLES)
      const found = newestFirst(
        world.members.filter(
          (user) => matchesEmail(user.email, query) && (roles.length === 0 || includes(roles, user.role)),
        ),
        (user) => user.added_at,
      )
      return idPage(found, query, context.maxPageRows)
    }
    case 'invites': {
      const roles = query.choices('roles', CONSOLE_ROLES)
      const asked = query.choices('statuses', INVITE_STATUSES)
      const statuses = asked.length > 0 ? asked : INVITE_STATUSES
      const found = newestFirst(
        world.invites.filter(
          (invite) =>
            matchesEmail(invite.email, query) &&
            includes(statuses, invite.status) &&
            (roles.length === 0 || includes(roles, invite.role)),
        ),
        (invite) => invite.invited_at,
      )
      return idPage(found, query, context.maxPageRows)
    }
    case 'workspaces':
      return idPage(listedWorkspaces(world, query), query, context.maxPageRows)
    case 'api_keys': {
      const page = idPage(listedKeys(world, query, context.now()), query, context.maxPageRows)
      return { ...page, data: page.data.map((key) => wireKey(key, world, request.version)) }
    }
    default:
      return undefined
  }
}

function oneOf(
  collection: string,
  id: string,
  request: ApiRequest,
  context: ApiContext,
  world: World,
): object | undefined {
  switch (collection) {
    case 'users':
      return required(world.members, id, 'User')
    case 'invites':
      return required(world.invites, id, 'Invite')
    case 'workspaces':
      return required(world.workspaces, id, 'Workspace')
    case 'api_keys':
      return wireKey(asOfNow(required(world.apiKeys, id, 'API key'), context.now()), world, request.version)
    default:
      return undefined
  }
}

function listedWorkspaces(world: World, query: QueryParameters) {
  const withArchived = query.flag('include_archived')
  const withDefault = query.flag('include_default')
  const ids = query.many('ids')
  if (ids.length > 100) throw badRequest('ids: List should have at most 100 items after validation')
  const listed = world.workspaces.filter(
    (workspace) =>
      (withArchived || workspace.archived_at === null) &&
      (withDefault || workspace.id !== world.defaultWorkspaceId) &&
      (ids.length === 0 || ids.includes(workspace.id)),
  )
  return newestFirst(listed, (workspace) => workspace.created_at)
}

function listedKeys(world: World, query: QueryParameters, now: Date): BetaAPIKey[] {
  const status = query.choice('status', KEY_STATUSES)
  const workspaceId = query.one('workspace_id')
  const creatorId = query.one('created_by_user_id')
  const listed = world.apiKeys
    .map((key) => asOfNow(key, now))
    .filter(
      (key) =>
        (status === undefined || key.status === status) &&
        (workspaceId === undefined || workspaceOf(key) === workspaceId) &&
        (creatorId === undefined || key.created_by?.id === creatorId),
    )
  return newestFirst(listed, (key) => key.created_at)
}

function asOfNow(key: BetaAPIKey, now: Date): BetaAPIKey {
  const isOver = key.expires_at !== null && Date.parse(key.expires_at) <= now.getTime()
  return isOver && key.status === 'active' ? { ...key, status: 'expired' } : key
}

function workspaceOf(key: BetaAPIKey): string | null {
  return key.scope.type === 'workspace' ? key.scope.workspace_id : null
}

/** The deprecated `workspace_id` exists under the old version only; null there for the default workspace. */
function wireKey(key: BetaAPIKey, world: World, version: string): object {
  if (version !== '2023-06-01') return key
  const workspaceId = workspaceOf(key)
  return { ...key, workspace_id: workspaceId === world.defaultWorkspaceId ? null : workspaceId }
}

function postKey(request: ApiRequest, context: ApiContext, id: string): object {
  const world = context.world()
  const key = asOfNow(required(world.apiKeys, id, 'API key'), context.now())
  const { name, status } = parseKeyChange(request.body)
  if (status !== undefined && status !== key.status) {
    if (key.status === 'expired') throw badRequest('status: An expired API key cannot be changed')
    if (key.status === 'archived') throw badRequest('status: An archived API key cannot be changed')
  }
  const changed = { ...key, name: name ?? key.name, status: status ?? key.status }
  context.replaceWorld(updateKey(world, changed, context.now()))
  return wireKey(changed, world, request.version)
}

function parseKeyChange(body: string) {
  let parsed: unknown
  try {
    parsed = JSON.parse(body === '' ? '{}' : body)
  } catch {
    throw badRequest('The request body is not valid JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw badRequest('Input should be a valid dictionary')
  }
  const name = 'name' in parsed ? (parsed.name ?? undefined) : undefined
  const status = 'status' in parsed ? (parsed.status ?? undefined) : undefined
  if (name !== undefined && typeof name !== 'string') throw badRequest('name: Input should be a valid string')
  if (name !== undefined && (name.length < 1 || name.length > 500)) {
    throw badRequest(
      `name: String should have at ${name.length < 1 ? 'least 1 character' : 'most 500 characters'}`,
    )
  }
  const known = WRITABLE_KEY_STATUSES.find((candidate) => candidate === status)
  if (status !== undefined && known === undefined) {
    throw badRequest("status: Input should be 'active', 'inactive' or 'archived'")
  }
  return { name, status: known }
}

function required<Item extends { id: string }>(items: readonly Item[], id: string, kind: string): Item {
  const found = items.find((item) => item.id === id)
  if (!found) throw notFound(`${kind} not found: ${id}`)
  return found
}

function newestFirst<Item extends { id: string }>(
  items: readonly Item[],
  at: (item: Item) => string,
): Item[] {
  return [...items].sort((left, right) => {
    if (at(left) !== at(right)) return at(left) < at(right) ? 1 : -1
    return left.id < right.id ? -1 : 1
  })
}

function includes(values: readonly string[], value: string): boolean {
  return values.includes(value)
}

function matchesEmail(email: string, query: QueryParameters): boolean {
  const asked = query.one('email')
  return asked === undefined || normalEmail(asked) === normalEmail(email)
}

function normalEmail(email: string): string {
  return email
    .trim()
    .toLowerCase()
    .replace(/\+[^@]*@/, '@')
}
