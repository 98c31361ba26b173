import { pool, prisma } from '@/lib/db/client'
import type { User } from '@/lib/db/generated/client'
import { REQUIRE_TWO_FACTOR } from '@/lib/domain/two-factor'
import { isAllowed, type Viewer } from '@/lib/domain/viewer'
import { mintViewer } from './mint-viewer'
import { openSessionCookie } from './session-cookie'

const SEEN_EVERY_MS = 5 * 60_000

export interface OpenSession {
  id: string
  email: string
  viewer: Viewer
  /** An owner requires two-factor of people with this role, and they have none yet: reading is all they may do. */
  mustSetUpTwoFactor: boolean
}

/** The session behind a cookie, unless it is revoked, over or not confirmed, or its user was disabled. */
export async function openSession(
  cookie: string,
  now: Date,
  browserTimeZone: string | null = null,
): Promise<OpenSession | null> {
  const session = await sessionBehind(cookie, now)
  if (!session || waitsForCode(session)) return null
  if (now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await prisma().session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  }
  const { userId: id, email, name, role } = session
  const timeZone = session.timeZone ?? browserTimeZone
  return {
    ...{ id: session.id, email },
    viewer: mintViewer({ kind: 'user', id, name, role, ...(timeZone && { timeZone }) }),
    mustSetUpTwoFactor: !session.totpSince && isAllowed(role, 'manage_tokens') && session.isTwoFactorRequired,
  }
}

/** Whoever gave their password and not yet the code; null for everybody else. */
export async function openWaitingSession(
  cookie: string,
  now: Date,
): Promise<{ id: string; user: User; viewer: Viewer } | null> {
  const session = await sessionBehind(cookie, now)
  if (!session || !waitsForCode(session)) return null
  const user = await prisma().user.findUniqueOrThrow({ where: { id: session.userId } })
  const { id, name, role } = user
  return { id: session.id, user, viewer: mintViewer({ kind: 'user', id, name, role }) }
}

/** A session that stands, and of its user what every page asks for. */
interface FoundSession extends Pick<User, 'email' | 'name' | 'role' | 'timeZone' | 'totpSince'> {
  id: string
  userId: string
  lastSeenAt: Date
  confirmedAt: Date | null
  isTwoFactorRequired: boolean
}

/** Every page asks, so in plain SQL and at once. */
async function sessionBehind(cookie: string, now: Date): Promise<FoundSession | null> {
  const id = await openSessionCookie(cookie)
  if (!id) return null
  const { rows } = await pool().query<FoundSession>(
    `select s.id, s.user_id as "userId", s.last_seen_at as "lastSeenAt", s.confirmed_at as "confirmedAt",
       u.email, u.name, u.role::text as role, u.time_zone as "timeZone", u.totp_since as "totpSince",
       exists (select from settings where key = $3 and value = 'true'::jsonb) as "isTwoFactorRequired"
     from sessions s join users u on u.id = s.user_id
     where s.id = $1 and s.revoked_at is null and s.expires_at > $2 and u.disabled_at is null`,
    [id, now, REQUIRE_TWO_FACTOR],
  )
  return rows[0] ?? null
}

function waitsForCode({ totpSince, confirmedAt }: FoundSession): boolean {
  return totpSince !== null && confirmedAt === null
}
