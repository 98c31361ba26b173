import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { revokeOtherSessions, revokeSession } from '@/lib/commands/sessions'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { tokenHash } from '@/lib/opaque-token'
import { mintViewer } from './mint-viewer'
import { openSession } from './open-session'
import { hashPassword } from './password'
import { sealSessionId } from './session-cookie'
import { requireOwnPassword, signInWithPassword } from './sign-in'

const now = new Date('2026-11-22T10:00:00Z')
const at = new Date('2026-11-22T10:00:30Z')
const browser = { address: '203.0.113.1', userAgent: 'Firefox/140' }
const password = 'correct horse battery'
const passwordHash = await hashPassword(password)

useDatabase({ emptied: ['users', 'sessions', 'rate_limit_slots', 'audit_entries'] })

beforeEach(async () => {
  await prisma().user.create({
    data: { email: 'ada@example.com', name: 'Ada', role: 'owner', createdAt: now, passwordHash },
  })
})

const signIn = (changes: { email?: string; password?: string; address?: string; at?: Date } = {}) =>
  signInWithPassword(
    { email: changes.email ?? 'ada@example.com', password: changes.password ?? password },
    { ...browser, address: changes.address ?? browser.address },
    now,
    changes.at ?? at,
  )

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => expect.unreachable('signed in'),
    (error: { kind: string; message: string; retryAfterSeconds?: number }) => error,
  )

describe('signInWithPassword', () => {
  it('starts a session and writes it into the log', async () => {
    const { sessionId, userId } = await signIn()
    await expect(prisma().session.findUnique({ where: { id: sessionId } })).resolves.toMatchObject({
      userId,
      userAgent: 'Firefox/140',
      expiresAt: new Date('2026-12-22T10:00:00Z'),
    })
    await expect(prisma().auditEntry.findFirst()).resolves.toMatchObject({
      action: 'session.started',
      actorId: userId,
      subjectId: sessionId,
    })
  })

  it('answers the same for an unknown e-mail, a wrong password, a disabled user and one without password', async () => {
    const wrong = await refusal(signIn({ password: 'wrong horse battery' }))
    const unknown = await refusal(signIn({ email: 'nobody@example.com' }))
    await prisma().user.create({
      data: { email: 'no-password@example.com', name: 'N', role: 'viewer', createdAt: now },
    })
    const without = await refusal(signIn({ email: 'no-password@example.com' }))
    await prisma().user.updateMany({ data: { disabledAt: now } })
    const disabled = await refusal(signIn())
    for (const other of [unknown, without, disabled]) {
      expect({ kind: other.kind, message: other.message }).toEqual({
        kind: wrong.kind,
        message: wrong.message,
      })
    }
    expect(wrong.kind).toBe('unauthenticated')
    await expect(prisma().session.count()).resolves.toBe(0)
  })
})

describe('the limit', () => {
  it.each(['ada@example.com', 'nobody@example.com'])(
    'refuses %s after ten failures, the right password too, and says when to try again',
    async (email) => {
      for (let i = 0; i < 10; i += 1) await refusal(signIn({ email, password: 'wrong' }))
      const refused = await refusal(signIn({ email }))
      expect(refused).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 14.5 * 60 })
      expect(refused.message).toContain('in 15 minutes, at 10:15 UTC')
    },
  )

  it('lets the next attempt through once the first failures are 15 minutes old', async () => {
    for (let i = 0; i < 10; i += 1) await refusal(signIn({ password: 'wrong' }))
    await refusal(signIn({ at: new Date('2026-11-22T10:14:59Z') }))
    await signIn({ at: new Date('2026-11-22T10:15:00Z') })
  })

  it('does not count what succeeds', async () => {
    for (let i = 0; i < 9; i += 1) await refusal(signIn({ password: 'wrong' }))
    for (let i = 0; i < 3; i += 1) await signIn()
  })

  it('holds per address over all e-mails, and leaves other addresses alone', async () => {
    await refusal(signIn({ email: 'a@example.com' }))
    const subject = tokenHash(`address:${browser.address}`)
    await expect(
      prisma().rateLimitSlot.updateMany({ where: { subject }, data: { attempts: 49 } }),
    ).resolves.toEqual({
      count: 1,
    })
    expect((await refusal(signIn({ email: 'b@example.com' }))).kind).toBe('unauthenticated')
    expect((await refusal(signIn())).kind).toBe('rate_limited')
    await signIn({ address: '203.0.113.2' })
  })

  it('cannot be slipped past by attempts at the same time', async () => {
    const attempts = Array.from({ length: 16 }, () => refusal(signIn({ password: 'wrong' })))
    const kinds = (await Promise.all(attempts)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'unauthenticated')).toHaveLength(10)
    expect(kinds.filter((kind) => kind === 'rate_limited')).toHaveLength(6)
  })

  it('stores no e-mail address', async () => {
    await refusal(signIn({ password: 'wrong' }))
    expect(JSON.stringify(await prisma().rateLimitSlot.findMany())).not.toContain('@')
  })

  it('also holds for asking one’s own password again', async () => {
    const { userId } = await signIn()
    await requireOwnPassword(userId, password, at)
    for (let i = 0; i < 10; i += 1) {
      expect(await refusal(requireOwnPassword(userId, 'wrong', at))).toMatchObject({
        parameter: 'current_password',
      })
    }
    expect((await refusal(requireOwnPassword(userId, password, at))).kind).toBe('rate_limited')
  })
})

describe('a session', () => {
  const cookieOf = async () => {
    const { sessionId, userId } = await signIn()
    const self = mintViewer({ kind: 'user', id: userId, name: 'Ada', role: 'owner' })
    return { cookie: await sealSessionId(sessionId), sessionId, self }
  }

  it('is somebody while it is open', async () => {
    const { cookie, sessionId, self } = await cookieOf()
    await expect(openSession(cookie, now)).resolves.toEqual({
      id: sessionId,
      email: 'ada@example.com',
      viewer: self,
      mustSetUpTwoFactor: false,
    })
  })

  it('is nobody once revoked, expired, deleted, or its user disabled', async () => {
    const { cookie, sessionId, self } = await cookieOf()
    await expect(openSession(cookie, new Date('2026-12-22T09:59:59Z'))).resolves.not.toBeNull()
    await expect(openSession(cookie, new Date('2026-12-22T10:00:00Z'))).resolves.toBeNull()
    await prisma().user.updateMany({ data: { disabledAt: now } })
    await expect(openSession(cookie, now)).resolves.toBeNull()
    await prisma().user.updateMany({ data: { disabledAt: null } })
    await revokeSession(self, sessionId, now)
    await expect(openSession(cookie, now)).resolves.toBeNull()
    await expect(revokeSession(self, sessionId, now)).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('is nobody with an altered or foreign cookie', async () => {
    const { cookie } = await cookieOf()
    const middle = Math.floor(cookie.length / 2)
    const altered = cookie.slice(0, middle) + (cookie[middle] === 'A' ? 'B' : 'A') + cookie.slice(middle + 1)
    for (const value of [altered, '', 'x', 'a.b.c.d.e', await sealSessionId(randomUUID())]) {
      await expect(openSession(value, now)).resolves.toBeNull()
    }
  })

  it('writes down that it was seen, every five minutes', async () => {
    const { cookie, sessionId } = await cookieOf()
    const seen = async () =>
      (await prisma().session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt
    await openSession(cookie, new Date('2026-11-22T10:04:59Z'))
    expect(await seen()).toEqual(now)
    await openSession(cookie, new Date('2026-11-22T10:05:00Z'))
    expect(await seen()).toEqual(new Date('2026-11-22T10:05:00Z'))
  })

  it('cannot be ended by somebody else', async () => {
    const { sessionId } = await cookieOf()
    const other = mintViewer({ kind: 'user', id: randomUUID(), name: 'Eve', role: 'owner' })
    await expect(revokeSession(other, sessionId, now)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(revokeOtherSessions(other, 'none', now)).resolves.toBe(0)
  })

  it('ends all others of the same person, and says so in the log', async () => {
    const first = await cookieOf()
    const second = await cookieOf()
    await expect(revokeOtherSessions(second.self, second.sessionId, now)).resolves.toBe(1)
    await expect(openSession(first.cookie, now)).resolves.toBeNull()
    await expect(openSession(second.cookie, now)).resolves.not.toBeNull()
    await expect(
      prisma().auditEntry.findFirst({ where: { action: 'session.others_revoked' } }),
    ).resolves.toMatchObject({ after: { ended: 1 } })
  })
})
