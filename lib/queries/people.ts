import { pool, prisma } from '@/lib/db/client'
import { tokenState, type TokenState } from '@/lib/domain/api-token'
import type { KeyToHandOver } from '@/lib/domain/key-to-hand-over'
import type { OpenInvitation } from '@/lib/domain/invitation'
import type { Role, Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

export interface PersonRow {
  id: string
  name: string
  email: string
  role: Role
  createdAt: Date
  /** Null: has never opened a page. Exact to five minutes. */
  lastSeenAt: Date | null
  twoFactor: boolean
  disabledAt: Date | null
}

/** Everybody, those who can sign in first, then by name. */
export async function listPeople(viewer: Viewer): Promise<PersonRow[]> {
  requireAllowed(viewer, 'manage_people')
  const users = await prisma().user.findMany({
    select: { ...SHOWN, sessions: LAST_SESSION },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  const rows = users.map(asRow)
  return [...rows.filter((row) => !row.disabledAt), ...rows.filter((row) => row.disabledAt)]
}

const SHOWN = {
  id: true,
  name: true,
  email: true,
  role: true,
  createdAt: true,
  totpSince: true,
  disabledAt: true,
} as const
const LAST_SESSION = { select: { lastSeenAt: true }, orderBy: { lastSeenAt: 'desc' }, take: 1 } as const

type Shown = Omit<PersonRow, 'lastSeenAt' | 'twoFactor'> & {
  totpSince: Date | null
  sessions: { lastSeenAt: Date }[]
}

function asRow({ totpSince, sessions, ...person }: Shown): PersonRow {
  const { id, name, email, role, createdAt, disabledAt } = person
  const lastSeenAt = sessions[0]?.lastSeenAt ?? null
  return { id, name, email, role, createdAt, disabledAt, lastSeenAt, twoFactor: totpSince !== null }
}

/** Whom somebody without the permission can ask: owners and admins who can sign in, by name. */
export function listAdministrators(_viewer: Viewer): Promise<{ name: string; role: Role }[]> {
  return prisma().user.findMany({
    where: { role: { in: ['admin', 'owner'] }, disabledAt: null },
    select: { name: true, role: true },
    orderBy: [{ role: 'desc' }, { name: 'asc' }],
  })
}

/** Whom something can be given to: everybody who can sign in, by name. */
export function listTeam(_viewer: Viewer): Promise<{ name: string; email: string }[]> {
  return prisma().user.findMany({
    where: { disabledAt: null },
    select: { name: true, email: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
}

/** Invitations nobody has used or withdrawn, the newest first. */
export async function listInvitations(viewer: Viewer, now: Date): Promise<OpenInvitation[]> {
  requireAllowed(viewer, 'manage_people')
  const invitations = await prisma().invitation.findMany({
    where: { usedAt: null, revokedAt: null },
    select: { id: true, email: true, role: true, createdAt: true, createdById: true, expiresAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const ids = invitations.map(({ createdById }) => createdById)
  const makers = await prisma().user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  })
  const names = new Map(makers.map(({ id, name }) => [id, name]))
  return invitations.map(({ createdById, ...invitation }) => ({
    ...invitation,
    invitedBy: names.get(createdById) ?? null,
    expired: invitation.expiresAt <= now,
  }))
}

export interface Person extends PersonRow {
  hasPassword: boolean
  /** Bound to an account at the single sign-on provider. */
  signsOn: boolean
  openSessions: number
  tokens: { id: string; name: string; hint: string; role: Role; state: TokenState }[]
  keys: KeyToHandOver[]
}

export async function getPerson(viewer: Viewer, id: string, now: Date): Promise<Person> {
  requireAllowed(viewer, 'manage_people')
  const user = await prisma().user.findUnique({
    where: { id },
    select: {
      ...SHOWN,
      passwordHash: true,
      sessions: LAST_SESSION,
      _count: {
        select: { identities: true, sessions: { where: { revokedAt: null, expiresAt: { gt: now } } } },
      },
    },
  })
  if (!user) throw new ExpectedError('not_found', 'There is no such person.', { parameter: 'id' })
  const [tokens, keys] = await Promise.all([
    prisma().apiToken.findMany({
      where: { createdById: id },
      select: { id: true, name: true, hint: true, role: true, expiresAt: true, revokedAt: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    }),
    listKeysMadeBy(user.email),
  ])
  return {
    ...asRow(user),
    hasPassword: user.passwordHash !== null,
    signsOn: user._count.identities > 0,
    openSessions: user._count.sessions,
    tokens: tokens.map(({ expiresAt, revokedAt, ...token }) => ({
      ...token,
      state: tokenState({ expiresAt, revokedAt }, now),
    })),
    keys,
  }
}

/** By the e-mail of the Anthropic member who made them; told stories and keys that are gone are left out. */
async function listKeysMadeBy(email: string): Promise<KeyToHandOver[]> {
  const { rows } = await pool().query<KeyToHandOver>(
    `select distinct key.id, key.organization_id as "organizationId", key.name, key.status, key.hint, organization.name as organization,
            workspace.name as workspace, coalesce(not connection.read_only, false) as "canChange"
     from api_keys key
     join members member on member.organization_id = key.organization_id and member.id = key.created_by_id
     join organizations organization on organization.id = key.organization_id and not organization.is_demo
     left join connections connection on connection.organization_id = key.organization_id
     left join workspaces workspace
       on workspace.organization_id = key.organization_id and workspace.id = key.workspace_id
     where lower(member.email) = $1 and key.gone_at is null and key.status <> 'archived'
     order by organization.name, key.name, key.id`,
    [email],
  )
  return rows
}
