import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { saveKeyRule } from '@/lib/commands/key-rules'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { NOTHING_SAID, SINCE_ALWAYS } from '@/lib/domain/key-assignment'
import { NOW, randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import { connectSimulator, sync } from './sync-under-test'

useDatabase()

it('says what standing rules say of keys as soon as they are read, and of those that are new only', async () => {
  const simulator = await simulate({ world: randomWorld({ seed: 1, days: 2, rows: 20, keys: 3 }) })
  await connectSimulator(simulator)
  const rule = {
    ...NOTHING_SAID,
    pattern: '*',
    organizationId: null,
    workspaceId: null,
    effectiveOn: SINCE_ALWAYS,
  }
  const saved = await saveKeyRule(systemActor('test'), { ...rule, application: 'Everything' }, {}, NOW)
  expect(saved.changed).toBe(0)
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
  const keys = await prisma().apiKey.count()
  expect(keys).toBeGreaterThan(0)
  const assigned = await prisma().keyAssignment.findMany()
  expect(assigned.map(({ application }) => application)).toEqual(
    Array.from({ length: keys }, () => 'Everything'),
  )

  await prisma().keyAssignment.deleteMany({ where: { keyId: assigned[0]?.keyId } })
  await sync(simulator)
  expect(await prisma().keyAssignment.count()).toBe(keys - 1)
  expect(await prisma().auditEntry.count({ where: { actorName: 'Key rules' } })).toBe(keys)
})
