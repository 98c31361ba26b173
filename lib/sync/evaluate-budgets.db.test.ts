import { describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createBudget, type BudgetInput } from '@/lib/commands/budgets'
import { prisma } from '@/lib/db/client'
import { readBudgetGround, readBudgetStanding } from '@/lib/db/budget-figures'
import { useDatabase } from '@/lib/db/test-database'
import { GUARD_EXEMPTIONS } from '@/lib/db/guard-exemptions'
import { nano } from '@/lib/domain/money'
import { simulate } from '@/lib/simulator/simulator-under-test'
import type { SimulatorOptions } from '@/lib/simulator/start-simulator'
import { actOnKey, undoKeyAction } from './act-on-key'
import { evaluateBudgets } from './evaluate-budgets'
import { connectSimulator, sync, SYNC_TABLES } from './sync-under-test'

useDatabase({
  emptied: [...SYNC_TABLES, 'key_actions', 'key_events', 'audit_entries', 'budgets', 'notices', 'settings'],
})

const owner = systemActor('Olga')
const HOUR = 3_600_000

/**
 * A key that runs away: its organisation is read at ten in the evening of a day, and again whenever the clock has moved on.
 */
async function runaway({ readOnly = false, ...options }: SimulatorOptions & { readOnly?: boolean } = {}) {
  let now = new Date('2026-11-22T11:20:30Z')
  const simulator = await simulate({ story: 'leaked-key', clock: () => now, ...options })
  await connectSimulator(simulator, options.source === 'legacy-only' ? 'legacy' : 'analytics')
  const { organizationId } = simulator
  await prisma().connection.update({ where: { organizationId }, data: { readOnly } })
  expect((await sync(simulator)).error).toBeNull()
  const key = simulator.world().apiKeys.find(({ name }) => name === 'photo-captions')!
  const calls = { clock: () => now, baseUrl: simulator.url, signal: new AbortController().signal }
  return {
    ...{ simulator, organizationId, keyId: key.id, calls },
    clock: () => now,
    later: (hours: number) => {
      now = new Date(now.getTime() + hours * HOUR)
    },
    /** A budget of this key that is used up but for a nano-dollar. */
    async budget(given: Partial<BudgetInput> = {}) {
      const scope = { key: key.id }
      const period = given.period ?? 'month'
      const ground = await readBudgetGround('real', now)
      const draft = { scope, period, thresholds: [50, 75, 90, 100], amount: nano(1n) }
      const { spent } = await readBudgetStanding(draft, ground)
      const input = { name: 'Captions', guard: 'off', ...draft, amount: nano(spent + 1n), ...given } as const
      return createBudget(owner, { ...input, thresholds: [...input.thresholds] }, now)
    },
    sync: () => sync(simulator),
    upstream: () => simulator.world().apiKeys.find(({ id }) => id === key.id)?.status,
    writes: () => simulator.requests.all().filter(({ method }) => method === 'POST').length,
  }
}

const notices = async () =>
  (await prisma().notice.findMany({ orderBy: { at: 'asc' } })).map(({ kind, key }) => `${kind} ${key}`)
const crossings = async () =>
  (await prisma().budgetCrossing.findMany({ orderBy: { threshold: 'asc' } })).map(
    ({ threshold }) => threshold,
  )
const acts = async () =>
  (await prisma().guardAct.findMany({ orderBy: { at: 'asc' } })).map(
    ({ mode, outcome }) => `${mode} ${outcome}`,
  )

describe('a budget after a sync', () => {
  it('is crossed once a period and threshold, and told once', async () => {
    const run = await runaway()
    const { id } = await run.budget()
    await run.sync()
    expect(await crossings()).toEqual([50, 75, 90])
    expect(await notices()).toContain(`budget_threshold budget:${id}:2026-11-01:90`)

    run.later(1)
    expect((await run.sync()).error).toBeNull()
    expect(await crossings()).toEqual([50, 75, 90, 100])
    const told = await notices()
    expect(told).toContain(`budget_threshold budget:${id}:2026-11-01:100`)
    run.later(1)
    await run.sync()
    expect(await notices()).toEqual(told)
    expect(run.upstream()).toBe('active')

    const notice = await prisma().notice.findFirstOrThrow({ where: { key: { endsWith: ':100' } } })
    expect(notice.severity).toBe('high')
    expect(notice.content).toMatchObject({
      path: `/budgets/${id}`,
      sentence: expect.stringMatching(
        /^All spend of the key “photo-captions” cost \$[\d,.]+ from 1 Nov 2026 to 30 Nov 2026/,
      ) as string,
    })
  })

  it('holds everything back while the figures are old, and tells it when they are fresh', async () => {
    const run = await runaway()
    await run.budget()
    run.later(7)
    await evaluateBudgets(run.organizationId, run.calls)
    expect([await crossings(), await notices()]).toEqual([[], []])
    await run.sync()
    expect(await crossings()).toEqual([50, 75, 90, 100])
    expect((await notices()).filter((told) => told.startsWith('budget_threshold'))).toHaveLength(1)
  })

  it('tells nobody of a told story', async () => {
    const run = await runaway()
    await prisma().organization.update({ where: { id: run.organizationId }, data: { isDemo: true } })
    await createBudget(
      owner,
      {
        ...{ name: 'Told', scope: { key: run.keyId }, amount: nano(1n), period: 'month' },
        thresholds: [100],
        guard: 'dry_run',
      },
      run.clock(),
      { isDemo: true },
    )
    await evaluateBudgets(run.organizationId, run.calls)
    expect([await crossings(), await notices(), await acts()]).toEqual([[100], [], []])
  })
})

describe('the guard', () => {
  it('deactivates a runaway key within the sync that sees it, once a period, in its own name', async () => {
    const run = await runaway()
    const { id } = await run.budget({ guard: 'on' })
    await run.sync()
    expect([run.upstream(), run.writes()]).toEqual(['active', 0])

    run.later(1)
    expect((await run.sync()).error).toBeNull()
    expect([run.upstream(), run.writes(), await acts()]).toEqual(['inactive', 1, ['on acted']])
    expect(await notices()).toContain(`guard_acted guard:${id}:2026-11-01:acted`)
    const audited = await prisma().auditEntry.findMany({
      where: { actorName: 'guard' },
      orderBy: { id: 'asc' },
    })
    expect(audited.map(({ action }) => action)).toEqual(['key.change_intended', 'key.change_confirmed'])
    expect(await prisma().apiKey.findFirst({ where: { id: run.keyId } })).toMatchObject({
      status: 'inactive',
    })

    const action = await prisma().keyAction.findFirstOrThrow()
    await undoKeyAction(owner, action.id, run.calls)
    run.later(1)
    await run.sync()
    expect([run.upstream(), run.writes()]).toEqual(['active', 2])
  })

  it('acts once where two processes judge the same moment', async () => {
    const run = await runaway()
    await run.budget({ guard: 'on' })
    run.later(1)
    await prisma().budget.updateMany({ data: { guard: 'off' } })
    await run.sync()
    await prisma().budget.updateMany({ data: { guard: 'on' } })
    await Promise.all([1, 2, 3].map(() => evaluateBudgets(run.organizationId, run.calls)))
    expect([run.writes(), await acts()]).toEqual([1, ['on acted']])
    expect((await notices()).filter((told) => told.startsWith('guard_'))).toHaveLength(1)
  })

  it('only writes down what it would do in dry run', async () => {
    const run = await runaway()
    await run.budget({ guard: 'dry_run' })
    run.later(1)
    await run.sync()
    expect([run.upstream(), run.writes(), await acts()]).toEqual(['active', 0, ['dry_run would_act']])
    expect((await notices()).filter((told) => told.startsWith('guard_'))).toEqual([])
  })

  it('never acts on figures that are old', async () => {
    const run = await runaway()
    await run.budget({ guard: 'on' })
    await prisma().budget.updateMany({ data: { amountNano: 1n } })
    run.later(7)
    await evaluateBudgets(run.organizationId, run.calls)
    expect([run.writes(), await acts()]).toEqual([0, []])
  })

  it('never acts on a day that does not add up', async () => {
    const run = await runaway()
    await run.budget({ guard: 'on' })
    await prisma().budget.updateMany({ data: { amountNano: 1n } })
    await prisma().coverage.updateMany({ where: { day: new Date('2026-11-20') }, data: { state: 'partial' } })
    await evaluateBudgets(run.organizationId, run.calls)
    expect([run.writes(), await acts(), await notices()]).toEqual([0, [], []])
    await prisma().coverage.updateMany({ where: { day: new Date('2026-11-20') }, data: { state: 'synced' } })
    await evaluateBudgets(run.organizationId, run.calls)
    expect(run.writes()).toBe(1)
  })

  it('never acts on what the legacy reports leave to be split', async () => {
    const run = await runaway({ source: 'legacy-only' })
    await run.budget({ guard: 'on' })
    await prisma().budget.updateMany({ data: { amountNano: 1n } })
    run.later(1)
    expect((await run.sync()).error).toBeNull()
    expect(await crossings()).toEqual([50, 75, 90, 100])
    expect([run.writes(), await acts()]).toEqual([0, []])
  })

  it('leaves a key alone that is on the list, and says so', async () => {
    const run = await runaway()
    await run.budget({ guard: 'on' })
    const value = [{ organizationId: run.organizationId, keyId: run.keyId }]
    await prisma().setting.create({ data: { key: GUARD_EXEMPTIONS, value, changedAt: run.clock() } })
    run.later(1)
    await run.sync()
    expect([run.upstream(), run.writes(), await acts()]).toEqual(['active', 0, ['on exempt']])
  })

  it('says why a read-only connection kept it from acting, and acts at the first sync that may', async () => {
    const run = await runaway({ readOnly: true })
    const { id } = await run.budget({ guard: 'on' })
    run.later(1)
    await run.sync()
    expect([run.upstream(), run.writes(), await acts()]).toEqual(['active', 0, ['on failed']])
    const failed = await prisma().notice.findUniqueOrThrow({
      where: { key: `guard:${id}:2026-11-01:failed` },
    })
    expect(failed.content).toMatchObject({ sentence: expect.stringContaining('read-only') as string })

    await prisma().connection.updateMany({ data: { readOnly: false } })
    run.later(1)
    await run.sync()
    expect([run.upstream(), run.writes(), await acts()]).toEqual(['inactive', 1, ['on acted']])
  })

  it('finds a key inactive already, and does not fight whoever activates it', async () => {
    const run = await runaway()
    await run.budget({ guard: 'on' })
    const { organizationId, keyId, calls } = run
    const stop = {
      organizationId,
      keyId,
      change: { field: 'status', wanted: 'inactive' },
      reason: 'by hand',
    } as const
    await actOnKey(owner, stop, calls)
    await prisma().budget.updateMany({ data: { amountNano: 1n } })
    run.later(1)
    await run.sync()
    expect(await acts()).toEqual(['on inactive'])
    await actOnKey(owner, { ...stop, change: { field: 'status', wanted: 'active' } }, calls)
    run.later(1)
    await run.sync()
    expect([run.upstream(), run.writes()]).toEqual(['active', 2])
  })

  it('tries again after Anthropic failed, and does not repeat what turned out to be done', async () => {
    const run = await runaway()
    await run.budget({ guard: 'on' })
    const broken = { kind: 'status', status: 500, after: true } as const
    run.simulator.faults.add({ action: broken, path: `/api_keys/${run.keyId}`, times: 6 })
    run.later(1)
    await run.sync()
    expect(await acts()).toEqual(['on failed'])
    run.simulator.faults.clear()
    run.later(1)
    await run.sync()
    expect([run.upstream(), await acts()]).toEqual(['inactive', ['on acted']])
    const written = run.writes()
    run.later(1)
    await run.sync()
    expect(run.writes()).toBe(written)
  })
})
