import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken, revokeToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { isAllowed, ROLES, type Permission, type Role } from '@/lib/domain/viewer'
import { requireBearer } from './bearer'

const NOW = new Date('2026-11-22T10:00:00Z')
const owner = systemActor('test')

async function token(role: Role, expiresAt: Date | null = null) {
  return createToken(owner, { name: `for ${role}`, role, expiresAt }, NOW)
}

function ask(authorization: string, permission: Permission = 'read', now = NOW, address = '192.0.2.7') {
  const headers = { authorization, 'x-forwarded-for': address }
  return requireBearer(new Request('http://localhost/', { headers }), permission, now)
}

const unknownToken = () => `Bearer onebill_${randomBytes(32).toString('base64url')}`

useDatabase()
beforeEach(() => prisma().rateLimitSlot.deleteMany())
afterEach(() => vi.useRealTimers())

describe('a token', () => {
  it('is who it was made for', async () => {
    const { id, token: text } = await token('member')
    expect(await ask(`Bearer ${text}`)).toMatchObject({
      kind: 'token',
      id,
      name: 'for member',
      role: 'member',
    })
    expect(await ask(`bearer   ${text}`)).toMatchObject({ id })
  })

  it.each(ROLES)(
    'of role %s may do what its role may, and the refusal names the role that is needed',
    async (role) => {
      const { token: text } = await token(role)
      const needed = {
        read: 'viewer',
        run_sync: 'member',
        manage_tokens: 'admin',
        delete_data: 'owner',
      } as const
      for (const [permission, least] of Object.entries(needed) as [Permission, Role][]) {
        if (isAllowed(role, permission))
          expect(await ask(`Bearer ${text}`, permission)).toMatchObject({ role })
        else
          await expect(ask(`Bearer ${text}`, permission)).rejects.toMatchObject({
            kind: 'forbidden',
            message: expect.stringContaining(`takes the role ${least}`),
          })
      }
    },
  )

  it('counts no more once revoked, expired, altered or cut', async () => {
    const { id, token: text } = await token('owner')
    const { token: short } = await token('viewer', new Date('2026-11-22T10:05:00Z'))
    expect(await ask(`Bearer ${short}`, 'read', new Date('2026-11-22T10:04:59Z'))).toBeTruthy()
    await revokeToken(owner, id, NOW)
    const altered = short.slice(0, -1) + (short.endsWith('A') ? 'B' : 'A')
    for (const header of [
      `Bearer ${text}`,
      `Bearer ${altered}`,
      `Bearer ${short.slice(0, -1)}`,
      `Token ${short}`,
    ])
      await expect(ask(header)).rejects.toMatchObject({ kind: 'unauthenticated' })
    const expired = ask(`Bearer ${short}`, 'read', new Date('2026-11-22T10:05:00Z'))
    await expect(expired).rejects.toMatchObject({ kind: 'unauthenticated' })
  })

  it('has its last use noted at most once a minute', async () => {
    const { id, token: text } = await token('viewer')
    const seen: (string | undefined)[] = []
    for (const at of ['10:00:00', '10:00:59', '10:01:00', '10:01:30']) {
      await ask(`Bearer ${text}`, 'read', new Date(`2026-11-22T${at}Z`))
      const row = await prisma().apiToken.findUniqueOrThrow({ where: { id } })
      seen.push(row.lastUsedAt?.toISOString().slice(11, 19))
    }
    expect(seen).toEqual(['10:00:00', '10:00:00', '10:01:00', '10:01:00'])
  })
})

describe('guessing tokens', () => {
  it('is slowed down by address, without shutting out tokens that are right', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW })
    const { token: text } = await token('viewer')
    const kinds: string[] = []
    for (let guess = 0; guess < 102; guess += 1)
      await ask(unknownToken()).catch((error: { kind: string }) => kinds.push(error.kind))
    expect(kinds.slice(0, 100).every((kind) => kind === 'unauthenticated')).toBe(true)
    expect(kinds.slice(100)).toEqual(['rate_limited', 'rate_limited'])
    await expect(ask(unknownToken())).rejects.toMatchObject({ retryAfterSeconds: 900 })

    expect(await ask(`Bearer ${text}`)).toMatchObject({ role: 'viewer' })
    await expect(ask(unknownToken(), 'read', NOW, '192.0.2.8')).rejects.toMatchObject({
      kind: 'unauthenticated',
    })

    vi.setSystemTime(NOW.getTime() + 15 * 60_000)
    await expect(ask(unknownToken())).rejects.toMatchObject({ kind: 'unauthenticated' })
  })

  it('does not count what cannot be a token', async () => {
    for (let guess = 0; guess < 5; guess += 1) await ask('Bearer sk-ant-admin01-x').catch(() => {})
    expect(await prisma().rateLimitSlot.count()).toBe(0)
  })
})
