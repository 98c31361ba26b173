import { transact, type Transaction } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

/** Counted from sign-in; being seen does not prolong it. */
export const SESSION_MS = 30 * 24 * 60 * 60 * 1000

/** How long the code may be given after the password. */
const SECOND_STEP_MS = 10 * 60 * 1000

export interface NewSession {
  userId: string
  userAgent: string | null
  /** The second factor was given, or something that stands for it. */
  confirmed?: boolean
}

/**
 * Within a transaction that writes its own audit entry. Of somebody with two-factor the session counts for nothing, and
 * only for minutes, until it is confirmed.
 */
export async function insertSession(
  tx: Transaction,
  { userId, userAgent, confirmed = false }: NewSession,
  now: Date,
): Promise<string> {
  const { totpSince } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { totpSince: true },
  })
  const lasts = totpSince && !confirmed ? SECOND_STEP_MS : SESSION_MS
  const session = await tx.session.create({
    data: {
      userId,
      userAgent,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + lasts),
      confirmedAt: totpSince && confirmed ? now : null,
    },
  })
  return session.id
}

/** Within a transaction that writes its own audit entry: the second factor was given in this session. */
export async function confirmSession(tx: Transaction, sessionId: string, now: Date): Promise<void> {
  const { count } = await tx.session.updateMany({
    where: { id: sessionId, revokedAt: null, expiresAt: { gt: now } },
    data: { confirmedAt: now, expiresAt: new Date(now.getTime() + SESSION_MS) },
  })
  if (count === 0)
    throw new ExpectedError('unauthenticated', 'This took too long. Sign in again; nothing was changed.')
}

export function startSession(actor: Actor, session: NewSession, now: Date): Promise<{ sessionId: string }> {
  return transact(actor, now, async (tx, audit) => {
    const sessionId = await insertSession(tx, session, now)
    await audit({ action: 'session.started', subjectType: 'session', subjectId: sessionId })
    return { sessionId }
  })
}

/** Ends one of the actor's own sessions. */
export function revokeSession(actor: Actor, sessionId: string, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, userId: actor.id ?? '', revokedAt: null },
      data: { revokedAt: now },
    })
    if (count === 0)
      throw new ExpectedError('not_found', 'This session has already ended. Nothing was changed.', {
        parameter: 'id',
      })
    await audit({ action: 'session.revoked', subjectType: 'session', subjectId: sessionId })
  })
}

/** Ends all of the actor's own sessions but the one they are using; answers how many. */
export function revokeOtherSessions(actor: Actor, keepSessionId: string, now: Date): Promise<number> {
  return transact(actor, now, async (tx, audit) => {
    const count = await endOtherSessions(tx, actor.id ?? '', keepSessionId, now)
    await audit({
      action: 'session.others_revoked',
      subjectType: 'session',
      subjectId: keepSessionId,
      after: { ended: count },
    })
    return count
  })
}

/** Within a transaction that writes its own audit entry. */
export async function endOtherSessions(
  tx: Transaction,
  userId: string,
  keepSessionId: string,
  now: Date,
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { userId, id: { not: keepSessionId }, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
  })
  return count
}
