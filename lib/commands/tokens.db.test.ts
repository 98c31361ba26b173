import { describe, expect, it, vi } from 'vitest'
import { viewerOfToken } from '@/lib/auth/api-token'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { tokenHash } from '@/lib/opaque-token'
import { listTokens } from '@/lib/queries/tokens'
import { createToken, keyTokens, revokeToken } from './tokens'

const now = new Date('2026-11-22T10:00:00Z')
const owner = systemActor('test')
const admin = mintViewer({ kind: 'user', id: 'a', name: 'Ada', role: 'admin' })
const member = mintViewer({ kind: 'user', id: 'm', name: 'Max', role: 'member' })

useDatabase({ emptied: ['api_tokens', 'audit_entries', 'users'] })

describe('createToken', () => {
  it('answers a token that is stored and logged nowhere, and finds its viewer', async () => {
    const { id, token } = await createToken(owner, { name: 'Finance', role: 'viewer' }, now)
    expect(token).toMatch(/^onebill_[\w-]{43}$/)
    await expect(viewerOfToken(token, now)).resolves.toEqual({
      kind: 'token',
      id,
      name: 'Finance',
      role: 'viewer',
    })
    const stored = JSON.stringify([await prisma().apiToken.findMany(), await prisma().auditEntry.findMany()])
    expect(stored).not.toContain(token.slice(8))
    await expect(prisma().auditEntry.findFirst()).resolves.toMatchObject({
      action: 'token.created',
      subjectId: id,
    })
  })

  it('gives no more than its maker has', async () => {
    await expect(createToken(admin, { name: 'x', role: 'owner' }, now)).rejects.toMatchObject({
      kind: 'forbidden',
      parameter: 'role',
    })
    await expect(createToken(member, { name: 'x', role: 'viewer' }, now)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await prisma().user.create({
      data: { id: 'a', email: 'ada@example.com', name: 'Ada', role: 'admin', createdAt: now },
    })
    await createToken(admin, { name: 'x', role: 'admin' }, now)
    await expect(prisma().apiToken.count()).resolves.toBe(1)
  })

  it('makes none with a token that would outlive it', async () => {
    const expiresAt = new Date('2026-12-01T00:00:00Z')
    const { token } = await createToken(owner, { name: 'maker', role: 'admin', expiresAt }, now)
    const maker = await viewerOfToken(token, now)
    if (!maker) throw new Error('the token just made is nobody')
    const made = (expiry: Date | null) =>
      createToken(maker, { name: 'x', role: 'viewer', expiresAt: expiry }, now)
    for (const expiry of [null, new Date(expiresAt.getTime() + 1)]) {
      const refusal = { kind: 'forbidden', parameter: 'expires_at' }
      await expect(made(expiry)).rejects.toMatchObject(refusal)
    }
    await made(expiresAt)
    await expect(prisma().apiToken.count()).resolves.toBe(2)
  })

  it('lets a token that does not expire make one that does not either', async () => {
    const { token } = await createToken(owner, { name: 'maker', role: 'admin' }, now)
    const maker = await viewerOfToken(token, now)
    if (!maker) throw new Error('the token just made is nobody')
    await createToken(maker, { name: 'x', role: 'viewer' }, now)
    await expect(prisma().apiToken.count()).resolves.toBe(2)
  })

  it('refuses an expiry that has passed', async () => {
    await expect(
      createToken(owner, { name: 'x', role: 'viewer', expiresAt: now }, now),
    ).rejects.toMatchObject({
      parameter: 'expires_at',
    })
  })
})

describe('viewerOfToken', () => {
  it('finds nobody for what is unknown, expired or revoked', async () => {
    const expiresAt = new Date('2026-11-22T11:00:00Z')
    const { id, token } = await createToken(owner, { name: 'x', role: 'viewer', expiresAt }, now)
    await expect(viewerOfToken(token, new Date('2026-11-22T10:59:59Z'))).resolves.not.toBeNull()
    await expect(viewerOfToken(token, expiresAt)).resolves.toBeNull()
    await expect(viewerOfToken(`onebill_${'A'.repeat(43)}`, now)).resolves.toBeNull()
    for (const odd of ['', token.slice(8), `${token}x`, token.toUpperCase(), `${token}\u0000`]) {
      await expect(viewerOfToken(odd, now)).resolves.toBeNull()
    }
    await revokeToken(owner, id, now)
    await expect(viewerOfToken(token, now)).resolves.toBeNull()
  })

  it('writes down its use once a minute', async () => {
    const { id, token } = await createToken(owner, { name: 'x', role: 'viewer' }, now)
    const used = async () => (await prisma().apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt
    await viewerOfToken(token, now)
    await viewerOfToken(token, new Date('2026-11-22T10:00:59Z'))
    expect(await used()).toEqual(now)
    await viewerOfToken(token, new Date('2026-11-22T10:01:00Z'))
    expect(await used()).toEqual(new Date('2026-11-22T10:01:00Z'))
  })
})

describe('revokeToken', () => {
  it('is logged, works once, and takes an admin', async () => {
    const { id } = await createToken(owner, { name: 'x', role: 'viewer' }, now)
    await expect(revokeToken(member, id, now)).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(revokeToken(admin, id, now)).resolves.toEqual({ name: 'x' })
    await expect(revokeToken(admin, id, now)).rejects.toMatchObject({ kind: 'not_found', parameter: 'id' })
    await expect(revokeToken(admin, 'nothing', now)).rejects.toMatchObject({ kind: 'not_found' })
    const revoked = await prisma().auditEntry.findMany({ where: { action: 'token.revoked' } })
    expect(revoked).toHaveLength(1)
  })

  it('of an owner is for owners', async () => {
    const { id } = await createToken(owner, { name: 'x', role: 'owner' }, now)
    await expect(revokeToken(admin, id, now)).rejects.toMatchObject({ kind: 'forbidden', parameter: 'id' })
    await expect(prisma().apiToken.findUnique({ where: { id } })).resolves.toMatchObject({ revokedAt: null })
    await expect(prisma().auditEntry.count({ where: { action: 'token.revoked' } })).resolves.toBe(0)
    await expect(revokeToken(owner, id, now)).resolves.toEqual({ name: 'x' })
  })
})

describe('listTokens', () => {
  it('shows those that work first, and never a hash', async () => {
    const revoked = await createToken(owner, { name: 'revoked', role: 'viewer' }, now)
    await revokeToken(owner, revoked.id, now)
    await createToken(owner, { name: 'expired', role: 'viewer', expiresAt: new Date(now.getTime() + 1) }, now)
    await createToken(owner, { name: 'active', role: 'admin' }, now)
    const rows = await listTokens(admin, new Date(now.getTime() + 1))
    expect(rows.map(({ name, state }) => [name, state])).toEqual([
      ['active', 'active'],
      ['expired', 'expired'],
      ['revoked', 'revoked'],
    ])
    expect(Object.keys(rows[0] ?? {})).not.toContain('tokenHash')
    await expect(listTokens(member, now)).rejects.toMatchObject({ kind: 'forbidden' })
  })
})

describe('under another AUTH_SECRET', () => {
  it('no token made before is let in, and all are under the old one', async () => {
    const { token } = await createToken(owner, { name: 'x', role: 'viewer' }, now)
    vi.stubEnv('AUTH_SECRET', 'quite another secret, but long enough')
    await expect(viewerOfToken(token, now)).resolves.toBeNull()
    vi.unstubAllEnvs()
    await expect(viewerOfToken(token, now)).resolves.toMatchObject({ name: 'x' })
  })
})

describe('keyTokens', () => {
  it('keys what an older version stored plainly, once; the token goes on working', async () => {
    const { id, token } = await createToken(owner, { name: 'old', role: 'viewer' }, now)
    await prisma().apiToken.update({ where: { id }, data: { tokenHash: tokenHash(token) } })
    await expect(viewerOfToken(token, now)).resolves.toBeNull()
    await expect(keyTokens(owner, now)).resolves.toBe(1)
    await expect(viewerOfToken(token, now)).resolves.toMatchObject({ name: 'old' })
    await expect(keyTokens(owner, now)).resolves.toBe(0)
    await expect(prisma().auditEntry.count({ where: { action: 'token.keyed' } })).resolves.toBe(1)
  })
})
