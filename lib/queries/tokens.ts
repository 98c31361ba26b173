import { prisma } from '@/lib/db/client'
import { type ApiToken, tokenState } from '@/lib/domain/api-token'
import { lesserRole, type Viewer } from '@/lib/domain/viewer'
import { requireAllowed } from '@/lib/require-allowed'

/** All tokens, those that still work first, then the newest first. */
export async function listTokens(viewer: Viewer, now: Date): Promise<ApiToken[]> {
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
  const rows = tokens.map(({ revokedAt, createdById, ...token }): ApiToken => {
    const makerRole = createdById ? roleOf.get(createdById) : undefined
    return {
      ...token,
      mayNow: makerRole ? lesserRole(token.role, makerRole) : token.role,
      state: tokenState({ expiresAt: token.expiresAt, revokedAt }, now),
    }
  })
  return [...rows.filter((row) => row.state === 'active'), ...rows.filter((row) => row.state !== 'active')]
}
