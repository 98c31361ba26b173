import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'
import { tokenHash } from '@/lib/opaque-token'
import { mintViewer } from './mint-viewer'

const TOKEN = /^onebill_[A-Za-z0-9_-]{43}$/
const SEEN_EVERY_MS = 60_000

/** Who presents this bearer token; null for an unknown, expired or revoked one. */
export async function viewerOfToken(bearer: string, now: Date): Promise<Viewer | null> {
  if (!TOKEN.test(bearer)) return null
  const token = await prisma().apiToken.findUnique({ where: { tokenHash: tokenHash(bearer) } })
  if (!token || token.revokedAt || (token.expiresAt && token.expiresAt <= now)) return null
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() >= SEEN_EVERY_MS) {
    await prisma().apiToken.update({ where: { id: token.id }, data: { lastUsedAt: now } })
  }
  return mintViewer({ kind: 'token', id: token.id, name: token.name, role: token.role })
}
