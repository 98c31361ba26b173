import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { storeDays } from '@/lib/db/facts'
import { acquireLease, LeaseLost } from '@/lib/db/lease'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { latestSyncRun, listSyncRuns } from '@/lib/queries/sync-runs'
import { NOW, randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { processIdentity } from './process-identity'
import { requestScheduledSync, requestSync } from './request-sync'
import { drainSyncQueue } from './run-sync'
import { claimRun, finishRun, sweepInterruptedRuns } from './sync-queue'
import { SYNC_TABLES, connectSimulator, expectTruth, sync } from './sync-under-test'

useDatabase({ emptied: SYNC_TABLES })

const ask = (organizationId: string | null = null) =>
  requestSync({ organizationId, requestedBy: 'test', now: NOW })
const runOf = (id: string) => prisma().syncRun.findUniqueOrThrow({ where: { id } })

async function until<T>(read: () => Promise<T>, isReached: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read()
    if (isReached(value)) return value
    await delay(5)
  }
}

async function connected(
  options: Parameters<typeof randomWorld>[0] = {},
  maxPageRows = 1000,
): Promise<Simulator> {
  const simulator = await simulate({ world: randomWorld(options), maxPageRows })
  await connectSimulator(simulator)
  return simulator
}

describe('the queue', () => {
  it('holds one run beside the one at work, and everybody who asks gets it', async () => {
    const first = await ask()
    expect(await ask()).toEqual(first)
    expect(await claimRun(NOW)).toEqual({ id: first.id, organizationId: null })
    const second = await ask()
    expect(second.id).not.toBe(first.id)
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([second, second, second])
    expect(await claimRun(NOW)).toBeNull()
    await finishRun(first.id, 3, null, NOW)
    expect(await runOf(first.id)).toMatchObject({ status: 'succeeded', requests: 3, error: null })
    expect(await claimRun(NOW)).toMatchObject({ id: second.id })
  })

  it('names runs in the order they were asked for, also while the clock stands still', async () => {
    const ids: string[] = []
    for (let count = 0; count < 20; count++) {
      const { id } = await ask()
      await claimRun(NOW)
      await finishRun(id, 0, null, NOW)
      ids.push(id)
    }
    const viewer = systemActor('test', 'viewer')
    const listed = await listSyncRuns(viewer, { limit: 50, before: null })
    expect(listed?.map(({ id }) => id)).toEqual(ids.toReversed())
    expect(await latestSyncRun(viewer)).toMatchObject({ id: ids.at(-1) })
  })

  it('makes one run of many requests at the same time, and gives it to one claim', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => ask()))
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimRun(NOW)))
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
  })

  it('widens the waiting run to all when the scopes differ', async () => {
    const one = await connected({ seed: 'one' })
    const two = await connected({ seed: 'two' })
    const first = await ask(one.organizationId)
    expect(await ask(one.organizationId)).toEqual(first)
    expect(await runOf(first.id)).toMatchObject({ organizationId: one.organizationId })
    expect(await ask(two.organizationId)).toEqual(first)
    expect(await runOf(first.id)).toMatchObject({ organizationId: null })
    await ask(one.organizationId)
    expect(await runOf(first.id)).toMatchObject({ organizationId: null })
  })

  it('refuses an organisation that is not connected', async () => {
    await expect(ask('8f14e45f-ceea-467f-a8d2-3c1a5b9e7d10')).rejects.toMatchObject({ kind: 'not_found' })
    expect(await prisma().syncRun.count()).toBe(0)
  })

  it('gets one run from the timers of all instances, and none while one is waiting or nothing is connected', async () => {
    expect(await requestScheduledSync('10:00', NOW)).toBeNull()
    await connected()
    const asked = await Promise.all(Array.from({ length: 4 }, () => requestScheduledSync('10:00', NOW)))
    expect(asked.filter((run) => run !== null)).toHaveLength(1)
    expect(await requestScheduledSync('10:10', NOW)).toBeNull()
    const run = await claimRun(NOW)
    await finishRun(run?.id ?? '', 0, null, NOW)
    expect(await requestScheduledSync('10:00', NOW)).toBeNull()
    expect(await requestScheduledSync('10:10', NOW)).not.toBeNull()
  })
})

describe('working the queue for one run', () => {
  it('leaves alone what is asked for meanwhile', async () => {
    const simulator = await connected({ rows: 600, days: 60 }, 100)
    const first = await ask()
    const drained = drainSyncQueue({ clock: () => NOW, baseUrl: simulator.url, until: first.id })
    await until(
      () => runOf(first.id),
      ({ status }) => status === 'running',
    )
    const second = await ask()
    await drained
    expect(await runOf(first.id)).toMatchObject({ status: 'succeeded' })
    expect(await runOf(second.id)).toMatchObject({ status: 'queued' })
  })

  it('ends at once when another process has it', async () => {
    const first = await ask()
    await claimRun(NOW)
    const second = await ask()
    await drainSyncQueue({ clock: () => NOW, until: first.id })
    expect(await runOf(first.id)).toMatchObject({ status: 'running' })
    expect(await runOf(second.id)).toMatchObject({ status: 'queued' })
  })
})

describe('a run whose process is gone', () => {
  async function abandoned(host: string, pid: number, heartbeatAgo: string): Promise<string> {
    const { id } = await ask()
    await claimRun(NOW)
    await acquireLease({ organizationId: 'org', runId: id })
    await pool().query(
      `update sync_runs set host = $2, pid = $3, heartbeat_at = clock_timestamp() - $4::interval where id = $1`,
      [id, host, pid, heartbeatAgo],
    )
    return id
  }

  it('is interrupted 30 seconds after its last sign of life, and not before', async () => {
    const id = await abandoned('elsewhere', 1, '28 seconds')
    await sweepInterruptedRuns(NOW)
    expect(await runOf(id)).toMatchObject({ status: 'running' })
    await pool().query(`update sync_runs set heartbeat_at = clock_timestamp() - interval '31 seconds'`)
    await sweepInterruptedRuns(NOW)
    expect(await runOf(id)).toMatchObject({ status: 'failed', error: 'interrupted', finishedAt: NOW })
    expect(await prisma().syncLease.count()).toBe(0)
  })

  it('is interrupted at once where its process is known to have ended', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    const id = await abandoned(processIdentity().host, child.pid ?? 0, '0 seconds')
    const next = await ask()
    expect(next.id).not.toBe(id)
    expect(await runOf(id)).toMatchObject({ status: 'failed', error: 'interrupted' })
  })

  it('is not taken for ended by another host of the same name', async () => {
    const id = await abandoned(`${hostname()} another-boot`, 2 ** 22 + 1, '0 seconds')
    await sweepInterruptedRuns(NOW)
    expect(await runOf(id)).toMatchObject({ status: 'running' })
  })

  it('cannot write any more, even if it still lives', async () => {
    const simulator = await connected()
    const { id } = await ask()
    await claimRun(NOW)
    const lease = { organizationId: simulator.organizationId, runId: id }
    expect(await acquireLease(lease)).toBe(true)
    expect(await acquireLease({ ...lease, runId: 'another' })).toBe(false)
    await pool().query(`update sync_leases set heartbeat_at = clock_timestamp() - interval '31 seconds'`)
    expect(await acquireLease({ ...lease, runId: 'another' })).toBe(true)
    const facts = {
      day: day('2026-11-20'),
      state: 'synced' as const,
      source: 'analytics' as const,
      granularity: 'hour' as const,
      usageLines: [],
      costLines: ['2026-11-20T05:00:00.000Z\t\\N\t\\N\tm\t\\N\t\\N\ttokens\t\\N\t1\t1'],
      digest: 'd',
      dataRefreshedAt: null,
    }
    const store = () => storeDays(lease, [facts], { daysDone: 1, rows: 1, requests: 1 }, NOW)
    await expect(store()).rejects.toThrow(LeaseLost)
    await pool().query('update sync_leases set run_id = $1', [id])
    await pool().query(`update sync_runs set status = 'failed'`)
    await expect(store()).rejects.toThrow(LeaseLost)
    expect(await prisma().coverage.count()).toBe(0)
    expect((await pool().query('select from cost_facts')).rowCount).toBe(0)
    await pool().query(`update sync_runs set status = 'running'`)
    await store()
    expect((await pool().query('select from cost_facts')).rowCount).toBe(1)
    await prisma().connection.deleteMany()
    await expect(store()).rejects.toThrow(LeaseLost)
  })
})

describe('an interruption', () => {
  function drainInChild(simulator: Simulator) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'lib/sync/drain-queue-under-test.ts'], {
      env: {
        ...process.env,
        ANTHROPIC_BASE_URL: simulator.url,
        ONEBILL_TEST: '1',
        ONEBILL_NOW: simulator.now().toISOString(),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    return { child, ended: once(child, 'exit') }
  }

  /** No day is half stored: what coverage counts is there, and nothing else is. */
  async function expectWholeDays(): Promise<void> {
    const { rows } = await pool().query(
      `select day, coalesce(c.usage_rows, 0) as expected_usage, coalesce(c.cost_rows, 0) as expected_cost, u.n as usage, k.n as cost
       from coverage c
       full join (select day, count(*)::int n from usage_facts group by 1) u using (day)
       full join (select day, count(*)::int n from cost_facts group by 1) k using (day)
       where coalesce(c.usage_rows, 0) <> coalesce(u.n, 0) or coalesce(c.cost_rows, 0) <> coalesce(k.n, 0)`,
    )
    expect(rows).toEqual([])
  }

  it('by kill -9, anywhere, costs no stored day; the next run goes on', async () => {
    const simulator = await connected({ rows: 3000, days: 300 }, 50)
    for (const requests of [25, 30, 40]) {
      const { id } = await ask()
      simulator.requests.clear()
      const { child, ended } = drainInChild(simulator)
      await until(
        () => Promise.resolve(simulator.requests.count()),
        (count) => count >= requests,
      )
      child.kill('SIGKILL')
      expect(await ended).toEqual([null, 'SIGKILL'])
      await expectWholeDays()
      await sweepInterruptedRuns(NOW)
      expect(await runOf(id)).toMatchObject({ status: 'failed', error: 'interrupted' })
    }
    const stored = await prisma().coverage.count()
    expect(stored).toBeGreaterThan(31)
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', daysTotal: 326 - stored + 4 })
    await expectWholeDays()
    await expectTruth(simulator)
  }, 120_000)

  it('by a signal stops after the transaction under way and blames nobody', async () => {
    const simulator = await connected({ rows: 3000, days: 300 }, 100)
    const stop = new AbortController()
    const { id } = await ask()
    const drained = drainSyncQueue({ clock: () => NOW, baseUrl: simulator.url, signal: stop.signal })
    await until(
      () => runOf(id),
      ({ daysDone }) => daysDone > 0,
    )
    stop.abort()
    await drained
    const stopped = await runOf(id)
    expect(stopped).toMatchObject({ status: 'failed', error: 'interrupted' })
    expect(await prisma().coverage.count()).toBe(stopped.daysDone)
    expect(await prisma().connection.findFirst()).toMatchObject({ state: 'new', failure: null })
    expect(await prisma().syncLease.count()).toBe(0)
    expect(await sync(simulator)).toMatchObject({
      status: 'succeeded',
      daysTotal: 326 - stopped.daysDone + 4,
    })
    await expectTruth(simulator)
  })

  it('is not needed to take turns: two processes on one database do one run at a time', async () => {
    const simulator = await connected({ rows: 1500, days: 100 }, 100)
    const first = await ask()
    const one = drainInChild(simulator)
    await until(
      () => runOf(first.id),
      ({ status }) => status === 'running',
    )
    const second = await ask()
    const two = drainInChild(simulator)
    const watching = new AbortController()
    const together = (async () => {
      let most = 0
      while (!watching.signal.aborted) {
        most = Math.max(most, await prisma().syncRun.count({ where: { status: 'running' } }))
        await delay(5)
      }
      return most
    })()
    expect(await Promise.all([one.ended, two.ended])).toEqual([
      [0, null],
      [0, null],
    ])
    watching.abort()
    expect(await together).toBe(1)
    expect(await runOf(first.id)).toMatchObject({ status: 'succeeded', daysTotal: 326 })
    expect(await runOf(second.id)).toMatchObject({ status: 'succeeded', daysTotal: 4 })
    await expectTruth(simulator)
  }, 120_000)
})
