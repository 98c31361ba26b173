import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { randomWorld } from '@/lib/simulator/simulator-under-test'
import { requestSync } from '@/lib/sync/request-sync'
import { SYNC_TABLES, connectSimulator, expectTruth } from '@/lib/sync/sync-under-test'
import { startJobs, stopJobs } from './schedule'

const startedAt = new Date()
const simulator = await startSimulator({
  world: randomWorld({ now: startedAt }),
  clock: () => startedAt,
})
process.env.ANTHROPIC_BASE_URL = simulator.url

useDatabase({ emptied: SYNC_TABLES })
afterAll(() => simulator.close())

async function finishedRuns(count: number) {
  for (;;) {
    const runs = await prisma().syncRun.findMany({ orderBy: { createdAt: 'asc' } })
    if (runs.filter(({ status }) => status === 'succeeded' || status === 'failed').length >= count)
      return runs
    await delay(20)
  }
}

it('a start syncs what is overdue, and leaves alone what is not', async () => {
  await connectSimulator(simulator)
  startJobs()
  startJobs()
  const [run, ...others] = await finishedRuns(1)
  expect(others).toEqual([])
  expect(run).toMatchObject({ status: 'succeeded', error: null })
  expect(run?.requestedBy).toMatch(/^schedule start /)
  await expectTruth(simulator)
  await stopJobs()

  const waiting = await requestSync({ organizationId: null, requestedBy: 'test', now: new Date() })
  startJobs()
  const runs = await finishedRuns(2)
  await stopJobs()
  expect(runs).toHaveLength(2)
  expect(runs[1]).toMatchObject({ id: waiting.id, requestedBy: 'test', status: 'succeeded' })
})

it('a start notes runs that were cut off and goes on', async () => {
  await connectSimulator(simulator)
  const old = new Date(Date.now() - 60_000)
  await prisma().connection.updateMany({ data: { lastSyncedAt: new Date() } })
  await prisma().syncRun.create({
    data: { requestedBy: 'test', status: 'running', createdAt: old, startedAt: old, heartbeatAt: old },
  })
  startJobs()
  const runs = await finishedRuns(2)
  await stopJobs()
  expect(runs).toMatchObject([
    { status: 'failed', error: 'interrupted' },
    { status: 'succeeded', daysTotal: expect.any(Number) as number },
  ])
})

it('what the server calls when it ends leaves no run and no lease behind, also when called twice', async () => {
  await connectSimulator(simulator)
  simulator.faults.add({ action: { kind: 'slow', delayMs: 10_000 }, times: null })
  startJobs()
  await expect.poll(() => prisma().syncLease.count(), { timeout: 10_000 }).toBe(1)
  const began = performance.now()
  await Promise.all([globalThis.onebillStop?.(), globalThis.onebillStop?.()])
  expect(performance.now() - began).toBeLessThan(2000)
  expect(await prisma().syncRun.findMany()).toMatchObject([{ status: 'failed', error: 'interrupted' }])
  expect(await prisma().syncLease.count()).toBe(0)
  await globalThis.onebillStop?.()
  simulator.faults.clear()
})
