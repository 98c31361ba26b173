import { beforeEach, describe, expect, it } from 'vitest'
import { resetBehind } from '@/lib/auth/door-links'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Viewer } from '@/lib/domain/viewer'
import { createPasswordReset, requestPasswordReset, resetPassword } from './password-resets'
import { changePassword, changeProfile } from './profile'
import { startSession } from './sessions'

const now = new Date('2026-11-22T10:00:00Z')
const lastMoment = new Date('2026-11-22T10:59:59Z')
const tooLate = new Date('2026-11-22T11:00:00Z')
const stranger = systemActor('sign-in page', 'viewer')

useDatabase({ emptied: ['users', 'password_resets', 'audit_entries'] })

let admin: Viewer
let owner: Viewer
let max: Viewer
beforeEach(async () => {
  const make = async (name: string, role: 'owner' | 'admin' | 'member') => {
    const email = `${name.toLowerCase()}@example.com`
    const { id } = await prisma().user.create({ data: { email, name, role, createdAt: now } })
    return mintViewer({ kind: 'user', id, name, role })
  }
  ;[owner, admin, max] = [
    await make('Ada', 'owner'),
    await make('Alan', 'admin'),
    await make('Max', 'member'),
  ]
})

const tokenOf = ({ url }: { url: string }) => url.split('/').at(-1) ?? ''
const use = (token: string, at = now) =>
  resetPassword(stranger, { token, passwordHash: '$argon2id$new', userAgent: null }, at)

describe('a link for a new password', () => {
  it('sets it once, ends all sessions, signs in, and is stored and logged nowhere', async () => {
    const { sessionId } = await startSession(max, { userId: max.id ?? '', userAgent: null }, now)
    const token = tokenOf(await createPasswordReset(admin, max.id ?? '', now))
    await expect(resetBehind(token, now)).resolves.toEqual({ name: 'Max', email: 'max@example.com' })
    const set = await use(token)
    const sessions = await prisma().session.findMany({ where: { revokedAt: null } })
    expect(sessions.map(({ id }) => id)).toEqual([set.sessionId])
    expect(set.sessionId).not.toBe(sessionId)
    await expect(prisma().user.findUnique({ where: { id: set.userId } })).resolves.toMatchObject({
      name: 'Max',
      passwordHash: '$argon2id$new',
    })
    await expect(use(token)).rejects.toMatchObject({ kind: 'not_found' })
    const stored = await Promise.all([prisma().passwordReset.findMany(), prisma().auditEntry.findMany()])
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(JSON.stringify(stored)).not.toContain('argon2id')
  })

  it('lets one of several simultaneous uses through', async () => {
    const token = tokenOf(await createPasswordReset(admin, max.id ?? '', now))
    const outcomes = await Promise.allSettled([use(token), use(token), use(token)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('works for an hour, for the newest link only, and for nobody disabled', async () => {
    const first = tokenOf(await createPasswordReset(admin, max.id ?? '', now))
    const second = tokenOf(await createPasswordReset(admin, max.id ?? '', now))
    await expect(use(first)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(use(second, tooLate)).rejects.toMatchObject({ kind: 'not_found' })
    await prisma().user.updateMany({ data: { disabledAt: now } })
    await expect(use(second)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(resetBehind(second, now)).resolves.toBeNull()
    await prisma().user.updateMany({ data: { disabledAt: null } })
    await use(second, lastMoment)
  })

  it('is not given by an admin for an owner, which would make them one', async () => {
    await expect(createPasswordReset(admin, owner.id ?? '', now)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('is not made by oneself in the place of the current password', async () => {
    const own = () => createPasswordReset(owner, owner.id ?? '', now)
    await own() // signs in with single sign-on, and has none
    await prisma().user.update({ where: { id: owner.id ?? '' }, data: { passwordHash: '$argon2id$old' } })
    await expect(own()).rejects.toMatchObject({ kind: 'conflict' })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['password', () => changePassword(max, { passwordHash: '$argon2id$own', keepSessionId: '' }, now)],
    ['e-mail', () => changeProfile(max, { name: 'Max', email: 'other@example.com', timeZone: null }, now)],
  ])('stops working with a change of the %s', async (_what, change) => {
    const token = tokenOf(await createPasswordReset(admin, max.id ?? '', now))
    await change()
    await expect(use(token)).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('asked for by mail: only for who can sign in, and nothing is logged of others', async () => {
    await expect(requestPasswordReset(stranger, 'nobody@example.com', now)).resolves.toBeNull()
    await expect(prisma().auditEntry.count()).resolves.toBe(0)
    const link = await requestPasswordReset(stranger, 'max@example.com', now)
    expect(link).toMatchObject({ email: 'max@example.com' })
    await prisma().user.updateMany({ data: { disabledAt: now } })
    await expect(requestPasswordReset(stranger, 'max@example.com', now)).resolves.toBeNull()
  })
})
