import { prisma } from '@/lib/db/client'
import type { Role, Viewer } from '@/lib/domain/viewer'
import { requireAllowed } from '@/lib/require-allowed'

export interface TokenRow {
  id: string
  name: string
  hint: string
  role: Role
  createdAt: Date
  createdBy: string
  lastUsedAt: Date | null
  expiresAt: Date | null
  state: 'active' | 'expired' | 'revoked'
}

/** All tokens, those that still work first, then the newest first. */
export async function listTokens(viewer: Viewer, now: Date): Promise<TokenRow[]> {
  requireAllowed(viewer, 'manage_tokens')
  const tokens = await prisma().apiToken.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    omit: { tokenHash: true },
  })
  const rows = tokens.map(({ revokedAt, ...token }): TokenRow => {
    const expired = token.expiresAt !== null && token.expiresAt <= now
    return { ...token, state: revokedAt ? 'revoked' : expired ? 'expired' : 'active' }
  })
  return [...rows.filter((row) => row.state === 'active'), ...rows.filter((row) => row.state !== 'active')]
}
