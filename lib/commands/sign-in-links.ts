import { transact, type Transaction } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { publicUrl } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { randomToken, tokenHash } from '@/lib/opaque-token'
import { endResets, endSessions } from './people'
import { insertSession } from './sessions'
import { clearTwoFactor } from './two-factor'

const LINK_MS = 15 * 60 * 1000

/** A one-time link for whoever can run commands on this machine. Only its hash is stored. */
export function createSignInLink(actor: Actor, now: Date): Promise<{ url: string; expiresAt: Date }> {
  return transact(actor, now, async (tx, audit) => {
    const token = randomToken()
    const expiresAt = new Date(now.getTime() + LINK_MS)
    const link = await tx.signInLink.create({
      data: { tokenHash: tokenHash(token), createdAt: now, expiresAt },
    })
    await audit({ action: 'sign_in_link.created', subjectType: 'sign_in_link', subjectId: link.id })
    return { url: `${publicUrl()}/welcome?token=${token}`, expiresAt }
  })
}

/** Signs the first owner in, with a new password where one is given, which also turns two-factor off. Uses the link up. */
export function signInWithLink(
  actor: Actor,
  input: { token: string; passwordHash: string | null; userAgent: string | null },
  now: Date,
): Promise<{ sessionId: string; userId: string }> {
  return transact(actor, now, async (tx, audit) => {
    await useUpLink(tx, input.token, now)
    const owner = await firstOwner(tx)
    if (!owner)
      throw new ExpectedError('conflict', 'There is no owner yet. Open the link again to become the owner.')
    if (input.passwordHash !== null) {
      await endResets(tx, owner.id, now)
      await tx.user.update({ where: { id: owner.id }, data: { passwordHash: input.passwordHash } })
      await clearTwoFactor(tx, owner.id)
      const after = { sessions_ended: await endSessions(tx, owner.id, now) }
      await audit({ action: 'password.reset_by_link', subjectType: 'user', subjectId: owner.id, after })
    }
    // The link proves control of the machine, which stands for every factor.
    const session = { userId: owner.id, userAgent: input.userAgent, confirmed: true }
    const sessionId = await insertSession(tx, session, now)
    await audit({
      action: 'session.started',
      subjectType: 'session',
      subjectId: sessionId,
      after: { user: owner.id, by: 'sign-in link' },
    })
    return { sessionId, userId: owner.id }
  })
}

/** The row lock of the update lets exactly one of several simultaneous uses through. */
export async function useUpLink(tx: Transaction, token: string, now: Date): Promise<void> {
  const { count } = await tx.signInLink.updateMany({
    where: { tokenHash: tokenHash(token), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  if (count === 0) throw new ExpectedError('not_found', UNUSABLE_LINK)
}

export const UNUSABLE_LINK =
  'This link was used, is older than 15 minutes, or is not complete. For a new one, run on the machine Onebill runs on: npm run --silent onebill -- sign-in-link'

function firstOwner(tx: Transaction) {
  return tx.user.findFirst({ where: { role: 'owner', disabledAt: null }, orderBy: { createdAt: 'asc' } })
}
