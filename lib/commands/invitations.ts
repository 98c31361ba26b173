import { Prisma } from '@/lib/db/generated/client'
import { transact, type Transaction } from '@/lib/db/transact'
import { rolesUpTo, type Actor, type Role } from '@/lib/domain/viewer'
import { publicUrl } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { randomToken, tokenHash } from '@/lib/opaque-token'
import { requireAllowed } from '@/lib/require-allowed'
import { roleNow } from './people'
import { personBehind } from './person-behind'
import { insertSession } from './sessions'

const INVITATION_DAYS = 7
const INVITATION_MS = INVITATION_DAYS * 24 * 60 * 60 * 1000

export const UNUSABLE_INVITATION =
  'This invitation was used, withdrawn, is older than 7 days, or is not complete. Ask whoever invited you for a new one.'

export interface Invited {
  id: string
  email: string
  role: Role
  /** Answered once and stored nowhere. */
  url: string
  expiresAt: Date
}

/**
 * Invites one person by a link, once. A second invitation to the same e-mail takes the place of the first, unless that is to
 * more than the actor's own role.
 */
export function invite(
  actor: Actor,
  { email, role }: { email: string; role: Role },
  now: Date,
): Promise<Invited> {
  requireAllowed(actor, 'manage_people')
  return transact(actor, now, async (tx, audit) => {
    const mayRole = await roleNow(tx, actor)
    if (!rolesUpTo(mayRole).includes(role)) {
      const sentence = `Inviting somebody as ${role} takes that role; yours is ${mayRole}. Nothing was changed.`
      throw new ExpectedError('forbidden', sentence, { parameter: 'role' })
    }
    // Of two at once the second takes the place of the first.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`onebill.invitation ${email}`}, 0))`
    const known = await tx.user.findUnique({ where: { email } })
    if (known) throw alreadyHere(known)
    const open = { email, usedAt: null, revokedAt: null }
    const above = await tx.invitation.findFirst({
      where: { ...open, expiresAt: { gt: now }, role: { notIn: [...rolesUpTo(mayRole)] } },
    })
    if (above) {
      const sentence = `${email} is invited as ${above.role} already; replacing that takes that role, yours is ${mayRole}. Nothing was changed.`
      throw new ExpectedError('forbidden', sentence, { parameter: 'email' })
    }
    const { count: replaced } = await tx.invitation.updateMany({
      where: open,
      data: { revokedAt: now },
    })
    const token = randomToken()
    const expiresAt = new Date(now.getTime() + INVITATION_MS)
    const { id } = await tx.invitation.create({
      data: {
        email,
        role,
        tokenHash: tokenHash(token),
        createdAt: now,
        createdById: (await personBehind(tx, actor)) ?? 'system',
        expiresAt,
      },
    })
    await audit({
      action: 'invitation.created',
      subjectType: 'invitation',
      subjectId: id,
      after: { email, role, expires_at: expiresAt.toISOString(), replaced },
    })
    return { id, email, role, url: `${publicUrl()}/join/${token}`, expiresAt }
  })
}

function alreadyHere(person: { name: string; email: string; disabledAt: Date | null }): ExpectedError {
  const what = person.disabledAt ? 'was disabled: enable them again instead' : 'is here already'
  return new ExpectedError('conflict', `${person.name} (${person.email}) ${what}. Nothing was changed.`, {
    parameter: 'email',
  })
}

/** The link does not work any more. An invitation to more than the actor's own role is not theirs to withdraw. */
export function withdrawInvitation(actor: Actor, id: string, now: Date): Promise<{ email: string }> {
  requireAllowed(actor, 'manage_people')
  return transact(actor, now, async (tx, audit) => {
    const mayRole = await roleNow(tx, actor)
    const invitation = await tx.invitation.findUnique({ where: { id } })
    const { count } = await tx.invitation.updateMany({
      where: { id, usedAt: null, revokedAt: null },
      data: { revokedAt: now },
    })
    if (!invitation || count === 0) {
      throw new ExpectedError(
        'not_found',
        'This invitation was used or withdrawn already. Nothing was changed.',
        { parameter: 'id' },
      )
    }
    if (!rolesUpTo(mayRole).includes(invitation.role)) {
      const sentence = `Withdrawing an invitation as ${invitation.role} takes that role; yours is ${mayRole}. Nothing was changed.`
      throw new ExpectedError('forbidden', sentence, { parameter: 'id' })
    }
    const { email, role } = invitation
    await audit({
      action: 'invitation.withdrawn',
      subjectType: 'invitation',
      subjectId: id,
      before: { email, role },
    })
    return { email }
  })
}

/** The invited person becomes one of the people here, with a session. Uses the link up. */
export function acceptInvitation(
  actor: Actor,
  input: { token: string; name: string; passwordHash: string; userAgent: string | null },
  now: Date,
): Promise<{ userId: string; sessionId: string }> {
  return transact(actor, now, async (tx, audit) => {
    const { name, passwordHash, userAgent } = input
    const invitation = await useUp(tx, { tokenHash: tokenHash(input.token) }, now)
    if (!invitation) throw new ExpectedError('not_found', UNUSABLE_INVITATION)
    const { email, role } = invitation
    const user = await tx.user
      .create({ data: { name, email, role, passwordHash, createdAt: now } })
      .catch(sayWhenJoined)
    const sessionId = await insertSession(tx, { userId: user.id, userAgent }, now)
    await audit({
      action: 'person.joined',
      subjectType: 'user',
      subjectId: user.id,
      after: { name, email, role, by: 'invitation', invitation: invitation.id },
    })
    return { userId: user.id, sessionId }
  })
}

/** The row lock of the update lets exactly one of several simultaneous uses through; null for a link that does not count. */
export async function useUp(
  tx: Transaction,
  where: { tokenHash: string } | { email: string },
  now: Date,
): Promise<{ id: string; email: string; role: Role } | null> {
  const [invitation] = await tx.invitation.updateManyAndReturn({
    where: { ...where, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { id: true, email: true, role: true },
  })
  return invitation ?? null
}

function sayWhenJoined(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
  const sentence = 'Somebody with this e-mail has joined already: sign in instead. Nothing was changed.'
  throw new ExpectedError('conflict', sentence, { cause: error })
}
