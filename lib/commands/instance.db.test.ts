import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { closeDatabase, prisma } from '@/lib/db/client'
import { testDatabase } from '@/lib/db/test-database'
import { claimInstance } from './instance'

const now = new Date('2026-11-22T10:00:00Z')
const actor = systemActor('start')

let database: Awaited<ReturnType<typeof testDatabase>>

beforeAll(async () => {
  process.env.AUTH_SECRET = 'a'.repeat(32)
  process.env.ONEBILL_SECRET_KEY = 'b'.repeat(32)
  database = await testDatabase()
})

afterAll(async () => {
  await closeDatabase()
  await database.drop()
})

beforeEach(async () => {
  await prisma().$executeRaw`truncate instance, audit_entries`
})

it('takes the first key, lets it start again, and refuses another', async () => {
  await claimInstance(actor, 'first', now)
  await claimInstance(actor, 'first', now)
  await expect(claimInstance(actor, 'other', now)).rejects.toMatchObject({ kind: 'conflict' })
  await expect(prisma().instance.findMany()).resolves.toMatchObject([
    { id: 1, secretKeyFingerprint: 'first' },
  ])
  await expect(prisma().auditEntry.count()).resolves.toBe(1)
})

it('lets one of two keys win that come at the same time', async () => {
  const outcomes = await Promise.allSettled(['one', 'two'].map((key) => claimInstance(actor, key, now)))
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})
