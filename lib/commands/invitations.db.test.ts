import { beforeEach, describe, expect, it } from 'vitest'
import { invitationBehind } from '@/lib/auth/door-links'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Viewer } from '@/lib/domain/viewer'
import { listInvitations } from '@/lib/queries/people'
import { acceptInvitation, invite, withdrawInvitation } from './invitations'

const now = new Date('2026-11-22T10:00:00Z')
const lastMoment = new Date('2026-11-29T09:59:59Z')
const tooLate = new Date('2026-11-29T10:00:00Z')
const holder = systemActor('invitation', 'viewer')

useDatabase({ emptied: ['users', 'invitations', 'audit_entries'] })

let admin: Viewer
beforeEach(async () => {
  const data = { email: 'alan@example.com', name: 'Alan', role: 'admin' as const, createdAt: now }
  const { id } = await prisma().user.create({ data })
  admin = mintViewer({ kind: 'user', id, name: 'Alan', role: 'admin' })
})

const offer = async (email = 'max@example.com', role: 'member' | 'admin' | 'owner' = 'member') => {
  const invited = await invite(admin, { email, role }, now)
  return { ...invited, token: invited.url.split('/').at(-1) ?? '' }
}
const accept = (token: string, at = now) =>
  acceptInvitation(holder, { token, name: 'Max', passwordHash: '$argon2id$x', userAgent: null }, at)

describe('an invitation', () => {
  it('makes one person with its role, and a session, and is stored and logged nowhere', async () => {
    const { token, id } = await offer()
    await expect(invitationBehind(token, now)).resolves.toEqual({ email: 'max@example.com', role: 'member' })
    const { userId, sessionId } = await accept(token)
    await expect(prisma().user.findUnique({ where: { id: userId } })).resolves.toMatchObject({
      email: 'max@example.com',
      role: 'member',
    })
    await expect(prisma().session.findUnique({ where: { id: sessionId } })).resolves.toMatchObject({ userId })
    await expect(
      prisma().auditEntry.findFirst({ where: { action: 'person.joined' } }),
    ).resolves.toMatchObject({ subjectId: userId, after: { role: 'member', invitation: id } })
    const stored = JSON.stringify([
      await prisma().invitation.findMany(),
      await prisma().auditEntry.findMany(),
    ])
    expect(stored).not.toContain(token)
    await expect(invitationBehind(token, now)).resolves.toBeNull()
    await expect(accept(token)).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('lets one of several simultaneous uses through', async () => {
    const { token } = await offer()
    const outcomes = await Promise.allSettled([accept(token), accept(token), accept(token), accept(token)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(prisma().user.count()).resolves.toBe(2)
  })

  it('says the same whether it is unknown, used, withdrawn or too old', async () => {
    const old = await offer('old@example.com')
    const withdrawn = await offer('withdrawn@example.com')
    await withdrawInvitation(admin, withdrawn.id, now)
    const used = await offer('used@example.com')
    await accept(used.token)
    const refusals = await Promise.all(
      [accept(old.token, tooLate), accept(withdrawn.token), accept(used.token), accept('unknown')].map(
        (attempt) =>
          attempt.then(
            () => 'joined',
            (error: Error) => error.message,
          ),
      ),
    )
    expect(new Set(refusals).size).toBe(1)
    expect(refusals[0]).toMatch(/Ask whoever invited you/)
  })

  it('works to the last moment of seven days', async () => {
    const { token } = await offer()
    await expect(invitationBehind(token, tooLate)).resolves.toBeNull()
    await accept(token, lastMoment)
  })

  it('takes the place of an earlier one to the same e-mail', async () => {
    const first = await offer()
    const second = await offer('max@example.com', 'admin')
    await expect(accept(first.token)).rejects.toMatchObject({ kind: 'not_found' })
    const listed = await listInvitations(admin, now)
    expect(listed.map(({ id, role, invitedBy }) => ({ id, role, invitedBy }))).toEqual([
      { id: second.id, role: 'admin', invitedBy: 'Alan' },
    ])
  })

  it('is one where several are made to the same e-mail at the same time', async () => {
    await Promise.all(Array.from({ length: 6 }, () => offer()))
    await expect(listInvitations(admin, now)).resolves.toHaveLength(1)
  })

  it('offers no more than the inviter has, and not to who is here', async () => {
    await expect(offer('x@example.com', 'owner')).rejects.toMatchObject({
      kind: 'forbidden',
      parameter: 'role',
    })
    await expect(offer('alan@example.com')).rejects.toMatchObject({ kind: 'conflict', parameter: 'email' })
    const viewer = mintViewer({ kind: 'user', id: 'v', name: 'V', role: 'member' })
    expect(() => invite(viewer, { email: 'x@example.com', role: 'viewer' }, now)).toThrow(/admin or above/)
    await expect(prisma().invitation.count()).resolves.toBe(0)
  })

  it('is not replaced by somebody beneath its role, until it is too old', async () => {
    await invite(systemActor('test'), { email: 'max@example.com', role: 'owner' }, now)
    await expect(offer()).rejects.toMatchObject({ kind: 'forbidden', parameter: 'email' })
    await expect(listInvitations(admin, now)).resolves.toMatchObject([{ role: 'owner' }])
    await invite(admin, { email: 'max@example.com', role: 'member' }, tooLate)
    await expect(listInvitations(admin, now)).resolves.toMatchObject([{ role: 'member' }])
  })

  it('cannot be withdrawn by somebody beneath its role, nor twice', async () => {
    const owner = systemActor('test')
    const { id } = await invite(owner, { email: 'o@example.com', role: 'owner' }, now)
    await expect(withdrawInvitation(admin, id, now)).rejects.toMatchObject({ kind: 'forbidden' })
    await withdrawInvitation(owner, id, now)
    await expect(withdrawInvitation(owner, id, now)).rejects.toMatchObject({ kind: 'not_found' })
  })
})
