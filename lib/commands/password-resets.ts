import { transact, type Transaction } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { publicUrl } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { randomToken, tokenHash } from '@/lib/opaque-token'
import { endResets, endSessions, lockPerson } from './people'
import { insertSession } from './sessions'

const RESET_MS = 60 * 60 * 1000

export const UNUSABLE_RESET =
  'This link was used, replaced by a newer one, is older than an hour, or is not complete. Ask for a new one.'

export interface ResetLink {
  userId: string
  name: string
  email: string
  /** Answered once and stored nowhere. */
  url: string
}

/**
 * For somebody who forgot their password, handed over by an admin or owner who is not beneath them. Nobody makes one for
 * themselves: whoever finds a session open would need no password to set another.
 */
export function createPasswordReset(actor: Actor, userId: string, now: Date): Promise<ResetLink> {
  return transact(actor, now, async (tx, audit) => {
    const { person } = await lockPerson(tx, actor, userId)
    if (person.disabledAt) {
      throw new ExpectedError(
        'conflict',
        `${person.name} is disabled: enable them first. Nothing was changed.`,
      )
    }
    if (actor.kind === 'user' && actor.id === userId && person.passwordHash !== null) {
      throw new ExpectedError(
        'conflict',
        'Change your own password under Settings → Profile, or ask another admin or owner for a link. Nothing was changed.',
      )
    }
    const link = await insertReset(tx, person, now)
    await audit({ action: 'password_reset.created', subjectType: 'user', subjectId: userId })
    return link
  })
}

/** For the mail to whoever asks at the sign-in page; null where nobody who can sign in has this e-mail. */
export async function requestPasswordReset(
  actor: Actor,
  email: string,
  now: Date,
): Promise<ResetLink | null> {
  const nobody = Symbol('nobody')
  return transact(actor, now, async (tx, audit) => {
    const person = await tx.user.findUnique({ where: { email } })
    if (!person || person.disabledAt) throw nobody
    const link = await insertReset(tx, person, now)
    await audit({ action: 'password_reset.requested', subjectType: 'user', subjectId: person.id })
    return link
  }).catch((error: unknown) => {
    if (error === nobody) return null
    throw error
  })
}

/** One link counts at a time: a new one takes the place of those before. */
async function insertReset(
  tx: Transaction,
  { id, name, email }: { id: string; name: string; email: string },
  now: Date,
): Promise<ResetLink> {
  await endResets(tx, id, now)
  const token = randomToken()
  await tx.passwordReset.create({
    data: {
      userId: id,
      tokenHash: tokenHash(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + RESET_MS),
    },
  })
  return { userId: id, name, email, url: `${publicUrl()}/reset/${token}` }
}

/** Sets the password the link is for and ends all sessions of that person. Uses the link up. */
export function resetPassword(
  actor: Actor,
  input: { token: string; passwordHash: string; userAgent: string | null },
  now: Date,
): Promise<{ userId: string; sessionId: string }> {
  return transact(actor, now, async (tx, audit) => {
    const [reset] = await tx.passwordReset.updateManyAndReturn({
      where: {
        tokenHash: tokenHash(input.token),
        usedAt: null,
        expiresAt: { gt: now },
        user: { disabledAt: null },
      },
      data: { usedAt: now },
      select: { userId: true },
    })
    if (!reset) throw new ExpectedError('not_found', UNUSABLE_RESET)
    const { userId } = reset
    await tx.user.update({ where: { id: userId }, data: { passwordHash: input.passwordHash } })
    const ended = await endSessions(tx, userId, now)
    const sessionId = await insertSession(tx, { userId, userAgent: input.userAgent }, now)
    await audit({
      action: 'password.reset',
      subjectType: 'user',
      subjectId: userId,
      after: { sessions_ended: ended },
    })
    return { userId, sessionId }
  })
}
