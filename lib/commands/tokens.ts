import { prisma } from '@/lib/db/client'
import { transact, type Transaction } from '@/lib/db/transact'
import { rolesUpTo, type Actor, type Role } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { apiTokenHash, keyedTokenHash, randomToken } from '@/lib/opaque-token'
import { requireAllowed } from '@/lib/require-allowed'
import { roleNow } from './people'
import { personBehind } from './person-behind'

export interface NewToken {
  name: string
  role: Role
  expiresAt?: Date | null
}

/**
 * Makes a token for machines, which may do no more than its maker; one made with a token also works no longer than that.
 * The token itself is answered once and stored nowhere.
 */
export async function createToken(
  actor: Actor,
  { name, role, expiresAt = null }: NewToken,
  now: Date,
): Promise<{ id: string; token: string }> {
  requireAllowed(actor, 'manage_tokens')
  if (!rolesUpTo(actor.role).includes(role)) {
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
    await roleNow(tx, actor)
    await requireNotOutliving(tx, actor, expiresAt)
    const { id } = await tx.apiToken.create({
      data: {
        name,
        role,
        expiresAt,
        hint,
        tokenHash: apiTokenHash(token),
        createdAt: now,
        createdBy: actor.name,
        createdById: await personBehind(tx, actor),
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

async function requireNotOutliving(tx: Transaction, actor: Actor, expiresAt: Date | null): Promise<void> {
  if (actor.kind !== 'token') return
  const maker = await tx.apiToken.findUniqueOrThrow({ where: { id: actor.id ?? '' } })
  if (!maker.expiresAt || (expiresAt && expiresAt <= maker.expiresAt)) return
  throw new ExpectedError(
    'forbidden',
    `A token cannot work longer than the one it is made with, which expires at ${maker.expiresAt.toISOString()}.`,
    { parameter: 'expires_at' },
  )
}

/** Takes effect with the next request made with it. A token that may do more than the actor is not theirs to revoke. */
export async function revokeToken(actor: Actor, id: string, now: Date): Promise<{ name: string }> {
  requireAllowed(actor, 'manage_tokens')
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
        { parameter: 'id' },
      )
    }
    if (!rolesUpTo(actor.role).includes(token.role)) {
      const sentence = `Revoking a token of role ${token.role} takes that role; yours is ${actor.role}. Nothing was changed.`
      throw new ExpectedError('forbidden', sentence, { parameter: 'id' })
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

const UNKEYED = /^[0-9a-f]{64}$/

/** Keys what versions before 0.2 stored; those tokens go on working. Answers how many there were. */
export async function keyTokens(actor: Actor, now: Date): Promise<number> {
  const plain = (await prisma().apiToken.findMany({ select: { id: true, tokenHash: true } })).filter(
    (token) => UNKEYED.test(token.tokenHash),
  )
  if (plain.length === 0) return 0
  await transact(actor, now, async (tx, audit) => {
    for (const { id, tokenHash } of plain)
      await tx.apiToken.updateMany({
        where: { id, tokenHash },
        data: { tokenHash: keyedTokenHash(tokenHash) },
      })
    await audit({ action: 'token.keyed', subjectType: 'token', after: { tokens: plain.length } })
  })
  return plain.length
}
