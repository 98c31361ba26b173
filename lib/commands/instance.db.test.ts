import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { claimInstance } from './instance'

const now = new Date('2026-11-22T10:00:00Z')
const actor = systemActor('start')

useDatabase({ emptied: ['instance', 'audit_entries'] })

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
