import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'

export interface SessionRow {
  id: string
  /** "Firefox on Linux". */
  browser: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  /** Somebody gave the password and not yet the second factor. */
  waitsForCode: boolean
}

/** Where the viewer is signed in at present, last seen first. */
export async function listSessions(viewer: Viewer, now: Date): Promise<SessionRow[]> {
  const sessions = await prisma().session.findMany({
    where: { userId: viewer.id ?? '', revokedAt: null, expiresAt: { gt: now } },
    include: { user: { select: { totpSince: true } } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
  })
  return sessions.map(({ id, userAgent, createdAt, lastSeenAt, expiresAt, confirmedAt, user }) => ({
    id,
    browser: describeBrowser(userAgent),
    createdAt,
    lastSeenAt,
    expiresAt,
    waitsForCode: user.totpSince !== null && confirmedAt === null,
  }))
}

// Order matters: Edge and Chrome also call themselves Safari, Android also calls itself Linux.
const BROWSERS = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
] as const

export function describeBrowser(userAgent: string | null): string {
  if (!userAgent) return 'Unknown browser'
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? userAgent.slice(0, 60)
}
