import { prisma } from '@/lib/db/client'
import { lesserRole, type Role, type Viewer } from '@/lib/domain/viewer'
import { requireAllowed } from '@/lib/require-allowed'

export interface TokenRow {
  id: string
  name: string
  hint: string
  role: Role
  /** Never more than its maker's role at present. */
  mayNow: Role
  createdAt: Date
  createdBy: string
  lastUsedAt: Date | null
  expiresAt: Date | null
  state: TokenState
}

export type TokenState = 'active' | 'expired' | 'revoked'

export function tokenState(
  { expiresAt, revokedAt }: { expiresAt: Date | null; revokedAt: Date | null },
  now: Date,
): TokenState {
  if (revokedAt) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}

/** All tokens, those that still work first, then the newest first. */
export async function listTokens(viewer: Viewer, now: Date): Promise<TokenRow[]> {
  requireAllowed(viewer, 'manage_tokens')
  const tokens = await prisma().apiToken.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    omit: { tokenHash: true },
  })
  const makers = await prisma().user.findMany({
    where: { id: { in: tokens.flatMap(({ createdById }) => createdById ?? []) } },
    select: { id: true, role: true },
  })
  const roleOf = new Map(makers.map(({ id, role }) => [id, role]))
  const rows = tokens.map(({ revokedAt, createdById, ...token }): TokenRow => {
    const makerRole = createdById ? roleOf.get(createdById) : undefined
    return {
      ...token,
      mayNow: makerRole ? lesserRole(token.role, makerRole) : token.role,
      state: tokenState({ expiresAt: token.expiresAt, revokedAt }, now),
    }
  })
  return [...rows.filter((row) => row.state === 'active'), ...rows.filter((row) => row.state !== 'active')]
}
