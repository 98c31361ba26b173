import { describe, expect, it } from 'vitest'
import { welcomeOf } from '@/lib/auth/welcome'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { ExpectedError } from '@/lib/errors'
import { createOwner, type NewOwner } from './owner'
import { createSignInLink, signInWithLink } from './sign-in-links'

const now = new Date('2026-11-22T10:00:00Z')
const actor = systemActor('sign-in link')
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

useDatabase({ emptied: ['users', 'sessions', 'sign_in_links', 'audit_entries'] })

async function newLink(): Promise<string> {
  const { url } = await createSignInLink(actor, now)
  return new URL(url).searchParams.get('token') ?? ''
}

function ada(linkToken: string, changes: Partial<NewOwner> = {}): NewOwner {
  return {
    linkToken,
    name: 'Ada',
    email: 'ada@example.com',
    passwordHash: '$argon2id$hash',
    userAgent: 'Firefox/140',
    ...changes,
  }
}

const actions = async () =>
  (await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action)

describe('a sign-in link', () => {
  it('is stored as a hash only, and looking at it does not use it up', async () => {
    const token = await newLink()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(await prisma().signInLink.findMany())).not.toContain(token)
    for (let i = 0; i < 3; i += 1)
      await expect(welcomeOf(token, now)).resolves.toEqual({ state: 'first_run' })
    await createOwner(actor, ada(token), now)
  })

  it('makes one owner, once', async () => {
    const token = await newLink()
    const { sessionId, userId } = await createOwner(actor, ada(token), now)
    await expect(prisma().session.findUnique({ where: { id: sessionId } })).resolves.toMatchObject({ userId })
    await expect(welcomeOf(token, now)).resolves.toEqual({ state: 'unusable' })
    await expect(createOwner(actor, ada(token, { email: 'eve@example.com' }), now)).rejects.toThrow(
      /was used/,
    )
    await expect(prisma().user.count()).resolves.toBe(1)
    expect(await actions()).toEqual(['sign_in_link.created', 'owner.created'])
  })

  it('works for 15 minutes', async () => {
    const token = await newLink()
    await expect(welcomeOf(token, minutesLater(14))).resolves.toEqual({ state: 'first_run' })
    await expect(welcomeOf(token, minutesLater(15))).resolves.toEqual({ state: 'unusable' })
    await expect(createOwner(actor, ada(token), minutesLater(15))).rejects.toThrow(ExpectedError)
    await expect(prisma().user.count()).resolves.toBe(0)
  })

  it('is unusable when unknown or cut off', async () => {
    const token = await newLink()
    await expect(welcomeOf(token.slice(0, -1), now)).resolves.toEqual({ state: 'unusable' })
    await expect(welcomeOf('', now)).resolves.toEqual({ state: 'unusable' })
  })

  it('makes one owner of two posts at the same time, with the same link or with two', async () => {
    const [one, two] = [await newLink(), await newLink()]
    const attempts = [
      ada(one),
      ada(one),
      ada(two, { email: 'b@example.com' }),
      ada(two, { email: 'c@example.com' }),
    ]
    const outcomes = await Promise.allSettled(attempts.map((attempt) => createOwner(actor, attempt, now)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ExpectedError)
    }
    await expect(prisma().user.count()).resolves.toBe(1)
    await expect(prisma().session.count()).resolves.toBe(1)
  })
})

describe('a sign-in link where there is an owner', () => {
  it('signs the owner in, once', async () => {
    const { userId } = await createOwner(actor, ada(await newLink()), now)
    const token = await newLink()
    const welcome = { state: 'owner', name: 'Ada', email: 'ada@example.com' }
    await expect(welcomeOf(token, now)).resolves.toEqual(welcome)
    const input = { token, passwordHash: null, userAgent: null }
    await expect(signInWithLink(actor, input, now)).resolves.toMatchObject({ userId })
    await expect(signInWithLink(actor, input, now)).rejects.toThrow(/was used/)
    await expect(prisma().session.count({ where: { userId, revokedAt: null } })).resolves.toBe(2)
  })

  it('sets a new password on request and ends all older sessions', async () => {
    const { userId } = await createOwner(actor, ada(await newLink()), now)
    const input = { token: await newLink(), passwordHash: '$argon2id$new', userAgent: null }
    const { sessionId } = await signInWithLink(actor, input, now)
    await expect(prisma().user.findUnique({ where: { id: userId } })).resolves.toMatchObject({
      passwordHash: '$argon2id$new',
    })
    const open = await prisma().session.findMany({ where: { revokedAt: null } })
    expect(open.map(({ id }) => id)).toEqual([sessionId])
    expect(JSON.stringify(await prisma().auditEntry.findMany())).not.toContain('argon2id')
    expect(await actions()).toContain('password.reset_by_link')
  })

  it('does not sign a disabled owner in, and stays unused', async () => {
    await createOwner(actor, ada(await newLink()), now)
    const token = await newLink()
    await prisma().user.updateMany({ data: { disabledAt: now } })
    await expect(signInWithLink(actor, { token, passwordHash: null, userAgent: null }, now)).rejects.toThrow(
      ExpectedError,
    )
    await expect(prisma().signInLink.count({ where: { usedAt: null } })).resolves.toBe(1)
  })
})
