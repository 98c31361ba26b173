import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import type { FaultAction } from '@/lib/simulator/faults'
import { NOW, randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { createWorld } from '@/lib/simulator/world'
import { vanishRows } from '@/lib/simulator/world-changes'
import {
  SYNC_TABLES,
  connectSimulator,
  coverageStates,
  dumpFigures,
  expectDetails,
  expectTruth,
  sync,
  unsettledDetails,
} from './sync-under-test'

/** Days from 2026-01-01 to the clock's day. */
const ALL_DAYS = 326

useDatabase({ emptied: SYNC_TABLES })

async function organization(options: Parameters<typeof randomWorld>[0] = {}, more: object = {}) {
  const simulator = await simulate({ world: randomWorld(options), ...more })
  await connectSimulator(simulator)
  return simulator
}

/** Pages of a thousand that the groups of the two daily passes need. */
async function pagesOf(report: 'usage' | 'cost'): Promise<number> {
  const isUsed =
    'uncached_input + cache_read + cache_write_5m + cache_write_1h + output + web_searches + requests > 0'
  const { rows } = await pool().query<{ people: number; rates: number }>(
    report === 'usage'
      ? `select (select count(*)::int from person_spend where ${isUsed}) as people,
           (select count(*)::int from rate_facts where cost_type is null) as rates`
      : `select (select count(*)::int from person_spend where cost_lines > 0) as people,
           (select count(*)::int from (select distinct day, api_key_id, model, speed, context_window, inference_geo
             from rate_facts where cost_type is not null) g) as rates`,
  )
  const { people, rates } = rows[0] as { people: number; rates: number }
  return Math.ceil(people / 1000) + Math.ceil(rates / 1000)
}

describe('a clean sync', () => {
  it('stores the truth of any organisation, exactly', async () => {
    const worlds = fc.record({
      seed: fc.integer(),
      days: fc.integer({ min: 0, max: 320 }),
      rows: fc.integer({ min: 0, max: 1500 }),
      keys: fc.integer({ min: 1, max: 12 }),
      amountDecimals: fc.constantFrom(6 as const, 7 as const),
      maxPageRows: fc.constantFrom(97, 1000),
      refreshLagMinutes: fc.constantFrom(0, 95, 1600),
    })
    await fc.assert(
      fc.asyncProperty(worlds, async ({ maxPageRows, refreshLagMinutes, ...options }) => {
        await emptyTables(SYNC_TABLES)
        const simulator = await organization(options, { maxPageRows, refreshLagMinutes })
        expect(await sync(simulator)).toMatchObject({
          status: 'succeeded',
          daysDone: ALL_DAYS,
          daysTotal: ALL_DAYS,
        })
        await expectTruth(simulator)
        await expectDetails(simulator)
        expect(await unsettledDetails()).toBe(0)
      }),
      { numRuns: 8 },
    )
  }, 120_000)

  it('stores the truth of each story', async () => {
    for (const story of ['forgotten-key', 'key-over-plan', 'team'] as const) {
      await emptyTables(SYNC_TABLES)
      const simulator = await simulate({ story })
      await connectSimulator(simulator)
      expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
      await expectTruth(simulator)
    }
  }, 120_000)

  it('marks the day that is not over yet provisional and the others synced', async () => {
    const simulator = await organization()
    await sync(simulator)
    expect(await coverageStates()).toEqual({ provisional: 1, synced: ALL_DAYS - 1 })
    const { rows } = await pool().query(
      `select min(day) filter (where granularity = 'hour') as hourly, max(day) filter (where granularity = 'day') as daily from coverage`,
    )
    expect(rows).toEqual([{ hourly: '2026-08-25', daily: '2026-08-24' }])
  })

  it('takes two days for open where Anthropic does not say how fresh its data is', async () => {
    const simulator = await organization(
      {},
      { faults: [{ action: { kind: 'no-refreshed-at' }, times: null }] },
    )
    await sync(simulator)
    expect(await coverageStates()).toEqual({ provisional: 2, synced: ALL_DAYS - 2 })
  })

  it('asks for exactly what the rows need', async () => {
    const simulator = await organization({ rows: 3000, days: 20 })
    const run = await sync(simulator)
    const { rows } = await pool().query<{ usage: number; cost: number }>(
      `select (select count(*)::int from usage_facts) as usage, (select count(*)::int from (select distinct starts_at,
         api_key_id, workspace_id, model, product, service_tier from cost_facts) g) as cost`,
    )
    const { usage, cost } = rows[0] as { usage: number; cost: number }
    const windows = 3 + 8
    const asked = {
      '/v1/organizations/workspaces': 1,
      '/v1/organizations/api_keys': 1,
      '/v1/organizations/users': 1,
      // The daily passes: one window has something, and all of a pass fits on a page or two.
      '/v1/organizations/analytics/usage':
        windows + windows - 1 + Math.ceil(usage / 1000) + (await pagesOf('usage')),
      '/v1/organizations/analytics/cost':
        windows + windows - 1 + Math.ceil(cost / 1000) + (await pagesOf('cost')),
      '/v1/organizations/usage_report/claude_code': 31,
      '/v1/organizations/spend_limits': 1,
    }
    expect(simulator.requests.byPath()).toEqual(asked)
    expect(run.requests).toBe(Object.values(asked).reduce((a, b) => a + b))
    simulator.requests.clear()
    expect((await sync(simulator)).requests).toBe(3 + 4 + 4 + 3)
  })

  it('keeps the directory: default and archived workspaces, keys, members; what is gone is marked so', async () => {
    const simulator = await organization()
    await sync(simulator)
    const world = simulator.world()
    const counts = async () => [
      await prisma().workspace.count({ where: { goneAt: null } }),
      await prisma().apiKey.count({ where: { goneAt: null } }),
      await prisma().member.count({ where: { goneAt: null } }),
    ]
    expect(await counts()).toEqual([world.workspaces.length, world.apiKeys.length, world.members.length])
    expect(await prisma().workspace.count({ where: { isDefault: true } })).toBe(1)
    const [first, ...others] = world.apiKeys
    simulator.mutate((current) => ({ ...current, apiKeys: others }))
    await sync(simulator)
    expect(await prisma().apiKey.findMany({ where: { goneAt: { not: null } } })).toMatchObject([
      { id: first?.id, name: first?.name, goneAt: NOW },
    ])
    simulator.mutate(() => world)
    await sync(simulator)
    expect(await prisma().apiKey.count({ where: { goneAt: null } })).toBe(world.apiKeys.length)
  })
})

describe('syncing again', () => {
  it('with a frozen clock changes no fact, rollup or coverage row', async () => {
    const simulator = await organization({ rows: 1200, days: 40 })
    await sync(simulator)
    const before = await dumpFigures()
    const directory = await pool().query('select xmin, ctid, id from api_keys order by id')
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', daysDone: 4, daysTotal: 4 })
    expect(await dumpFigures()).toEqual(before)
    expect((await pool().query('select xmin, ctid, id from api_keys order by id')).rows).toEqual(
      directory.rows,
    )
  })

  it('follows restatements and vanished rows: of the last days at once, of the last 31 a day later', async () => {
    const simulator = await organization({ rows: 2000, days: 60 })
    await sync(simulator)
    simulator.mutate((world) =>
      vanishRows(world, { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', every: 2 }),
    )
    await sync(simulator)
    await expectTruth(simulator)
    simulator.faults.add({
      action: { kind: 'restate', restatement: { day: '2026-10-30', percent: 130, usage: true } },
    })
    simulator.mutate((world) =>
      vanishRows(world, { from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00Z' }),
    )
    await sync(simulator)
    await expect(expectTruth(simulator)).rejects.toThrow()
    simulator.setClock(() => new Date('2026-11-23T00:10:00Z'))
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', daysDone: 31 })
    await expectTruth(simulator)
    const { rows } = await pool().query(
      `select (select count(*)::int from usage_facts where day = '2026-11-02') as facts,
         (select count(*)::int from spend_rollup where day = '2026-11-02') as rollup`,
    )
    expect(rows).toEqual([{ facts: 0, rollup: 0 }])
  })

  it('rewrites only the days that changed', async () => {
    const simulator = await organization({ rows: 800, days: 3 })
    await sync(simulator)
    const writers = async () =>
      (
        await pool().query<{ day: string; xmin: string }>(
          'select distinct day, xmin::text from cost_facts order by 1',
        )
      ).rows
    const before = await writers()
    simulator.mutate((world) =>
      vanishRows(world, { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z', every: 5 }),
    )
    await sync(simulator)
    const changed = (await writers()).filter(({ xmin }, index) => before[index]?.xmin !== xmin)
    expect(changed.map(({ day }) => day)).toEqual(['2026-11-21'])
  })

  it('closes a provisional day without writing its facts anew', async () => {
    const simulator = await organization({ rows: 400, days: 3 }, { refreshLagMinutes: 0 })
    simulator.setClock(() => new Date('2026-11-22T23:59:30Z'))
    simulator.mutate((world) =>
      createWorld({
        ...world,
        facts: world.facts.filter(({ minute }) => minute * 60_000 < Date.parse('2026-11-22T23:00:00Z')),
      }),
    )
    await sync(simulator)
    const isFact = (row: string) => !/^(detail_)?coverage /.test(row)
    const facts = (await dumpFigures()).filter(isFact)
    simulator.setClock(() => new Date('2026-11-23T00:01:00Z'))
    await sync(simulator)
    expect((await dumpFigures()).filter(isFact)).toEqual(facts)
    const { rows } = await pool().query(`select state from coverage where day = '2026-11-22'`)
    expect(rows).toEqual([{ state: 'synced' }])
  })
})

describe('faults', () => {
  const passing: [string, FaultAction[]][] = [
    ['429 with retry-after', [{ kind: 'status', status: 429, retryAfter: 0 }]],
    ['429 with a stale reset', [{ kind: 'status', status: 429, reset: 'stale' }]],
    ['429 without anything', [{ kind: 'status', status: 429 }]],
    [
      '500 and 529',
      [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 529 },
      ],
    ],
    ['cut connection and cut body', [{ kind: 'cut-before-answer' }, { kind: 'cut-body' }]],
  ]
  it.each(passing)(
    '%s cost nothing but time',
    async (_, actions) => {
      const simulator = await organization({ rows: 700 })
      simulator.faults.add(
        ...actions.flatMap((action) => [
          { action, skip: 1 },
          { action, path: 'cost', skip: 2 },
        ]),
      )
      expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
      expect(simulator.faults.pending()).toBe(0)
      await expectTruth(simulator)
    },
    60_000,
  )

  it('restated and vanished rows between pages: the day is read again until it adds up', async () => {
    const simulator = await organization({ rows: 1500, days: 6 }, { maxPageRows: 50 })
    const vanishing = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', every: 3 }
    simulator.faults.add(
      { action: { kind: 'vanish', vanishing }, path: 'analytics/usage', skip: 10 },
      {
        action: { kind: 'restate', restatement: { day: '2026-11-19', percent: 90, usage: true } },
        path: 'analytics/cost',
        skip: 14,
      },
    )
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', daysDone: ALL_DAYS })
    expect(simulator.faults.pending()).toBe(0)
    await expectTruth(simulator)
    expect(await coverageStates()).toEqual({ provisional: 1, synced: ALL_DAYS - 1 })
  })

  it('a day that never stands still is partial, named, and put right by the next sync', async () => {
    const simulator = await organization({ rows: 900, days: 5 }, { maxPageRows: 40 })
    const flicker = simulator.world()
    const shifted = vanishRows(flicker, {
      from: '2026-11-19T00:00:00Z',
      to: '2026-11-20T00:00:00Z',
      every: 2,
    })
    let odd = false
    const change = () => ((odd = !odd) ? shifted : flicker)
    simulator.faults.add({ action: { kind: 'change', change }, path: 'analytics/cost', times: null })
    const run = await sync(simulator)
    expect(run).toMatchObject({ status: 'failed', daysDone: ALL_DAYS })
    expect(run.error).toContain('2026-11-19')
    const partial = await prisma().coverage.findMany({
      where: { state: 'partial' },
      orderBy: { day: 'desc' },
    })
    expect(partial[0]?.day).toEqual(new Date('2026-11-19T00:00:00Z'))
    expect(await coverageStates()).toMatchObject({ provisional: 1, synced: ALL_DAYS - 1 - partial.length })
    expect(await prisma().connection.findFirst()).toMatchObject({ state: 'failing', failingSince: NOW })
    simulator.faults.clear()
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
    expect(await prisma().connection.findFirst()).toMatchObject({
      state: 'ok',
      failure: null,
      failingSince: null,
      lastSyncedAt: NOW,
    })
    await expectTruth(simulator)
  })

  it('an unknown unit stops the sync; what was read before it stays', async () => {
    const simulator = await organization({ rows: 900, days: 50 }, { maxPageRows: 100 })
    const fetchWithEuros: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      const url = String(input instanceof Request ? input.url : input)
      if (!url.includes('starting_at=2026-09-22') || !url.includes('analytics/cost')) return response
      return new Response((await response.text()).replaceAll('USD', 'EUR'), response)
    }
    const run = await sync(simulator, { fetch: fetchWithEuros })
    expect(run.status).toBe('failed')
    expect(run.error).toContain('EUR')
    expect(run.daysDone).toBe(31)
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', daysTotal: ALL_DAYS - 31 + 4 })
    await expectTruth(simulator)
  })

  it('a refused key says so and hurts no other organisation', async () => {
    const broken = await organization({ seed: 'broken' }, { seed: 1 })
    const healthy = await organization({ seed: 'healthy' }, { seed: 2 })
    broken.revokeKey(broken.adminKey)
    const router: typeof fetch = (input, init) => {
      const isBroken = new Headers(init?.headers).get('authorization')?.endsWith(broken.adminKey)
      const url = new URL(String(input instanceof Request ? input.url : input))
      return fetch(new URL(url.pathname + url.search, isBroken ? broken.url : healthy.url), init)
    }
    const run = await sync(healthy, { fetch: router })
    expect(run.status).toBe('failed')
    expect(run.error).toContain(broken.world().organization.name)
    expect(run.error).not.toContain(healthy.world().organization.name)
    await expectTruth(healthy)
    const states = await prisma().connection.findMany({
      orderBy: { createdAt: 'asc' },
      select: { state: true },
    })
    expect(states.map(({ state }) => state).sort()).toEqual(['failing', 'ok'])
  })

  it('a figure no column can hold stops one organisation, and the log says why', async () => {
    const broken = await organization({ seed: 'broken' }, { seed: 1 })
    const healthy = await organization({ seed: 'healthy' }, { seed: 2 })
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => log.mockRestore())
    const router: typeof fetch = async (input, init) => {
      const isBroken = new Headers(init?.headers).get('authorization')?.endsWith(broken.adminKey)
      const url = new URL(String(input instanceof Request ? input.url : input))
      const response = await fetch(
        new URL(url.pathname + url.search, isBroken ? broken.url : healthy.url),
        init,
      )
      if (!isBroken || !url.pathname.endsWith('analytics/cost')) return response
      const text = await response.text()
      return new Response(text.replaceAll(/"amount":"[^"]*"/g, `"amount":"${'9'.repeat(30)}"`), response)
    }
    const run = await sync(healthy, { fetch: router })
    expect(run.status).toBe('failed')
    expect(run.error).toMatch(/^.*: An unexpected error stopped the sync;.*$/)
    expect(run.error).toContain(broken.world().organization.name)
    await expectTruth(healthy)
    expect(log.mock.calls.join()).toContain('out of range for type bigint')
  })

  it('a key replaced while the old one was used is not blamed for it', async () => {
    const simulator = await organization()
    simulator.revokeKey(simulator.adminKey)
    const replacing: typeof fetch = async (input, init) => {
      await prisma().connection.updateMany({ data: { sealedKey: 'another', state: 'ok' } })
      return fetch(input, init)
    }
    expect(await sync(simulator, { fetch: replacing })).toMatchObject({ status: 'failed' })
    expect(await prisma().connection.findFirst()).toMatchObject({
      state: 'ok',
      failure: null,
      failingSince: null,
    })
  })
})

it('with nothing connected a sync has nothing to do', async () => {
  const simulator: Simulator = await simulate()
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded', daysTotal: 0, requests: 0 })
})
