import { prisma } from '@/lib/db/client'
import { tokenHash } from '@/lib/opaque-token'

export type Welcome =
  { state: 'first_run' } | { state: 'owner'; name: string; email: string } | { state: 'unusable' }

/** What a sign-in link is good for at present. Looking does not use it up. */
export async function welcomeOf(token: string, now: Date): Promise<Welcome> {
  const link = await prisma().signInLink.findUnique({ where: { tokenHash: tokenHash(token) } })
  if (!link || link.usedAt || link.expiresAt <= now) return { state: 'unusable' }
  const owner = await prisma().user.findFirst({
    where: { role: 'owner', disabledAt: null },
    orderBy: { createdAt: 'asc' },
  })
  return owner ? { state: 'owner', name: owner.name, email: owner.email } : { state: 'first_run' }
}

/** Until then there is nobody to sign in as. */
export async function hasOwner(): Promise<boolean> {
  return (await prisma().user.count({ where: { role: 'owner' } })) > 0
}
