import { prisma } from '@/lib/db/client'
import type { AuditEntry, Prisma } from '@/lib/db/generated/client'
import { startOf, type Day } from '@/lib/domain/day'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

export interface AuditFilter {
  /** `user:<id>`, `token:<id>` or `system:<name>`. */
  actor?: string | undefined
  action?: string | undefined
  /** A type (`plan`) or one thing (`plan:<id>`). */
  subject?: string | undefined
  /** UTC days, `from` inside, `to` not. */
  from?: Day | undefined
  to?: Day | undefined
}

export interface AuditRow {
  id: string
  at: Date
  actor: { kind: string; id: string | null; name: string }
  action: string
  subject: { type: string; id: string | null }
  organizationId: string | null
  before: unknown
  after: unknown
}

const REAL = { isDemo: false } as const

export interface AuditPage {
  rows: AuditRow[]
  /** Null: this was the last page. */
  nextCursor: string | null
}

/** What people, tokens and the system changed, the newest first; what the demo tells of itself is left out. */
export async function listAuditEntries(
  viewer: Viewer,
  filter: AuditFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<AuditPage> {
  requireAllowed(viewer, 'read_audit')
  const found = await prisma().auditEntry.findMany({
    where: { AND: [REAL, matching(filter), cursor === undefined ? {} : after(cursor)] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const rows = found.slice(0, limit).map(asRow)
  const last = rows.at(-1)
  return { rows, nextCursor: found.length > limit && last ? cursorAt(last) : null }
}

/** Everything the filter matches, read in pieces so that a log of any length can be sent. */
export async function* eachAuditEntry(viewer: Viewer, filter: AuditFilter): AsyncGenerator<AuditRow> {
  let cursor: string | undefined
  do {
    const page = await listAuditEntries(viewer, filter, { limit: 1000, cursor })
    yield* page.rows
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

export interface AuditChoices {
  actors: { value: string; name: string; kind: string }[]
  actions: string[]
  subjects: string[]
}

/** What the log can be filtered by: whoever and whatever stands in it. */
export async function listAuditChoices(viewer: Viewer): Promise<AuditChoices> {
  requireAllowed(viewer, 'read_audit')
  const [actors, actions, subjects] = await Promise.all([
    prisma().auditEntry.groupBy({
      by: ['actorKind', 'actorId', 'actorName'],
      where: REAL,
      orderBy: { actorName: 'asc' },
    }),
    prisma().auditEntry.groupBy({ by: ['action'], where: REAL, orderBy: { action: 'asc' } }),
    prisma().auditEntry.groupBy({ by: ['subjectType'], where: REAL, orderBy: { subjectType: 'asc' } }),
  ])
  const byValue = new Map(
    actors.map(({ actorKind: kind, actorId, actorName: name }) => {
      const value = `${kind}:${actorId ?? name}`
      return [value, { value, name, kind }] as const
    }),
  )
  return {
    actors: [...byValue.values()],
    actions: actions.map(({ action }) => action),
    subjects: subjects.map(({ subjectType }) => subjectType),
  }
}

/** Names of the people, tokens, plan holders … that entries are about, by `type:id`. */
export async function nameSubjects(viewer: Viewer, rows: AuditRow[]): Promise<Map<string, string>> {
  requireAllowed(viewer, 'read_audit')
  const idsOf = (type: string) =>
    rows.flatMap(({ subject }) => (subject.type === type && subject.id ? [subject.id] : []))
  const named = { select: { id: true, name: true } } as const
  const [users, tokens, invitations, plans, organizations, channels, findings] = await Promise.all([
    prisma().user.findMany({ where: { id: { in: idsOf('user') } }, ...named }),
    prisma().apiToken.findMany({ where: { id: { in: idsOf('token') } }, ...named }),
    prisma().invitation.findMany({
      where: { id: { in: idsOf('invitation') } },
      select: { id: true, email: true },
    }),
    prisma().plan.findMany({
      where: { id: { in: idsOf('plan') } },
      select: { id: true, holderEmail: true },
    }),
    prisma().organization.findMany({ where: { id: { in: idsOf('organization') } }, ...named }),
    prisma().alertChannel.findMany({ where: { id: { in: idsOf('alert_channel') } }, ...named }),
    prisma().finding.findMany({
      where: { id: { in: idsOf('finding') } },
      select: { id: true, sentence: true },
    }),
  ])
  return new Map([
    ...users.map(({ id, name }) => [`user:${id}`, name] as const),
    ...tokens.map(({ id, name }) => [`token:${id}`, name] as const),
    ...invitations.map(({ id, email }) => [`invitation:${id}`, email] as const),
    ...plans.map(({ id, holderEmail }) => [`plan:${id}`, holderEmail] as const),
    ...organizations.map(({ id, name }) => [`organization:${id}`, name] as const),
    ...channels.map(({ id, name }) => [`alert_channel:${id}`, name] as const),
    ...findings.map(({ id, sentence }) => [`finding:${id}`, sentence] as const),
  ])
}

function matching({ actor, action, subject, from, to }: AuditFilter): Prisma.AuditEntryWhereInput {
  return {
    ...(actor !== undefined && actorWhere(actor)),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && subjectWhere(subject)),
    ...((from !== undefined || to !== undefined) && {
      at: { ...(from && { gte: startOf(from) }), ...(to && { lt: startOf(to) }) },
    }),
  }
}

function actorWhere(actor: string): Prisma.AuditEntryWhereInput {
  const [kind, rest] = split(actor)
  if (rest === null) return { actorKind: kind }
  return kind === 'system' ? { actorKind: kind, actorName: rest } : { actorKind: kind, actorId: rest }
}

function subjectWhere(subject: string): Prisma.AuditEntryWhereInput {
  const [type, id] = split(subject)
  return id === null ? { subjectType: type } : { subjectType: type, subjectId: id }
}

function split(text: string): [before: string, after: string | null] {
  const colon = text.indexOf(':')
  return colon === -1 ? [text, null] : [text.slice(0, colon), text.slice(colon + 1)]
}

const CURSOR = /^(\d{1,15})\.([\w-]{1,64})$/

function cursorAt({ at, id }: AuditRow): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url')
}

function after(cursor: string): Prisma.AuditEntryWhereInput {
  const [, ms, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const at = new Date(Number(ms))
  if (!id || Number.isNaN(at.getTime())) {
    throw new ExpectedError('invalid', 'This is no cursor of the audit log: begin with its first page.', {
      parameter: 'cursor',
    })
  }
  return { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] }
}

type Stored = AuditEntry

function asRow(entry: Stored): AuditRow {
  const { id, at, actorKind, actorId, actorName, action, subjectType, subjectId, organizationId } = entry
  return {
    id,
    at,
    actor: { kind: actorKind, id: actorId, name: actorName },
    action,
    subject: { type: subjectType, id: subjectId },
    organizationId,
    before: entry.before,
    after: entry.after,
  }
}
