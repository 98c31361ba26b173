import { prisma } from '@/lib/db/client'
import type { Session, User } from '@/lib/db/generated/client'
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
  const { user } = session
  const { id, name, role } = user
  const timeZone = user.timeZone ?? browserTimeZone
  return {
    id: session.id,
    email: user.email,
    viewer: mintViewer({ kind: 'user', id, name, role, ...(timeZone && { timeZone }) }),
    mustSetUpTwoFactor:
      !user.totpSince && isAllowed(user.role, 'manage_tokens') && (await isTwoFactorRequired()),
  }
}

/** Whoever gave their password and not yet the code; null for everybody else. */
export async function openWaitingSession(
  cookie: string,
  now: Date,
): Promise<{ id: string; user: User; viewer: Viewer } | null> {
  const session = await sessionBehind(cookie, now)
  if (!session || !waitsForCode(session)) return null
  const { id, name, role } = session.user
  return { id: session.id, user: session.user, viewer: mintViewer({ kind: 'user', id, name, role }) }
}

async function sessionBehind(cookie: string, now: Date): Promise<(Session & { user: User }) | null> {
  const id = await openSessionCookie(cookie)
  if (!id) return null
  const session = await prisma().session.findUnique({ where: { id }, include: { user: true } })
  return !session || session.revokedAt || session.expiresAt <= now || session.user.disabledAt ? null : session
}

function waitsForCode(session: Session & { user: User }): boolean {
  return session.user.totpSince !== null && session.confirmedAt === null
}

async function isTwoFactorRequired(): Promise<boolean> {
  const setting = await prisma().setting.findUnique({ where: { key: REQUIRE_TWO_FACTOR } })
  return setting?.value === true
}
