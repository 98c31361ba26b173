import { Prisma } from '@/lib/db/generated/client'
import { transact, type Transaction } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { useUp } from './invitations'
import { insertSession } from './sessions'

/** What a provider has vouched for: the caller checked signature, nonce and that the e-mail is verified. */
export interface VouchedIdentity {
  issuer: string
  subject: string
  /** Lower case. */
  email: string
  name: string
  userAgent: string | null
}

export type IdentityRefusal = 'NotInvited' | 'Disabled' | 'AnotherIdentity' | 'NoOwner'
type Outcome = { sessionId: string; userId: string } | { refusal: IdentityRefusal }

/**
 * Starts a session for whoever an OpenID Connect provider vouches for: somebody bound to this identity, or with this
 * e-mail (bound from now on), or invited (with that role), or of an allowed domain (as viewer); in this order.
 */
export async function signInWithIdentity(
  actor: Actor,
  identity: VouchedIdentity,
  allowedDomains: readonly string[],
  now: Date,
  again = true,
): Promise<Outcome> {
  const refused = (refusal: IdentityRefusal) => Object.assign(new Error(refusal), { refusal })
  try {
    return await transact(actor, now, async (tx, audit) => {
      const { issuer, subject, email, userAgent } = identity
      const person =
        (await boundPerson(tx, issuer, subject)) ?? (await tx.user.findUnique({ where: { email } }))
      if (person?.disabledAt) throw refused('Disabled')
      const user = person ?? (await join(tx, identity, allowedDomains, now))
      if (user === null) throw refused('NotInvited')
      if (user === 'no owner') throw refused('NoOwner')
      const bound = await tx.identity.findMany({ where: { issuer, userId: user.id } })
      if (bound.some((other) => other.subject !== subject)) throw refused('AnotherIdentity')
      if (!person) {
        const { id, name, role, by } = user as Joined
        const after = { name, email, role, by }
        await audit({ action: 'person.joined', subjectType: 'user', subjectId: id, after })
      }
      if (bound.length === 0) {
        await tx.identity.create({ data: { issuer, subject, userId: user.id, createdAt: now } })
        const after = { issuer, email }
        await audit({ action: 'identity.bound', subjectType: 'user', subjectId: user.id, after })
      }
      const sessionId = await insertSession(tx, { userId: user.id, userAgent }, now)
      await audit({
        action: 'session.started',
        subjectType: 'session',
        subjectId: sessionId,
        after: { user: user.id, by: 'single sign-on' },
      })
      return { sessionId, userId: user.id }
    })
  } catch (error) {
    const refusal = (error as { refusal?: IdentityRefusal } | null)?.refusal
    if (refusal) return { refusal }
    // Two first sign-ins at once: the one that lost finds what the other made.
    if (again && error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      return signInWithIdentity(actor, identity, allowedDomains, now, false)
    throw error
  }
}

async function boundPerson(tx: Transaction, issuer: string, subject: string) {
  const bound = await tx.identity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { user: true },
  })
  return bound?.user ?? null
}

type Joined = Awaited<ReturnType<Transaction['user']['create']>> & { by: string }

async function join(
  tx: Transaction,
  { email, name }: VouchedIdentity,
  allowedDomains: readonly string[],
  now: Date,
): Promise<Joined | 'no owner' | null> {
  // The first person comes by the link printed on the machine, nobody by being quicker.
  if (!(await tx.user.findFirst({ where: { role: 'owner' } }))) return 'no owner'
  const invitation = await useUp(tx, { email }, now)
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (!invitation && !allowedDomains.includes(domain)) return null
  const role = invitation?.role ?? 'viewer'
  const user = await tx.user.create({ data: { email, name, role, createdAt: now } })
  return { ...user, by: invitation ? 'invitation, single sign-on' : 'allowed domain, single sign-on' }
}
