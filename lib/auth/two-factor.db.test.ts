import { Secret, TOTP } from 'otpauth'
import { beforeEach, describe, expect, it } from 'vitest'
import { requireTwoFactor } from '@/lib/commands/security-settings'
import { startSession } from '@/lib/commands/sessions'
import { createSignInLink, signInWithLink } from '@/lib/commands/sign-in-links'
import { disableTwoFactor, resetTwoFactor } from '@/lib/commands/two-factor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Viewer } from '@/lib/domain/viewer'
import { mintViewer } from './mint-viewer'
import { openSession, openWaitingSession } from './open-session'
import { hashPassword } from './password'
import { sealSessionId } from './session-cookie'
import { signInWithPassword } from './sign-in'
import { systemActor } from './system-actor'
import { beginSetup, confirmSetup, giveSecondFactor, requireOwnCode } from './two-factor'

const now = new Date('2026-11-22T10:00:00Z')
const at = new Date('2026-11-22T10:00:30Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const passwordHash = await hashPassword('correct horse battery')

useDatabase({ emptied: ['users', 'sessions', 'settings', 'rate_limit_slots', 'audit_entries'] })

let ada: Viewer
let sessionId: string
beforeEach(async () => {
  const data = { email: 'ada@example.com', name: 'Ada', role: 'owner' as const, createdAt: now, passwordHash }
  const { id } = await prisma().user.create({ data })
  ada = mintViewer({ kind: 'user', id, name: 'Ada', role: 'owner' })
  ;({ sessionId } = await startSession(ada, { userId: id, userAgent: null }, now))
})

const codeOf = (secret: string, moment: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: moment.getTime(),
  })

async function enable() {
  const { secret } = await beginSetup(ada, 'ada@example.com', now)
  const { recoveryCodes } = await confirmSetup(ada, { sessionId, code: codeOf(secret, now) }, now, at)
  return { secret, recoveryCodes }
}

async function signIn(moment = now) {
  const credentials = { email: 'ada@example.com', password: 'correct horse battery' }
  const signed = await signInWithPassword(credentials, { address: '::1', userAgent: null }, moment, at)
  return { ...signed, cookie: await sealSessionId(signed.sessionId) }
}

const waiting = async (cookie: string, moment = now) => {
  const session = await openWaitingSession(cookie, moment)
  if (!session) throw new Error('nobody waits')
  return session
}

describe('setting up', () => {
  it('is in force only after a right code; its secret is sealed and nowhere in the log', async () => {
    const { secret, address, qr } = await beginSetup(ada, 'ada@example.com', now)
    expect(address).toMatch(/^otpauth:\/\/totp\/Onebill:ada%40example\.com\?issuer=Onebill&secret=/)
    expect(qr.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/)
    const wrong = codeOf(secret, later(3600))
    await expect(confirmSetup(ada, { sessionId, code: wrong }, now, at)).rejects.toMatchObject({
      parameter: 'code',
    })
    expect((await signIn()).needsCode).toBe(false)
    const { recoveryCodes } = await confirmSetup(ada, { sessionId, code: codeOf(secret, now) }, now, at)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(recoveryCodes.every((code) => /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/.test(code))).toBe(true)
    const stored = JSON.stringify(
      await Promise.all([
        prisma().user.findMany(),
        prisma().recoveryCode.findMany(),
        prisma().auditEntry.findMany(),
      ]),
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    )
    for (const hidden of [secret.replaceAll(' ', ''), ...recoveryCodes]) expect(stored).not.toContain(hidden)
  })

  it('keeps the session it happens in and ends the others', async () => {
    const other = await startSession(ada, { userId: ada.id ?? '', userAgent: null }, now)
    await enable()
    await expect(openSession(await sealSessionId(sessionId), now)).resolves.not.toBeNull()
    await expect(openSession(await sealSessionId(other.sessionId), now)).resolves.toBeNull()
  })
})

describe('signing in', () => {
  it('counts for nothing until the code is given, and then like any session', async () => {
    const { secret } = await enable()
    const { cookie, needsCode } = await signIn()
    expect(needsCode).toBe(true)
    await expect(openSession(cookie, now)).resolves.toBeNull()
    await expect(
      giveSecondFactor(await waiting(cookie), codeOf(secret, later(3600)), now, at),
    ).rejects.toThrow(/not the right one/)
    await giveSecondFactor(await waiting(cookie), codeOf(secret, later(30)), later(30), at)
    await expect(openWaitingSession(cookie, later(30))).resolves.toBeNull()
    await expect(openSession(cookie, later(86_400))).resolves.toMatchObject({ viewer: { id: ada.id } })
  })

  it('takes a code once, also at the same time, and none before it', async () => {
    const { secret } = await enable()
    const sessions = await Promise.all([signIn(), signIn(), signIn()])
    const code = codeOf(secret, later(60))
    const outcomes = await Promise.allSettled(
      sessions.map(async ({ cookie }) => giveSecondFactor(await waiting(cookie), code, later(60), at)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { cookie } = await signIn(later(60))
    const before = codeOf(secret, later(30))
    await expect(
      giveSecondFactor(await waiting(cookie, later(60)), before, later(60), at),
    ).rejects.toMatchObject({
      parameter: 'code',
    })
  })

  it('allows clocks half a minute apart and no more', async () => {
    const { secret } = await enable()
    const { cookie } = await signIn(later(600))
    const give = async (code: string) =>
      giveSecondFactor(await waiting(cookie, later(600)), code, later(600), at)
    await expect(give(codeOf(secret, later(540)))).rejects.toMatchObject({ parameter: 'code' })
    await expect(give(codeOf(secret, later(660)))).rejects.toMatchObject({ parameter: 'code' })
    await give(codeOf(secret, later(570)))
  })

  it('takes each recovery code once, however it is typed', async () => {
    const { recoveryCodes } = await enable()
    const [first = ''] = recoveryCodes
    const one = await signIn()
    await giveSecondFactor(await waiting(one.cookie), ` ${first.toUpperCase().replaceAll('-', ' ')}`, now, at)
    await expect(openSession(one.cookie, now)).resolves.not.toBeNull()
    const two = await signIn()
    await expect(giveSecondFactor(await waiting(two.cookie), first, now, at)).rejects.toMatchObject({
      parameter: 'code',
    })
  })

  it('waits ten minutes for the code', async () => {
    await enable()
    const { cookie } = await signIn()
    await expect(openWaitingSession(cookie, later(599))).resolves.not.toBeNull()
    await expect(openWaitingSession(cookie, later(600))).resolves.toBeNull()
  })

  it('stops guessing after ten codes, the right one too', async () => {
    const { secret } = await enable()
    const { cookie } = await signIn()
    for (let i = 0; i < 10; i += 1) {
      await expect(giveSecondFactor(await waiting(cookie), '000000', now, at)).rejects.toThrow(
        /not the right/,
      )
    }
    const right = giveSecondFactor(await waiting(cookie), codeOf(secret, later(30)), later(30), at)
    await expect(right).rejects.toMatchObject({ kind: 'rate_limited' })
  })
})

describe('turning it off', () => {
  it('asks for a code and uses it up', async () => {
    const { secret } = await enable()
    const code = codeOf(secret, later(30))
    await requireOwnCode(ada, code, later(30), at)
    await expect(requireOwnCode(ada, code, later(30), at)).rejects.toMatchObject({ parameter: 'code' })
    await disableTwoFactor(ada, now)
    expect((await signIn()).needsCode).toBe(false)
    await expect(prisma().recoveryCode.count()).resolves.toBe(0)
  })

  it('is for owners where somebody else lost theirs, and ends their sessions', async () => {
    await enable()
    const admin = mintViewer({ kind: 'user', id: 'x', name: 'Alan', role: 'admin' })
    expect(() => resetTwoFactor(admin, ada.id ?? '', now)).toThrow(/takes the role owner/)
    await expect(resetTwoFactor(ada, ada.id ?? '', now)).rejects.toMatchObject({ kind: 'conflict' })
    await resetTwoFactor(systemActor('test'), ada.id ?? '', now)
    await expect(openSession(await sealSessionId(sessionId), now)).resolves.toBeNull()
    expect((await signIn()).needsCode).toBe(false)
  })

  it('comes with a new password by the link of the machine', async () => {
    await enable()
    const token =
      new URL((await createSignInLink(systemActor('test'), now)).url).searchParams.get('token') ?? ''
    const link = await signInWithLink(systemActor('test'), { token, passwordHash, userAgent: null }, now)
    await expect(openSession(await sealSessionId(link.sessionId), now)).resolves.not.toBeNull()
    expect((await signIn()).needsCode).toBe(false)
  })
})

describe('requiring it', () => {
  it('first of whoever requires it, then of all admins and owners', async () => {
    await expect(requireTwoFactor(ada, true, now)).rejects.toMatchObject({ kind: 'conflict' })
    await enable()
    await requireTwoFactor(ada, true, now)
    const must = async (name: string, role: 'member' | 'admin') => {
      const data = { email: `${name}@example.com`, name, role, createdAt: now }
      const { id } = await prisma().user.create({ data })
      const viewer = mintViewer({ kind: 'user', id, name, role })
      const session = await startSession(viewer, { userId: id, userAgent: null }, now)
      return (await openSession(await sealSessionId(session.sessionId), now))?.mustSetUpTwoFactor
    }
    expect(await must('max', 'member')).toBe(false)
    expect(await must('alan', 'admin')).toBe(true)
    await expect(openSession(await sealSessionId(sessionId), now)).resolves.toMatchObject({
      mustSetUpTwoFactor: false,
    })
    await requireTwoFactor(ada, false, now)
    expect(await must('eve', 'admin')).toBe(false)
  })
})
