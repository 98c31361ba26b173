import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { SYNC_TABLES } from '@/lib/sync/sync-under-test'
import { getSyncRun, latestSyncRun, syncStatus } from './sync-runs'

const viewer = systemActor('test', 'viewer')
const NOW = new Date('2026-11-22T10:30:00Z')

useDatabase({ emptied: SYNC_TABLES })

async function organization(id: string, source: 'analytics' | 'legacy' = 'analytics') {
  await prisma().organization.create({ data: { id, name: `Name of ${id}`, createdAt: NOW } })
  await prisma().connection.create({
    data: { organizationId: id, source, sealedKey: 'sealed', keyHint: 'hint', createdAt: NOW },
  })
}

it('the status tells progress, the oldest last sync, failures and when it is tried again', async () => {
  await organization('one')
  await organization('two')
  expect(await syncStatus(viewer, NOW)).toMatchObject({
    connected: 2,
    run: null,
    lastSyncedAt: null,
    failures: [],
  })
  const since = new Date('2026-11-22T09:00:00Z')
  await prisma().connection.updateMany({ data: { state: 'ok', lastSyncedAt: NOW } })
  await prisma().connection.update({
    where: { organizationId: 'two' },
    data: { state: 'failing', failure: 'Revoked.', failingSince: since, lastSyncedAt: since },
  })
  const run = { requestedBy: 'test', createdAt: NOW, daysDone: 3, daysTotal: 9 }
  const { id } = await prisma().syncRun.create({
    data: { ...run, status: 'running', heartbeatAt: new Date() },
  })
  expect(await syncStatus(viewer, NOW)).toEqual({
    connected: 2,
    run: expect.objectContaining({ id, status: 'running', daysDone: 3, daysTotal: 9, rows: 0n }),
    lastSyncedAt: since,
    failures: [{ organizationId: 'two', organizationName: 'Name of two', sentence: 'Revoked.', since }],
    nextSyncAt: new Date('2026-11-22T10:40:00Z'),
  })
})

it('a run without a sign of life for 30 seconds shows as interrupted', async () => {
  expect(await latestSyncRun(viewer)).toBeNull()
  const { id } = await prisma().syncRun.create({
    data: {
      requestedBy: 'test',
      createdAt: NOW,
      status: 'running',
      heartbeatAt: new Date(Date.now() - 31_000),
    },
  })
  expect(await getSyncRun(viewer, id)).toMatchObject({ status: 'failed', error: 'interrupted' })
  expect(await latestSyncRun(viewer)).toMatchObject({ id, status: 'failed' })
  expect(await getSyncRun(viewer, 'unknown')).toBeNull()
})

it('an organisation read through the legacy reports counts like any other', async () => {
  await organization('old', 'legacy')
  await prisma().connection.updateMany({ data: { state: 'failing', failure: 'Left.', failingSince: NOW } })
  expect(await syncStatus(viewer, NOW)).toMatchObject({
    connected: 1,
    failures: [{ organizationId: 'old', sentence: 'Left.' }],
  })
  await organization('one')
  await prisma().connection.update({ where: { organizationId: 'one' }, data: { lastSyncedAt: NOW } })
  expect(await syncStatus(viewer, NOW)).toMatchObject({ connected: 2, lastSyncedAt: null })
})
