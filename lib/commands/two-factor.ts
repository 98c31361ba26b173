import { createHash, randomBytes } from 'node:crypto'
import { transact, type Transaction } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { endSessions, lockPerson } from './people'
import { confirmSession, endOtherSessions } from './sessions'

const RECOVERY_CODES = 10
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789' // 32 letters that are not mistaken for each other

/** Keeps a sealed secret that is not in force until a code made with it was given. */
export function prepareTwoFactor(actor: Actor, sealedTotp: string, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.user.updateMany({
      where: { id: actor.id ?? '', totpSince: null },
      data: { sealedTotp, totpLastStep: null },
    })
    if (count === 0) {
      throw new ExpectedError('conflict', 'Two-factor is on already. Turn it off first to set it up anew.')
    }
    await audit({ action: 'two_factor.prepared', subjectType: 'user', subjectId: actor.id })
  })
}

/**
 * Puts two-factor in force with the first code, whose time step is `step`. Ends the actor's other sessions and answers
 * the recovery codes, which are stored only as hashes.
 */
export function enableTwoFactor(
  actor: Actor,
  { step, sealedTotp, sessionId }: { step: bigint; sealedTotp: string; sessionId: string },
  now: Date,
): Promise<{ recoveryCodes: string[] }> {
  return transact(actor, now, async (tx, audit) => {
    const userId = actor.id ?? ''
    const { count } = await tx.user.updateMany({
      where: { id: userId, totpSince: null, sealedTotp },
      data: { totpSince: now, totpLastStep: step },
    })
    if (count === 0)
      throw new ExpectedError('conflict', 'The setup was begun anew elsewhere. Begin again here.')
    const recoveryCodes = await replaceRecoveryCodes(tx, userId)
    await confirmSession(tx, sessionId, now)
    const ended = await endOtherSessions(tx, userId, sessionId, now)
    await audit({
      action: 'two_factor.enabled',
      subjectType: 'user',
      subjectId: userId,
      after: { sessions_ended: ended },
    })
    return { recoveryCodes }
  })
}

/** The old recovery codes stop working. */
export function renewRecoveryCodes(actor: Actor, now: Date): Promise<{ recoveryCodes: string[] }> {
  return transact(actor, now, async (tx, audit) => {
    const recoveryCodes = await replaceRecoveryCodes(tx, actor.id ?? '')
    await audit({ action: 'two_factor.codes_renewed', subjectType: 'user', subjectId: actor.id })
    return { recoveryCodes }
  })
}

export function disableTwoFactor(actor: Actor, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    await clearTwoFactor(tx, actor.id ?? '')
    await audit({ action: 'two_factor.disabled', subjectType: 'user', subjectId: actor.id })
  })
}

/** For somebody who lost their phone and their recovery codes. Ends their sessions. */
export function resetTwoFactor(actor: Actor, userId: string, now: Date): Promise<{ name: string }> {
  requireAllowed(actor, 'manage_security')
  return transact(actor, now, async (tx, audit) => {
    const { person, mayRole } = await lockPerson(tx, actor, userId)
    requireAllowed({ role: mayRole }, 'manage_security')
    if (actor.kind === 'user' && actor.id === userId) {
      throw new ExpectedError('conflict', 'Turn your own two-factor off under Settings → Security.')
    }
    if (!person.totpSince) {
      throw new ExpectedError('conflict', `${person.name} has no two-factor. Nothing was changed.`)
    }
    await clearTwoFactor(tx, userId)
    const ended = await endSessions(tx, userId, now)
    await audit({
      action: 'two_factor.reset',
      subjectType: 'user',
      subjectId: userId,
      after: { sessions_ended: ended },
    })
    return { name: person.name }
  })
}

/** Confirms a session with the code of time step `step`; false where a code of this step or a later one was taken before. */
export function confirmWithStep(
  actor: Actor,
  { sessionId, step }: { sessionId: string; step: bigint },
  now: Date,
): Promise<boolean> {
  return whereTaken((taken) =>
    transact(actor, now, async (tx, audit) => {
      if (!(await takeStep(tx, actor.id ?? '', step))) throw taken
      await confirmSession(tx, sessionId, now)
      await audit({ action: 'session.confirmed', subjectType: 'session', subjectId: sessionId })
      return true
    }),
  )
}

/** The same with a recovery code, which is used up. */
export function confirmWithRecoveryCode(
  actor: Actor,
  { sessionId, code }: { sessionId: string; code: string },
  now: Date,
): Promise<boolean> {
  return whereTaken((taken) =>
    transact(actor, now, async (tx, audit) => {
      if (!(await takeRecoveryCode(tx, actor.id ?? '', code, now))) throw taken
      await confirmSession(tx, sessionId, now)
      await audit({
        action: 'session.confirmed',
        subjectType: 'session',
        subjectId: sessionId,
        after: { by: 'recovery code' },
      })
      return true
    }),
  )
}

/** Uses a code up outside of signing in: for changes that ask for it again. */
export function takeCode(
  actor: Actor,
  given: { step: bigint } | { recoveryCode: string },
  now: Date,
): Promise<boolean> {
  return whereTaken((taken) =>
    transact(actor, now, async (tx, audit) => {
      const userId = actor.id ?? ''
      const took =
        'step' in given
          ? await takeStep(tx, userId, given.step)
          : await takeRecoveryCode(tx, userId, given.recoveryCode, now)
      if (!took) throw taken
      await audit({
        action: 'two_factor.code_given',
        subjectType: 'user',
        subjectId: userId,
        after: { by: 'step' in given ? 'code' : 'recovery code' },
      })
      return true
    }),
  )
}

/** Rolls the transaction back without an audit entry where there is nothing to take. */
async function whereTaken(run: (taken: symbol) => Promise<boolean>): Promise<boolean> {
  const taken = Symbol('taken')
  return run(taken).catch((error: unknown) => {
    if (error === taken) return false
    throw error
  })
}

/** The update's row lock lets one of several simultaneous uses of a code through (RFC 6238, 5.2). */
async function takeStep(tx: Transaction, userId: string, step: bigint): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  })
  return count === 1
}

async function takeRecoveryCode(tx: Transaction, userId: string, code: string, now: Date): Promise<boolean> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: recoveryHash(userId, code), usedAt: null },
    data: { usedAt: now },
  })
  return count === 1
}

async function replaceRecoveryCodes(tx: Transaction, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, codeHash: recoveryHash(userId, code) })),
  })
  return codes
}

/** Within a transaction that writes its own audit entry. */
export async function clearTwoFactor(tx: Transaction, userId: string): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { sealedTotp: null, totpSince: null, totpLastStep: null },
  })
  await tx.recoveryCode.deleteMany({ where: { userId } })
}

/** 80 random bits as four groups of four letters. */
function newRecoveryCode(): string {
  const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('')
  return (letters.match(/.{4}/g) ?? []).join('-')
}

function recoveryHash(userId: string, code: string): string {
  const letters = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return createHash('sha256').update(`${userId}:${letters}`).digest('hex')
}
