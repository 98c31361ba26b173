import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { sealSessionId } from '@/lib/auth/session-cookie'
import { systemActor } from '@/lib/auth/system-actor'
import { revokeSession, startSession } from '@/lib/commands/sessions'
import { createToken, revokeToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { randomWorld } from '@/lib/simulator/simulator-under-test'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { connectSimulator, expectTruth, SYNC_TABLES } from '@/lib/sync/sync-under-test'
import type { Question } from './instance-under-test'

const now = new Date('2026-11-22T10:00:00Z')
let instances: ChildProcess[] = []

useDatabase({ emptied: [...SYNC_TABLES, 'settings'] })
afterEach(async () => {
  const gone = instances.map((child) => once(child, 'exit'))
  for (const child of instances) child.disconnect()
  await Promise.all(gone)
  instances = []
})

/** Two processes on this database, as two servers behind one address. */
async function startTwo(env: Record<string, string>): Promise<[ChildProcess, ChildProcess]> {
  const start = () =>
    fork(path.join(import.meta.dirname, 'instance-under-test.ts'), {
      execArgv: ['--conditions=react-server', '--import', 'tsx'],
      env: { ...process.env, ONEBILL_TEST: '1', ONEBILL_NOW: now.toISOString(), ...env },
    })
  const two = [start(), start()] as [ChildProcess, ChildProcess]
  instances = two
  await Promise.all(two.map((child) => once(child, 'message')))
  return two
}

async function tell<T>(child: ChildProcess, question: Question): Promise<T> {
  const answered = once(child, 'message')
  child.send(question)
  const [told] = (await answered) as [T]
  return told
}

const runs = () => prisma().syncRun.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
const isOver = ({ status }: { status: string }) => status === 'succeeded' || status === 'failed'

it('started together they sync once; asked at both they work one run at a time, and every figure is right', async () => {
  const simulator = await startSimulator({ world: randomWorld({ rows: 500, days: 60 }), clock: () => now })
  try {
    await connectSimulator(simulator)
    const two = await startTwo({ ANTHROPIC_BASE_URL: simulator.url, ONEBILL_SYNC_EVERY: '10' })
    await expect
      .poll(async () => (await runs()).map(({ status }) => status), { timeout: 60_000 })
      .toEqual(['succeeded'])
    expect((await runs())[0]?.requestedBy).toMatch(/^schedule start /)
    await expectTruth(simulator)

    const asked = await Promise.all(
      [...two, ...two, ...two].map((child) => tell<{ id: string }>(child, { ask: 'sync' })),
    )
    expect(new Set(asked.map(({ id }) => id)).size).toBeLessThanOrEqual(3)
    let most = 0
    await expect
      .poll(
        async () => {
          const all = await runs()
          most = Math.max(most, all.filter(({ status }) => status === 'running').length)
          return all.every(isOver)
        },
        { timeout: 60_000, interval: 10 },
      )
      .toBe(true)
    expect(most).toBe(1)
    const all = await runs()
    expect(all.map(({ status, error }) => [status, error])).toEqual(all.map(() => ['succeeded', null]))
    const spans = all.map(({ startedAt, finishedAt, heartbeatAt }) => [startedAt, finishedAt, heartbeatAt])
    expect(spans.flat().every((instant) => instant !== null)).toBe(true)
    expect(await prisma().syncLease.count()).toBe(0)
    await expectTruth(simulator)
  } finally {
    await simulator.close()
  }
}, 180_000)

it('they share sessions and tokens, and their ends', async () => {
  const two = await startTwo({ ONEBILL_SYNC_EVERY: '0' })
  const user = await prisma().user.create({
    data: { email: 'ada@example.com', name: 'Ada', role: 'owner', createdAt: now },
  })
  const ada = mintViewer({ kind: 'user', id: user.id, name: 'Ada', role: 'owner' })
  const { sessionId } = await startSession(ada, { userId: user.id, userAgent: null }, now)
  const made = await createToken(systemActor('test'), { name: 'script', role: 'viewer' }, now)
  const question: Question = { ask: 'who', cookie: await sealSessionId(sessionId), token: made.token }
  for (const child of two) expect(await tell(child, question)).toEqual({ session: 'Ada', token: 'script' })
  await revokeSession(ada, sessionId, now)
  await revokeToken(ada, made.id, now)
  for (const child of two) expect(await tell(child, question)).toEqual({ session: null, token: null })
}, 60_000)
