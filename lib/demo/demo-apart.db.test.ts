import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { disconnect, setReadOnly } from '@/lib/commands/connections'
import { createPlan, type PlanInput } from '@/lib/commands/plans'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { listAuditChoices, listAuditEntries } from '@/lib/queries/audit-entries'
import { listConnections, listKeptOrganizations } from '@/lib/queries/connections'
import { demoState } from '@/lib/queries/demo'
import { listHolders } from '@/lib/queries/plan-holders'
import { getPlan, getStoredPlan, listPlans, pageOfPlans } from '@/lib/queries/plans'
import { latestSyncRun, listSyncRuns, syncStatus } from '@/lib/queries/sync-runs'
import { createRandomWorld } from '@/lib/simulator/random-world'
import { type Simulator, startSimulator } from '@/lib/simulator/start-simulator'
import { connectOrganization } from '@/lib/sync/connect-organization'
import { isSyncOverdue, requestScheduledSync, requestSync } from '@/lib/sync/request-sync'
import { sync } from '@/lib/sync/sync-under-test'
import { clearDemo, loadDemo } from './load-demo'

const NOW = new Date('2026-11-22T11:20:30Z')
const owner = systemActor('test')

useDatabase()

let simulator: Simulator
let realId: string

/** A real organisation with odd figures, and a real plan whose credit it uses. */
beforeAll(async () => {
  simulator = await startSimulator({ world: createRandomWorld({ seed: 7, now: NOW }), clock: () => NOW })
  const { organization } = await connectOrganization(owner, simulator.adminKey, NOW, {
    baseUrl: simulator.url,
  })
  realId = organization.id
  await sync(simulator)
  await createPlan(owner, planOf('me@example.com', realId), NOW)
})
afterAll(() => simulator.close())

function planOf(holderEmail: string, creditOf: string | null): PlanInput {
  return {
    holderEmail,
    planCode: 'max',
    seats: 1,
    price: nano(100_000_000_000n),
    currency: 'USD',
    priceUsd: null,
    cycle: 'monthly',
    startsOn: '2026-08-03' as Day,
    endsOn: null,
    apiCredit: creditOf === null ? null : { organizationId: creditOf, claimedOn: '2026-10-09' as Day },
  }
}

/** Written for every change; what people did is never taken back. */
const LOG = 'audit_entries'

/** Every row of every table but the log, with the transaction that wrote it and its place, each as a line. */
async function wholeDatabase(): Promise<string[]> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> $1`,
    [LOG],
  )
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      pool().query<{ row: string }>(
        `select concat('${name} ', xmin, ' ', ctid, ' ', t::text) as row from ${name} t`,
      ),
    ),
  )
  return dumps.flatMap(({ rows }) => rows.map(({ row }) => row)).sort()
}

const STORIES = ['forgotten-cron', 'fast-mode', 'plan-upgrade'] as const

describe('beside real data', () => {
  it('whatever is told and removed, not one real row is written; after removing nothing else is left', async () => {
    const before = await wholeDatabase()
    const steps = fc.array(fc.constantFrom(...STORIES, null), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(steps, async (stories) => {
        for (const story of stories) {
          if (story === null) await clearDemo(owner, NOW)
          else await loadDemo(owner, story, NOW)
          const now = new Set(await wholeDatabase())
          expect(before.filter((row) => !now.has(row)).slice(0, 5)).toEqual([])
          expect(now.size > before.length).toBe(story !== null)
        }
        await clearDemo(owner, NOW)
        const known = new Set(before)
        expect((await wholeDatabase()).filter((row) => !known.has(row)).slice(0, 5)).toEqual([])
      }),
      { numRuns: 4, seed: 1 },
    )
  }, 120_000)

  it('every change of the demo is in the log, marked as told; people read that it was loaded and removed', async () => {
    await prisma().auditEntry.deleteMany()
    await loadDemo(owner, 'plan-upgrade', NOW)
    const entries = await prisma().auditEntry.findMany({ orderBy: [{ id: 'asc' }] })
    const toldBy = (isDemo: boolean) => (isDemo ? 'Femi Adeyemi (demo)' : owner.name)
    expect(entries.map(({ action, isDemo, actorName }) => [action, isDemo, actorName])).toEqual(
      [
        ['demo.loaded', false] as const,
        ['connection.connected', true] as const,
        ['plan.created', true] as const,
        ['plan.changed', true] as const,
        ...Array.from({ length: 3 }, () => ['budget.created', true] as const),
      ].map(([action, isDemo]) => [action, isDemo, toldBy(isDemo)]),
    )
    expect(JSON.stringify(entries)).not.toContain(realId)
    const shown = async () => {
      const { rows } = await listAuditEntries(owner, {}, { limit: 50 })
      return rows.map(({ action, actor, at }) => [action, actor.name, at])
    }
    expect(await shown()).toEqual([['demo.loaded', owner.name, NOW]])
    expect((await listAuditChoices(owner)).actions).toEqual(['demo.loaded'])
    const later = new Date(NOW.getTime() + 60_000)
    await clearDemo(owner, later)
    expect(await shown()).toEqual([
      ['demo.removed', owner.name, later],
      ['demo.loaded', owner.name, NOW],
    ])
    expect(await prisma().auditEntry.count()).toBe(2)
  })

  it('a removal that was cut off is finished by the next', async () => {
    await prisma().auditEntry.deleteMany()
    const left = { id: 'left', at: NOW, actorKind: 'user', actorName: 'Ada', action: 'demo.plans_removed' }
    await prisma().auditEntry.create({ data: { ...left, subjectType: 'demo', isDemo: true } })
    expect(await clearDemo(owner, NOW)).toBe(true)
    expect(await prisma().auditEntry.findMany()).toMatchObject([{ action: 'demo.removed', isDemo: false }])
    expect(await clearDemo(owner, NOW)).toBe(false)
  })
})

describe('while a story is told beside it', () => {
  let toldId: string
  let toldPlan: string
  let realPlan: string
  beforeAll(async () => {
    await loadDemo(owner, 'plan-upgrade', NOW)
    toldId = (await prisma().organization.findFirstOrThrow({ where: { isDemo: true } })).id
    toldPlan = (await prisma().plan.findFirstOrThrow({ where: { isDemo: true } })).id
    realPlan = (await prisma().plan.findFirstOrThrow({ where: { isDemo: false } })).id
  })

  it('no list of plans holds both', async () => {
    const ids = async (data: 'real' | 'demo') => [
      (await listPlans(owner, NOW, data)).plans.map(({ plan }) => plan.id),
      (await pageOfPlans(owner, { limit: 100, after: null, data })).plans.map(({ id }) => id),
    ]
    expect(await ids('real')).toEqual([[realPlan], [realPlan]])
    expect(await ids('demo')).toEqual([[toldPlan], [toldPlan]])
    expect((await listPlans(owner, NOW)).plans).toHaveLength(1)
    expect(await getPlan(owner, toldPlan, NOW)).toBeNull()
    expect(await getPlan(owner, realPlan, NOW, 'demo')).toBeNull()
    expect(await getPlan(owner, toldPlan, NOW, 'demo')).toMatchObject({ creditOrganization: 'Kestrel Notes' })
    await expect(getStoredPlan(owner, toldPlan, 'real')).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('a plan offers and links only organisations of its own kind', async () => {
    expect((await listHolders(owner)).organizations.map(({ id }) => id)).toEqual([realId])
    expect((await listHolders(owner)).known).not.toContain('femi@kestrelnotes.example')
    expect((await listHolders(owner, 'demo')).organizations.map(({ id }) => id)).toEqual([toldId])
    const refused = { kind: 'incomplete', parameter: 'api_credit.organization' }
    await expect(createPlan(owner, planOf('a@example.com', toldId), NOW)).rejects.toMatchObject(refused)
    await expect(
      createPlan(owner, planOf('a@example.com', realId), NOW, { isDemo: true }),
    ).rejects.toMatchObject(refused)
  })

  it('it is no connection: not listed, not counted, not changed, never synced again', async () => {
    expect((await listConnections(owner)).map(({ organizationId }) => organizationId)).toEqual([realId])
    expect(await listKeptOrganizations(owner)).toEqual([])
    expect(await syncStatus(owner, NOW)).toMatchObject({ connected: 1, failures: [], run: null })
    const told = await prisma().connection.findUniqueOrThrow({ where: { organizationId: toldId } })
    for (const attempt of [
      () => disconnect(owner, told.id, NOW),
      () => setReadOnly(owner, told.id, false, NOW),
      () => requestSync({ organizationId: toldId, requestedBy: 'test', now: NOW }),
    ])
      await expect(attempt()).rejects.toMatchObject({ kind: 'not_found' })
    await sync(simulator)
    expect(await prisma().connection.findUnique({ where: { id: told.id } })).toEqual(told)
    const runs = await listSyncRuns(owner, { limit: 100, before: null })
    expect(runs?.map(({ requestedBy }) => requestedBy)).toEqual(['test', 'test'])
    expect(await latestSyncRun(owner)).toMatchObject({ organizationId: null, status: 'succeeded' })
  })

  it('alone it is never due', async () => {
    await prisma().connection.deleteMany({ where: { organizationId: realId } })
    expect(await requestScheduledSync('slot', NOW)).toBeNull()
    expect(await isSyncOverdue(1, new Date(NOW.getTime() + 86_400_000))).toBe(false)
    expect(await syncStatus(owner, NOW)).toMatchObject({ connected: 0 })
    expect(await demoState(owner)).toMatchObject({ phase: 'loaded', company: 'Kestrel Notes', hasReal: true })
  })
})
