import { prisma } from '@/lib/db/client'
import { isSwitchedOn } from '@/lib/db/stored-switch'
import { REQUIRE_TWO_FACTOR } from '@/lib/domain/two-factor'
import type { Viewer } from '@/lib/domain/viewer'

/** What is asked of admins and owners, and how many of them have yet to set it up. */
export async function getSecuritySettings(
  _viewer: Viewer,
): Promise<{ twoFactorRequired: boolean; without: string[] }> {
  const [twoFactorRequired, without] = await Promise.all([
    isSwitchedOn(REQUIRE_TWO_FACTOR),
    prisma().user.findMany({
      where: { role: { in: ['admin', 'owner'] }, disabledAt: null, totpSince: null },
      select: { name: true },
      orderBy: { name: 'asc' },
    }),
  ])
  return { twoFactorRequired, without: without.map(({ name }) => name) }
}
