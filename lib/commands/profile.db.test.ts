import { describe, expect, it } from 'vitest'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { changePassword, changeProfile } from './profile'
import { startSession } from './sessions'

const now = new Date('2026-11-22T10:00:00Z')

useDatabase({ emptied: ['users', 'sessions', 'audit_entries'] })

describe('what a person changes about themselves', () => {
  async function signedIn(name: string) {
    const email = `${name.toLowerCase()}@example.com`
    const { id } = await prisma().user.create({ data: { email, name, role: 'viewer', createdAt: now } })
    const self = mintViewer({ kind: 'user', id, name, role: 'viewer' })
    const { sessionId } = await startSession(self, { userId: id, userAgent: null }, now)
    return { self, sessionId }
  }

  it('changes name and e-mail with before and after in the log', async () => {
    const { self } = await signedIn('Ada')
    await changeProfile(self, { name: 'Ada L.', email: 'ada.l@example.com', timeZone: 'Europe/Berlin' }, now)
    await expect(
      prisma().auditEntry.findFirstOrThrow({ where: { action: 'profile.changed' } }),
    ).resolves.toMatchObject({
      actorId: self.id,
      before: { name: 'Ada', email: 'ada@example.com' },
      after: { name: 'Ada L.', email: 'ada.l@example.com' },
    })
  })

  it('refuses the e-mail of somebody else and changes nothing', async () => {
    const { self } = await signedIn('Ada')
    await signedIn('Eve')
    const change = changeProfile(self, { name: 'X', email: 'eve@example.com', timeZone: null }, now)
    await expect(change).rejects.toMatchObject({ kind: 'conflict', parameter: 'email' })
    await expect(prisma().user.findUnique({ where: { id: self.id ?? '' } })).resolves.toMatchObject({
      name: 'Ada',
    })
  })

  it('lets one of several have an e-mail that they ask for at the same time', async () => {
    const people = await Promise.all(['Ada', 'Eve', 'Ida', 'Ute'].map(signedIn))
    const outcomes = await Promise.allSettled(
      people.map(({ self }) =>
        changeProfile(self, { name: self.name, email: 'team@example.com', timeZone: null }, now),
      ),
    )
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(3)
    for (const { reason } of refused) expect(reason).toMatchObject({ kind: 'conflict', parameter: 'email' })
    await expect(prisma().auditEntry.count({ where: { action: 'profile.changed' } })).resolves.toBe(1)
  })

  it('ends all sessions but the one in use when the password changes', async () => {
    const { self, sessionId } = await signedIn('Ada')
    await startSession(self, { userId: self.id ?? '', userAgent: null }, now)
    const change = { passwordHash: '$argon2id$other', keepSessionId: sessionId }
    await expect(changePassword(self, change, now)).resolves.toEqual({ ended: 1 })
    const open = await prisma().session.findMany({ where: { revokedAt: null } })
    expect(open.map(({ id }) => id)).toEqual([sessionId])
    expect(JSON.stringify(await prisma().auditEntry.findMany())).not.toContain('argon2id')
  })
})
