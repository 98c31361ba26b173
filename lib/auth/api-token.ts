import { prisma } from '@/lib/db/client'
import { lesserRole, type Viewer } from '@/lib/domain/viewer'
import { apiTokenHash } from '@/lib/opaque-token'
import { mintViewer } from './mint-viewer'

const TOKEN = /^onebill_[A-Za-z0-9_-]{43}$/
const SEEN_EVERY_MS = 60_000

/**
 * Who presents this bearer token; null for an unknown, expired or revoked one and for one whose maker was disabled. It
 * may do no more than its maker may at present.
 */
export async function viewerOfToken(bearer: string, now: Date): Promise<Viewer | null> {
  if (!TOKEN.test(bearer)) return null
  const token = await prisma().apiToken.findUnique({ where: { tokenHash: apiTokenHash(bearer) } })
  if (!token || token.revokedAt || (token.expiresAt && token.expiresAt <= now)) return null
  const maker = token.createdById
    ? await prisma().user.findUnique({ where: { id: token.createdById } })
    : undefined
  if (maker === null || maker?.disabledAt) return null
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() >= SEEN_EVERY_MS) {
    await prisma().apiToken.update({ where: { id: token.id }, data: { lastUsedAt: now } })
  }
  return mintViewer({
    kind: 'token',
    id: token.id,
    name: token.name,
    role: maker ? lesserRole(token.role, maker.role) : token.role,
  })
}
