import { transact, type Transaction } from '@/lib/db/transact'
import { isAllowed, lesserRole, rolesUpTo, type Actor, type Role } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { personBehind } from './person-behind'

const NOTHING_CHANGED = 'Nothing was changed.'

/** Gives a person another role, at most the actor's own. The last owner who can sign in stays one. */
export function changeRole(
  actor: Actor,
  { id, role }: { id: string; role: Role },
  now: Date,
): Promise<{ name: string; role: Role }> {
  return transact(actor, now, async (tx, audit) => {
    const { person, mayRole, otherOwners } = await lockPerson(tx, actor, id)
    if (!rolesUpTo(mayRole).includes(role)) {
      const sentence = `Making somebody ${role} takes that role; yours is ${mayRole}. ${NOTHING_CHANGED}`
      throw new ExpectedError('forbidden', sentence, { parameter: 'role' })
    }
    if (person.role === role) {
      throw new ExpectedError('conflict', `${person.name} is ${role} already. ${NOTHING_CHANGED}`, {
        parameter: 'role',
      })
    }
    if (role !== 'owner') requireAnotherOwner(person, otherOwners)
    await tx.user.update({ where: { id }, data: { role } })
    const above = ['member', 'admin', 'owner'].filter((other) => !rolesUpTo(role).includes(other as Role))
    const withdrawn = await withdrawInvitations(tx, id, above as Role[], now)
    await audit({
      action: 'person.role_changed',
      subjectType: 'user',
      subjectId: id,
      before: { role: person.role },
      after: { role, invitations_withdrawn: withdrawn },
    })
    return { name: person.name, role }
  })
}

export interface Offboarded {
  name: string
  sessionsEnded: number
  tokensRevoked: number
}

/** Ends a person's sessions, the tokens they made, and what they invited to; what they did stays in the log. */
export function disablePerson(actor: Actor, id: string, now: Date): Promise<Offboarded> {
  return transact(actor, now, async (tx, audit) => {
    const { person, otherOwners } = await lockPerson(tx, actor, id)
    if (actor.kind === 'user' && actor.id === id) {
      throw new ExpectedError(
        'conflict',
        `You cannot disable yourself: ask another admin or owner. ${NOTHING_CHANGED}`,
      )
    }
    if (person.disabledAt) {
      throw new ExpectedError('conflict', `${person.name} is disabled already. ${NOTHING_CHANGED}`)
    }
    requireAnotherOwner(person, otherOwners)
    await tx.user.update({ where: { id }, data: { disabledAt: now } })
    const sessionsEnded = await endSessions(tx, id, now)
    const { count: tokensRevoked } = await tx.apiToken.updateMany({
      where: { createdById: id, revokedAt: null },
      data: { revokedAt: now },
    })
    await endResets(tx, id, now)
    const withdrawn = await withdrawInvitations(tx, id, ['viewer', 'member', 'admin', 'owner'], now)
    await audit({
      action: 'person.disabled',
      subjectType: 'user',
      subjectId: id,
      after: {
        sessions_ended: sessionsEnded,
        tokens_revoked: tokensRevoked,
        invitations_withdrawn: withdrawn,
      },
    })
    return { name: person.name, sessionsEnded, tokensRevoked }
  })
}

/** Lets a disabled person sign in again. Their sessions and tokens stay ended. */
export function enablePerson(actor: Actor, id: string, now: Date): Promise<{ name: string }> {
  return transact(actor, now, async (tx, audit) => {
    const { person } = await lockPerson(tx, actor, id)
    if (!person.disabledAt) {
      throw new ExpectedError('conflict', `${person.name} is not disabled. ${NOTHING_CHANGED}`)
    }
    await tx.user.update({ where: { id }, data: { disabledAt: null } })
    await audit({ action: 'person.enabled', subjectType: 'user', subjectId: id })
    return { name: person.name }
  })
}

/** Lets a person whose account at the single sign-on provider was replaced sign in with the new one. */
export function forgetIdentities(actor: Actor, id: string, now: Date): Promise<{ name: string }> {
  return transact(actor, now, async (tx, audit) => {
    const { person } = await lockPerson(tx, actor, id)
    const { count } = await tx.identity.deleteMany({ where: { userId: id } })
    if (count === 0) {
      const sentence = `${person.name} has never signed in with single sign-on. ${NOTHING_CHANGED}`
      throw new ExpectedError('conflict', sentence)
    }
    await audit({
      action: 'person.identities_forgotten',
      subjectType: 'user',
      subjectId: id,
      after: { count },
    })
    return { name: person.name }
  })
}

/**
 * The person to be changed, for whom the actor must not be beneath, with the actor's role as it is now. Their rows and
 * those of all owners who can sign in stay locked, so that two changes at once cannot both leave the other as the last.
 */
export async function lockPerson(tx: Transaction, actor: Actor, id: string) {
  requireAllowed(actor, 'manage_people')
  const self = (await personBehind(tx, actor)) ?? ''
  await tx.$queryRaw`
    select id from users where id in (${id}, ${self}) or (role = 'owner' and disabled_at is null)
    order by id for update`
  const person = await tx.user.findUnique({ where: { id } })
  if (!person) throw new ExpectedError('not_found', 'There is no such person.', { parameter: 'id' })
  const mayRole = await roleNow(tx, actor)
  if (!rolesUpTo(mayRole).includes(person.role)) {
    const sentence = `${person.name} is ${person.role}, above your role ${mayRole}. ${NOTHING_CHANGED}`
    throw new ExpectedError('forbidden', sentence, { parameter: 'id' })
  }
  const otherOwners = await tx.user.count({ where: { role: 'owner', disabledAt: null, id: { not: id } } })
  return { person, mayRole, otherOwners }
}

/**
 * The actor's own role may have been taken while their request was under way. The lock holds up whoever takes it until
 * what the actor offers is there to be withdrawn.
 */
export async function roleNow(tx: Transaction, actor: Actor): Promise<Role> {
  const id = await personBehind(tx, actor)
  if (id === null) return actor.role
  await tx.$queryRaw`select 1 from users where id = ${id} for share`
  const self = await tx.user.findUnique({ where: { id } })
  if (!self || self.disabledAt || !isAllowed(self.role, 'manage_people')) {
    throw new ExpectedError('forbidden', `Your own role was changed in the meantime. ${NOTHING_CHANGED}`)
  }
  return lesserRole(actor.role, self.role)
}

function requireAnotherOwner(
  person: { name: string; role: Role; disabledAt: Date | null },
  otherOwners: number,
): void {
  if (person.role !== 'owner' || person.disabledAt || otherOwners > 0) return
  throw new ExpectedError(
    'conflict',
    `${person.name} is the last owner who can sign in. Make somebody else an owner first. ${NOTHING_CHANGED}`,
  )
}

/** Within a transaction that writes its own audit entry. */
export async function endSessions(tx: Transaction, userId: string, now: Date): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
  })
  return count
}

/** Within a transaction that writes its own audit entry: links for a new password that are still out stop working. */
export async function endResets(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } })
}

/** What somebody offered while they were allowed to must not be taken up when they no longer are. */
async function withdrawInvitations(
  tx: Transaction,
  createdById: string,
  roles: Role[],
  now: Date,
): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { createdById, role: { in: roles }, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  })
  return count
}
