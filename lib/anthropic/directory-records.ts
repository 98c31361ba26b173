import { z } from 'zod'
import { ExpectedError } from '@/lib/errors'
import type { ApiKeyRecord, MemberRecord, WorkspaceRecord } from './reports'

const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullish()
  .transform((at) => at ?? null)

const organization = z.object({ id: z.string().min(1), name: z.string() })

const workspace = z.object({
  id: z.string().min(1),
  name: z.string(),
  created_at: instant,
  archived_at: instant,
})

const apiKey = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  status: z.string(),
  created_at: instant,
  expires_at: instant,
  partial_key_hint: z.string().nullish(),
  created_by: z.object({ id: z.string().nullish(), type: z.string().nullish() }).nullish(),
  scope: z.object({ type: z.string(), workspace_id: z.string().nullish() }).nullish(),
  workspace_id: z.string().nullish(),
})

const member = z.object({
  id: z.string().min(1),
  email: z.string(),
  name: z.string().nullish(),
  role: z.string(),
  added_at: instant,
})

const idPage = z.object({
  data: z.array(z.unknown()),
  has_more: z.boolean(),
  last_id: z.string().nullish(),
})

export interface IdPage {
  data: unknown[]
  hasMore: boolean
  lastId: string | null
}

/** The organisation a key belongs to, from `/me`: the id is a UUID (admin-api.md §6.1). */
export function parseOrganization(body: unknown): { id: string; name: string } {
  const { id, name } = checked(organization, body, 'the organisation')
  return { id, name }
}

/**
 * One page of a directory list, its items still as they came. `lastId` is the cursor of the next page, null where none is
 * given. Throws ExpectedError 'upstream' for another shape. Source: admin-api.md §5.3.
 */
export function parseIdPage(body: unknown): IdPage {
  const page = checked(idPage, body, 'a list')
  return { data: page.data, hasMore: page.has_more, lastId: page.last_id ?? null }
}

/** The default workspace is told by its name, which no request can give to it or take from it (admin-api.md §6.4); of several so named the oldest. */
export function parseWorkspaces(items: unknown[]): WorkspaceRecord[] {
  const records = items.map((item) => {
    const { id, name, created_at, archived_at } = checked(workspace, item, 'a workspace')
    return { id, name, isDefault: false, createdAt: created_at, archivedAt: archived_at }
  })
  const candidates = records.filter((record) => record.name === 'Default' && record.archivedAt === null)
  candidates.sort((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0))
  return records.map((record) => (record === candidates[0] ? { ...record, isDefault: true } : record))
}

/**
 * Tolerates every shape seen (admin-api.md §6.6): `scope` where present says the workspace, else the deprecated
 * `workspace_id`, whose null means the default workspace or none at all.
 */
export function parseApiKey(item: unknown): ApiKeyRecord {
  const key = checked(apiKey, item, 'an API key')
  return {
    id: key.id,
    name: key.name ?? '',
    status: key.status,
    workspaceId: key.scope ? (key.scope.workspace_id ?? null) : (key.workspace_id ?? null),
    hint: key.partial_key_hint ?? null,
    createdAt: key.created_at,
    expiresAt: key.expires_at,
    createdByType: key.created_by?.type ?? null,
    createdById: key.created_by?.id ?? null,
  }
}

/**
 * One member of the organisation. The role is any text, a missing name is '', a missing `added_at` null. Throws
 * ExpectedError 'upstream' where id, email or role is missing. Source: admin-api.md §6.2.
 */
export function parseMember(item: unknown): MemberRecord {
  const found = checked(member, item, 'a member')
  return {
    id: found.id,
    email: found.email,
    name: found.name ?? '',
    role: found.role,
    addedAt: found.added_at,
  }
}

function checked<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole').join(', ')
  throw new ExpectedError(
    'upstream',
    `Anthropic described ${what} in a way this version of Onebill does not know (${fields}). Nothing was stored; an update of Onebill may help.`,
    { cause: parsed.error },
  )
}
