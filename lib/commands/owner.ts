import { transact } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { endOtherSessions, insertSession } from './sessions'
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

/** Name and e-mail of the person who is signed in. */
export function changeProfile(actor: Actor, { name, email }: { name: string; email: string }, now: Date) {
  return transact(actor, now, async (tx, audit) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: actor.id ?? '' } })
    const other = await tx.user.findUnique({ where: { email } })
    if (other && other.id !== before.id) {
      const sentence = 'Somebody else here already uses this e-mail address. Nothing was changed.'
      throw new ExpectedError('conflict', sentence, { parameter: 'email' })
    }
    await tx.user.update({ where: { id: before.id }, data: { name, email } })
    await audit({
      action: 'profile.changed',
      subjectType: 'user',
      subjectId: before.id,
      before: { name: before.name, email: before.email },
      after: { name, email },
    })
  })
}

/** Sets the actor's own password and ends their other sessions; answers how many. */
export function changePassword(
  actor: Actor,
  { passwordHash, keepSessionId }: { passwordHash: string; keepSessionId: string },
  now: Date,
): Promise<{ ended: number }> {
  return transact(actor, now, async (tx, audit) => {
    const user = await tx.user.update({ where: { id: actor.id ?? '' }, data: { passwordHash } })
    const ended = await endOtherSessions(tx, user.id, keepSessionId, now)
    await audit({
      action: 'password.changed',
      subjectType: 'user',
      subjectId: user.id,
      after: { sessions_ended: ended },
    })
    return { ended }
  })
}
