import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { claimInstance, noteVersion } from './instance'

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

it('keeps the newest version that has started, and notes each step up once', async () => {
  await claimInstance(actor, 'first', now)
  for (const version of ['0.9.0', '0.10.0', '0.10.0', '0.9.5']) await noteVersion(actor, version, now)
  await expect(prisma().instance.findFirst()).resolves.toMatchObject({ appVersion: '0.10.0' })
  const steps = await prisma().auditEntry.findMany({
    where: { action: 'instance.version_started' },
    orderBy: { id: 'asc' },
  })
  expect(steps.map(({ before, after }) => [before, after])).toEqual([
    [{ version: null }, { version: '0.9.0' }],
    [{ version: '0.9.0' }, { version: '0.10.0' }],
  ])
})
