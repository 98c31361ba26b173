import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'
import { mintViewer } from './mint-viewer'
import { openSessionCookie } from './session-cookie'

const SEEN_EVERY_MS = 5 * 60_000

export interface OpenSession {
  id: string
  email: string
  viewer: Viewer
}

/** The session behind a cookie, unless it is revoked or over or its user was disabled. */
export async function openSession(cookie: string, now: Date): Promise<OpenSession | null> {
  const id = await openSessionCookie(cookie)
  if (!id) return null
  const session = await prisma().session.findUnique({ where: { id }, include: { user: true } })
  if (!session || session.revokedAt || session.expiresAt <= now || session.user.disabledAt) return null
  if (now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await prisma().session.updateMany({ where: { id }, data: { lastSeenAt: now } })
  }
  const { user } = session
  return {
    id,
    email: user.email,
    viewer: mintViewer({ kind: 'user', id: user.id, name: user.name, role: user.role }),
  }
}
