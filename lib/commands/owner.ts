import { transact } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { insertSession } from './sessions'
import { useUpLink } from './sign-in-links'

export interface NewOwner {
  linkToken: string
  name: string
  email: string
  passwordHash: string
  userAgent: string | null
}

/** The first person of this installation. The link, the owner and their session commit together or not at all. */
export function createOwner(
  actor: Actor,
  { linkToken, name, email, passwordHash, userAgent }: NewOwner,
  now: Date,
): Promise<{ userId: string; sessionId: string }> {
  return transact(actor, now, async (tx, audit) => {
    // Two links could be used at the same time: only one may find that there is no owner.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('onebill.first-owner', 0))`
    await useUpLink(tx, linkToken, now)
    if (await tx.user.findFirst({ where: { role: 'owner' } })) {
      throw new ExpectedError(
        'conflict',
        'Somebody has become the owner in the meantime. Nothing was changed.',
      )
    }
    const user = await tx.user.create({ data: { name, email, passwordHash, role: 'owner', createdAt: now } })
    const sessionId = await insertSession(tx, { userId: user.id, userAgent }, now)
    await audit({ action: 'owner.created', subjectType: 'user', subjectId: user.id, after: { name, email } })
    return { userId: user.id, sessionId }
  })
}
