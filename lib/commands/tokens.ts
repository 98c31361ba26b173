import { transact } from '@/lib/db/transact'
import { isAllowed, ROLES, type Actor, type Role } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { randomToken, tokenHash } from '@/lib/opaque-token'

export interface NewToken {
  name: string
  role: Role
  expiresAt?: Date | null
}

/** Makes a token for machines. The token itself is answered once and stored nowhere. */
export async function createToken(
  actor: Actor,
  { name, role, expiresAt = null }: NewToken,
  now: Date,
): Promise<{ id: string; token: string }> {
  requireAllowed(actor)
  if (ROLES.indexOf(role) > ROLES.indexOf(actor.role)) {
    const sentence = `A token cannot be allowed more than its maker: your role is ${actor.role}.`
    throw new ExpectedError('forbidden', sentence, { parameter: 'role' })
  }
  if (expiresAt && expiresAt <= now) {
    throw new ExpectedError('invalid', 'The token would have expired already: choose a later day.', {
      parameter: 'expires_at',
    })
  }
  const token = `onebill_${randomToken()}`
  const hint = `onebill_…${token.slice(-4)}`
  return transact(actor, now, async (tx, audit) => {
    const { id } = await tx.apiToken.create({
      data: {
        name,
        role,
        expiresAt,
        hint,
        tokenHash: tokenHash(token),
        createdAt: now,
        createdBy: actor.name,
      },
    })
    await audit({
      action: 'token.created',
      subjectType: 'token',
      subjectId: id,
      after: { name, role, hint, expires_at: expiresAt?.toISOString() ?? null },
    })
    return { id, token }
  })
}

/** Takes effect with the next request made with it. */
export async function revokeToken(actor: Actor, id: string, now: Date): Promise<{ name: string }> {
  requireAllowed(actor)
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: now },
    })
    const token = await tx.apiToken.findUnique({ where: { id } })
    if (count === 0 || !token) {
      throw new ExpectedError(
        'not_found',
        'There is no such token, or it was revoked already. Nothing was changed.',
      )
    }
    await audit({
      action: 'token.revoked',
      subjectType: 'token',
      subjectId: id,
      before: { name: token.name, hint: token.hint },
    })
    return { name: token.name }
  })
}

function requireAllowed(actor: Actor): void {
  if (isAllowed(actor.role, 'manage_tokens')) return
  throw new ExpectedError('forbidden', 'Only admins and owners can make or revoke tokens. Ask one of them.')
}
