import { beforeEach, describe, expect, it } from 'vitest'
import { viewerOfToken } from '@/lib/auth/api-token'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { getPerson } from '@/lib/queries/people'
import { invite } from './invitations'
import { changeRole, disablePerson, enablePerson } from './people'
import { startSession } from './sessions'
import { createToken } from './tokens'

const now = new Date('2026-11-22T10:00:00Z')

useDatabase({
  emptied: ['users', 'sessions', 'api_tokens', 'invitations', 'audit_entries', 'organizations'],
})

async function person(name: string, role: Role) {
  const email = `${name.toLowerCase()}@example.com`
  const { id } = await prisma().user.create({ data: { email, name, role, createdAt: now } })
  return mintViewer({ kind: 'user', id, name, role })
}

const idOf = (viewer: { id: string | null }) => viewer.id ?? ''
const roleOf = async (viewer: { id: string | null }) =>
  (await prisma().user.findUniqueOrThrow({ where: { id: idOf(viewer) } })).role

let owner: Awaited<ReturnType<typeof person>>
let admin: typeof owner
let member: typeof owner
beforeEach(async () => {
  owner = await person('Ada', 'owner')
  admin = await person('Alan', 'admin')
  member = await person('Max', 'member')
})

describe('changeRole', () => {
  it('goes up to the role of who changes, with before and after in the log', async () => {
    await changeRole(admin, { id: idOf(member), role: 'admin' }, now)
    expect(await roleOf(member)).toBe('admin')
    await expect(prisma().auditEntry.findFirst()).resolves.toMatchObject({
      action: 'person.role_changed',
      actorId: admin.id,
      before: { role: 'member' },
      after: { role: 'admin' },
    })
  })

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'a role above one’s own',
      () => changeRole(admin, { id: idOf(member), role: 'owner' }, now),
      'forbidden',
    ],
    [
      'somebody above oneself',
      () => changeRole(admin, { id: idOf(owner), role: 'viewer' }, now),
      'forbidden',
    ],
    ['by a member', async () => changeRole(member, { id: idOf(member), role: 'admin' }, now), 'forbidden'],
    ['the last owner', () => changeRole(owner, { id: idOf(owner), role: 'admin' }, now), 'conflict'],
    ['nobody', () => changeRole(owner, { id: 'nobody', role: 'admin' }, now), 'not_found'],
  ])('refuses %s, and changes and logs nothing', async (_what, change, kind) => {
    await expect(change()).rejects.toMatchObject({ kind })
    expect(await Promise.all([owner, admin, member].map(roleOf))).toEqual(['owner', 'admin', 'member'])
    await expect(prisma().auditEntry.count()).resolves.toBe(0)
  })

  it('leaves one owner when all demote each other at the same time', async () => {
    const owners = [
      owner,
      ...(await Promise.all(['Bea', 'Cleo', 'Dora'].map((name) => person(name, 'owner')))),
    ]
    await Promise.allSettled(
      owners.map((each, index) =>
        changeRole(each, { id: idOf(owners[(index + 1) % owners.length] ?? each), role: 'admin' }, now),
      ),
    )
    const left = await prisma().user.count({ where: { role: 'owner' } })
    expect(left).toBeGreaterThanOrEqual(1)
    await Promise.allSettled(owners.map((each) => changeRole(each, { id: idOf(each), role: 'member' }, now)))
    await expect(prisma().user.count({ where: { role: 'owner' } })).resolves.toBe(1)
  })

  it('does not believe a role that was taken in the meantime', async () => {
    await changeRole(owner, { id: idOf(admin), role: 'viewer' }, now)
    await expect(changeRole(admin, { id: idOf(member), role: 'viewer' }, now)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    expect(await roleOf(member)).toBe('member')
  })

  it('withdraws what was offered with the role that is gone', async () => {
    await invite(admin, { email: 'a@example.com', role: 'admin' }, now)
    await invite(admin, { email: 'v@example.com', role: 'viewer' }, now)
    await changeRole(owner, { id: idOf(admin), role: 'member' }, now)
    const open = await prisma().invitation.findMany({ where: { revokedAt: null } })
    expect(open.map(({ email }) => email)).toEqual(['v@example.com'])
  })
})

/** What somebody does at the very moment they are no longer allowed to. */
it.each<[string, (viewer: typeof owner) => Promise<unknown>]>([
  ['demoted', (viewer) => changeRole(owner, { id: idOf(viewer), role: 'viewer' }, now)],
  ['disabled', (viewer) => disablePerson(owner, idOf(viewer), now)],
])('nothing that is offered while one is being %s outlives it', async (_what, end) => {
  for (let round = 0; round < 12; round += 1) {
    const leaving = await person(`Leaving${round}`, 'admin')
    await Promise.allSettled([
      ...[1, 2].map((n) => invite(leaving, { email: `${n}.${round}@example.com`, role: 'admin' }, now)),
      createToken(leaving, { name: 'x', role: 'admin' }, now),
      end(leaving),
    ])
    const { role, disabledAt } = await prisma().user.findUniqueOrThrow({ where: { id: idOf(leaving) } })
    expect(role === 'viewer' || disabledAt !== null).toBe(true)
    if (disabledAt) await expect(prisma().apiToken.count({ where: { revokedAt: null } })).resolves.toBe(0)
  }
  await expect(prisma().invitation.count({ where: { revokedAt: null } })).resolves.toBe(0)
})

describe('disablePerson', () => {
  it('ends sessions, tokens, also those made with their tokens, and invitations', async () => {
    await startSession(admin, { userId: idOf(admin), userAgent: null }, now)
    const first = await createToken(admin, { name: 'first', role: 'admin' }, now)
    const asToken = await viewerOfToken(first.token, now)
    if (!asToken) throw new Error('the token just made is nobody')
    const second = await createToken(asToken, { name: 'second', role: 'viewer' }, now)
    const other = await createToken(owner, { name: 'other', role: 'viewer' }, now)
    await invite(admin, { email: 'v@example.com', role: 'viewer' }, now)

    await expect(disablePerson(owner, idOf(admin), now)).resolves.toEqual({
      name: 'Alan',
      sessionsEnded: 1,
      tokensRevoked: 2,
    })
    await expect(viewerOfToken(first.token, now)).resolves.toBeNull()
    await expect(viewerOfToken(second.token, now)).resolves.toBeNull()
    await expect(viewerOfToken(other.token, now)).resolves.not.toBeNull()
    await expect(prisma().invitation.count({ where: { revokedAt: null } })).resolves.toBe(0)
    await expect(prisma().session.count({ where: { revokedAt: null } })).resolves.toBe(0)

    await enablePerson(owner, idOf(admin), now)
    await expect(viewerOfToken(first.token, now)).resolves.toBeNull()
    const { tokens, openSessions } = await getPerson(owner, idOf(admin), now)
    expect(openSessions).toBe(0)
    expect(tokens.map(({ state }) => state)).toEqual(['revoked', 'revoked'])
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['oneself', () => disablePerson(admin, idOf(admin), now), 'conflict'],
    ['somebody above oneself', () => disablePerson(admin, idOf(owner), now), 'forbidden'],
    ['nobody', () => disablePerson(owner, 'nobody', now), 'not_found'],
  ])('refuses %s', async (_what, disable, kind) => {
    await expect(disable()).rejects.toMatchObject({ kind })
    await expect(prisma().user.count({ where: { disabledAt: { not: null } } })).resolves.toBe(0)
  })

  it('keeps one owner when two disable each other at the same time', async () => {
    const other = await person('Bea', 'owner')
    const outcomes = await Promise.allSettled([
      disablePerson(owner, idOf(other), now),
      disablePerson(other, idOf(owner), now),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(prisma().user.count({ where: { role: 'owner', disabledAt: null } })).resolves.toBe(1)
  })

  it('names the Anthropic keys that go on working', async () => {
    const connection = { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt: now } as const
    const organization = await prisma().organization.create({
      data: { id: 'org', name: 'Acme', createdAt: now, connection: { create: connection } },
    })
    const organizationId = organization.id
    const account = { organizationId, id: 'user_1', email: 'Max@Example.com', name: 'Max', role: 'developer' }
    await prisma().member.create({ data: account })
    const key = { organizationId, name: 'billing', status: 'active', createdById: 'user_1' }
    await prisma().apiKey.createMany({
      data: [
        { ...key, id: 'apikey_1' },
        { ...key, id: 'apikey_2', createdById: 'user_2' },
        { ...key, id: 'apikey_3', status: 'archived' },
        { ...key, id: 'apikey_4', goneAt: now },
      ],
    })
    const { keys } = await getPerson(owner, idOf(member), now)
    expect(keys).toEqual([
      {
        id: 'apikey_1',
        organizationId: 'org',
        name: 'billing',
        status: 'active',
        hint: null,
        organization: 'Acme',
        workspace: null,
        canChange: false,
      },
    ])
    const canChange = async () => (await getPerson(owner, idOf(member), now)).keys[0]?.canChange
    await prisma().connection.update({ where: { organizationId }, data: { readOnly: false } })
    expect(await canChange()).toBe(true)
    await prisma().connection.delete({ where: { organizationId } })
    expect(await canChange()).toBe(false)
  })
})

describe('a token', () => {
  it('may do no more than its maker at present', async () => {
    const { token } = await createToken(admin, { name: 'x', role: 'admin' }, now)
    await expect(viewerOfToken(token, now)).resolves.toMatchObject({ role: 'admin' })
    await changeRole(owner, { id: idOf(admin), role: 'viewer' }, now)
    await expect(viewerOfToken(token, now)).resolves.toMatchObject({ role: 'viewer' })
  })
})
