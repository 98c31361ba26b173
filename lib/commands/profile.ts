import { Prisma } from '@/lib/db/generated/client'
import { transact } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { endResets } from './people'
import { endOtherSessions } from './sessions'

/** Name, e-mail and time zone (IANA; null = that of the browser) of the person who is signed in. */
export function changeProfile(
  actor: Actor,
  { name, email, timeZone }: { name: string; email: string; timeZone: string | null },
  now: Date,
): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: actor.id ?? '' } })
    if (email !== before.email) await endResets(tx, before.id, now) // they lie in a mailbox that is theirs no longer
    await tx.user.update({ where: { id: before.id }, data: { name, email, timeZone } }).catch(sayWhenTaken)
    await audit({
      action: 'profile.changed',
      subjectType: 'user',
      subjectId: before.id,
      before: { name: before.name, email: before.email, time_zone: before.timeZone },
      after: { name, email, time_zone: timeZone },
    })
  })
}

/** The unique index alone decides: two people may ask for the same address at once. */
function sayWhenTaken(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
  const sentence = 'Somebody else here already uses this e-mail address. Nothing was changed.'
  throw new ExpectedError('conflict', sentence, { parameter: 'email', cause: error })
}

/** Sets the actor's own password and ends their other sessions; answers how many. */
export function changePassword(
  actor: Actor,
  { passwordHash, keepSessionId }: { passwordHash: string; keepSessionId: string },
  now: Date,
): Promise<{ ended: number }> {
  return transact(actor, now, async (tx, audit) => {
    await endResets(tx, actor.id ?? '', now)
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
