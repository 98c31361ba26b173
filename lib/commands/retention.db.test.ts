import { beforeEach, describe, expect, it } from 'vitest'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, day } from '@/lib/domain/day'
import { DEFAULT_RETENTION } from '@/lib/domain/retention'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import { getStorage } from '@/lib/queries/storage'
import { getTimeline } from '@/lib/queries/timeline'
import { randomWorld } from '@/lib/simulator/simulator-under-test'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { connectSimulator, sync, SYNC_TABLES } from '@/lib/sync/sync-under-test'
import { claimClearing, clearOld, setRetention } from './retention'

const now = new Date('2026-11-22T11:20:30Z')
const later = new Date('2027-03-01T00:10:00Z')
const owner = systemActor('schedule')
const audited = (action: string, at: Date) => ({
  ...{ action, at, actorKind: 'x', actorName: 'x', subjectType: 'x' },
})

useDatabase({ emptied: [...SYNC_TABLES, 'settings', 'audit_entries', 'revisions'] })

describe('setRetention', () => {
  it('is for owners, is logged with what was before, and shows', async () => {
    const chosen = { ...DEFAULT_RETENTION, facts: 120 }
    const admin = mintViewer({ kind: 'user', id: 'a', name: 'Ada', role: 'admin' })
    await expect(setRetention(admin, chosen, now)).rejects.toMatchObject({ kind: 'forbidden' })
    expect((await getStorage(owner)).retention).toEqual(DEFAULT_RETENTION)
    await setRetention(owner, chosen, now)
    expect((await getStorage(owner)).retention).toEqual(chosen)
    expect(await prisma().auditEntry.findMany()).toMatchObject([
      { action: 'retention.set', before: { facts: null, sync_runs: 90 }, after: { facts: 120 } },
    ])
  })

  it('that an odd version stored counts as nothing chosen', async () => {
    await prisma().setting.create({ data: { key: 'retention', value: { facts: 'x' }, changedAt: now } })
    expect((await getStorage(owner)).retention).toEqual(DEFAULT_RETENTION)
  })
})

describe('claimClearing', () => {
  it('gives a UTC day to one asker alone', async () => {
    expect((await Promise.all([1, 2, 3].map(() => claimClearing(now)))).sort()).toEqual([false, false, true])
    expect(await claimClearing(new Date('2026-11-22T23:59:59Z'))).toBe(false)
    expect(await claimClearing(new Date('2026-11-23T00:00:00Z'))).toBe(true)
    expect(await claimClearing(now)).toBe(false)
  })
})

describe('clearing facts', () => {
  beforeEach(async () => {
    const simulator = await startSimulator({ world: randomWorld({ rows: 900, days: 80 }), clock: () => now })
    await connectSimulator(simulator)
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
    await simulator.close()
  })

  const request = (change: Partial<TimelineRequest>): TimelineRequest => ({
    range: { from: day('2026-01-01'), to: day('2026-11-23') },
    bucket: 'day',
    group: 'none',
    basis: 'spread',
    metric: 'cost',
    filters: {},
    ...change,
  })
  const everySum = () =>
    Promise.all(
      (['none', 'key', 'workspace', 'model', 'product'] as const).flatMap((group) =>
        (['cost', 'tokens', 'requests'] as const).map((metric) =>
          getTimeline(owner, request({ group, metric }), later),
        ),
      ),
    )
  const factsPerDay = async () => {
    const { rows } = await pool().query<{ day: string; count: number }>(
      `select day::text as day, count(*)::int as count from (select day from usage_facts union all select day from cost_facts) f
       group by day order by day`,
    )
    return rows
  }
  const hours = (from: string) =>
    getTimeline(
      owner,
      request({ bucket: 'hour', range: { from: day(from), to: addDays(day(from), 1) } }),
      later,
    )

  it('changes no total in any dimension, takes exactly the old final days, and refuses their hours', async () => {
    await setRetention(owner, { ...DEFAULT_RETENTION, facts: 120 }, now)
    const [before, facts] = [await everySum(), await factsPerDay()]
    const since = '2026-11-01'
    const partial = facts.find(({ day: one }) => one < since)?.day ?? expect.fail('no facts before')
    await pool().query(`update coverage set state = 'partial' where day = $1`, [partial])
    const old = facts.filter(({ day: one }) => one < since && one !== partial)
    expect(old.length).toBeGreaterThan(30)
    const hourly = old.at(-1)?.day ?? ''
    expect((await hours(hourly)).rows.length).toBeGreaterThan(0)

    const cleared = await clearOld(owner, later)
    expect(cleared.factDays).toBeGreaterThanOrEqual(old.length)
    expect(await factsPerDay()).toEqual(facts.filter((one) => !old.includes(one)))
    const coverage = before.map(({ coverage: days }) =>
      days.map((one) => (one.day === partial ? { ...one, state: 'partial' } : one)),
    )
    const after = await everySum()
    expect(after.map(({ coverage: days }) => days)).toEqual(coverage)
    const figures = (sums: Awaited<ReturnType<typeof everySum>>) =>
      sums.map(({ rows, total, byPool }) => ({
        rows: rows.map(({ quality: _, ...row }) => row),
        total,
        byPool,
      }))
    expect(figures(after)).toEqual(figures(before))
    await expect(hours(hourly)).rejects.toMatchObject({
      kind: 'unsupported_combination',
      parameter: 'bucket',
    })
    expect(await clearOld(owner, later)).toMatchObject({ factDays: 0 })
  }, 120_000)

  it('does not make a later sync read those days again', async () => {
    await setRetention(owner, { ...DEFAULT_RETENTION, facts: 120 }, now)
    await clearOld(owner, later)
    const facts = await factsPerDay()
    const simulator = await startSimulator({ world: randomWorld({ rows: 900, days: 80 }), clock: () => now })
    const { daysTotal } = await sync(simulator)
    await simulator.close()
    expect(daysTotal).toBeLessThan(40)
    expect(await factsPerDay()).toEqual(facts)
  })

  it('takes nothing where everything is kept, which is the default', async () => {
    const facts = await factsPerDay()
    await clearOld(owner, new Date('2040-01-01T00:00:00Z'))
    expect(await factsPerDay()).toEqual(facts)
  })
})

describe('clearing the rest', () => {
  const ages = [0, 29, 31, 89, 91, 400]
  const at = (days: number) => new Date(now.getTime() - days * 86_400_000)

  it('takes sync runs after 90 days by default, never the last or one at work', async () => {
    const run = { requestedBy: 'x', status: 'succeeded' } as const
    await prisma().syncRun.createMany({ data: ages.map((days) => ({ ...run, createdAt: at(days) })) })
    await prisma().syncRun.create({ data: { ...run, status: 'running', createdAt: at(500) } })
    expect(await clearOld(owner, now)).toMatchObject({ syncRuns: 2 })
    expect(await prisma().syncRun.count()).toBe(5)
    expect(await clearOld(owner, later)).toMatchObject({ syncRuns: 3 })
    expect(await prisma().syncRun.count({ where: { status: 'succeeded' } })).toBe(1)
    expect(await prisma().auditEntry.count()).toBe(0)
  })

  it('does not take the run of a told story for the last one', async () => {
    const told = { id: 'told', name: 'Told', isDemo: true, createdAt: now }
    await prisma().organization.create({ data: told })
    const run = { requestedBy: 'x', status: 'succeeded' } as const
    const { id } = await prisma().syncRun.create({ data: { ...run, createdAt: at(200) } })
    await prisma().syncRun.create({ data: { ...run, createdAt: at(100), organizationId: 'told' } })
    await clearOld(owner, now)
    expect(
      (await prisma().syncRun.findMany({ where: { organizationId: null } })).map((row) => row.id),
    ).toEqual([id])
    await prisma().organization.delete({ where: { id: 'told' } })
  })

  it('takes old audit entries but those a start asks for, and says so in the log', async () => {
    await prisma().auditEntry.createMany({
      data: [
        ...ages.map((days) => audited('plan.created', at(days))),
        audited('connection.connected', at(4000)),
      ],
    })
    await prisma().revision.createMany({
      data: ages.map((days) => ({
        ...{ organizationId: 'o', day: at(days), noticedAt: at(days), beforeNano: 1n, afterNano: 2n },
      })),
    })
    await setRetention(owner, { ...DEFAULT_RETENTION, audit: 365, revisions: 365 }, now)
    expect(await clearOld(owner, now)).toMatchObject({ auditEntries: 1, revisions: 1 })
    expect(await prisma().revision.count()).toBe(ages.length - 1)
    const actions = (await prisma().auditEntry.findMany()).map(({ action }) => action)
    expect(actions.filter((action) => action === 'connection.connected')).toHaveLength(1)
    expect(actions).toContain('retention.cleared')
  })
})
