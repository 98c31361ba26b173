import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { NOW, randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { restateDay, vanishRows } from '@/lib/simulator/world-changes'
import { isSyncOverdue, requestScheduledSync } from './request-sync'
import {
  SYNC_TABLES,
  connectSimulator,
  dumpFigures,
  expectDetails,
  expectFinalDays,
  expectTruth,
  sync,
  unsettledDetails,
} from './sync-under-test'

useDatabase({ emptied: SYNC_TABLES })

/** Days from 2026-01-01 to the clock's day: what the Analytics API reaches. */
const HORIZON_DAYS = 326

const LEGACY_ONLY = { source: 'legacy-only' } as const

async function legacyOrganization(options: Parameters<typeof randomWorld>[0] = {}, more: object = {}) {
  const simulator = await simulate({
    world: randomWorld({ ageDays: 60, ...options }),
    ...LEGACY_ONLY,
    ...more,
  })
  await connectSimulator(simulator, 'legacy')
  return simulator
}

async function sourceOf(simulator: Simulator) {
  const { source } = await prisma().connection.findUniqueOrThrow({
    where: { organizationId: simulator.organizationId },
  })
  return source
}

describe('an organisation without the Analytics API', () => {
  it('is stored as the legacy reports tell it, exactly, whatever it is', async () => {
    const worlds = fc.record({
      seed: fc.integer(),
      days: fc.integer({ min: 0, max: 90 }),
      rows: fc.integer({ min: 0, max: 900 }),
      keys: fc.integer({ min: 1, max: 12 }),
      amountDecimals: fc.constantFrom(6 as const, 7 as const),
      maxPageRows: fc.constantFrom(7, 1000),
      analyticsRefusal: fc.constantFrom('not-enrolled' as const, 'forbidden' as const, 'not-found' as const),
    })
    await fc.assert(
      fc.asyncProperty(worlds, async ({ maxPageRows, analyticsRefusal, ...options }) => {
        await emptyTables(SYNC_TABLES)
        const ageDays = Math.max(60, options.days + 1)
        const simulator = await legacyOrganization({ ...options, ageDays }, { maxPageRows, analyticsRefusal })
        const run = await sync(simulator)
        expect(run).toMatchObject({
          status: 'succeeded',
          error: null,
          note: null,
          daysDone: ageDays,
          daysTotal: ageDays,
        })
        expect(await expectFinalDays(simulator)).toEqual({ analytics: 0, legacy: ageDays })
      }),
      { numRuns: 6 },
    )
  }, 120_000)

  it('has nothing of today, keys of usage and of cost, no product, and no detail', async () => {
    const simulator = await legacyOrganization({ rows: 600, days: 8 })
    await sync(simulator)
    const { rows } = await pool().query(
      `select (select count(*)::int from coverage where day >= '2026-11-22') as today,
         (select count(distinct api_key_id)::int > 3 and bool_or(api_key_id is null) from cost_facts) as "costKeys",
         (select count(*)::int from cost_facts where api_key_id <> 'unattributed'
            and cost_type not in ('tokens', 'web_search')) as "notByUse",
         (select array_agg(distinct product) from cost_facts) as "costProducts",
         (select count(distinct api_key_id)::int > 3 and bool_or(api_key_id is null) from usage_facts) as "usageKeys",
         (select array_agg(distinct product) from usage_facts) as "usageProducts",
         (select count(*)::int from cost_facts where list_amount_nano is not null) as "listAmounts",
         (select count(*)::int from usage_facts where requests is not null) as requests,
         (select count(*)::int from detail_coverage where pass <> 'claude_code') as details,
         (select array_agg(distinct granularity) from coverage) as widths`,
    )
    expect(rows).toEqual([
      {
        today: 0,
        costKeys: true,
        notByUse: 0,
        costProducts: ['unattributed'],
        usageKeys: true,
        usageProducts: ['unattributed'],
        listAmounts: 0,
        requests: 0,
        details: 0,
        widths: ['day'],
      },
    ])
  })

  it('is synced when its time has come, like any other', async () => {
    const simulator = await legacyOrganization({ rows: 20, days: 2, ageDays: 5 })
    expect(await isSyncOverdue(10, NOW)).toBe(true)
    await sync(simulator)
    expect(await isSyncOverdue(10, NOW)).toBe(false)
    expect(await requestScheduledSync('10:00', NOW)).toMatchObject({ status: 'queued' })
  })

  it('asks for nine reports a window and no more; syncing again changes nothing', async () => {
    const simulator = await legacyOrganization({ rows: 900, days: 50 })
    await sync(simulator)
    const asked = simulator.requests.byPath()
    expect(asked).toMatchObject({
      '/v1/organizations/analytics/cost': 1,
      // All of it, its total, two regions, and fast mode in all and in each region; and today's use by itself.
      '/v1/organizations/usage_report/messages': 2 * 7 + 1,
      '/v1/organizations/cost_report': 2 * 2,
    })
    const before = await dumpFigures()
    simulator.requests.clear()
    expect(await sync(simulator)).toMatchObject({
      status: 'succeeded',
      daysDone: 3,
      requests: 3 + 1 + 9 + 1 + 3,
    })
    expect(await dumpFigures()).toEqual(before)
  })

  it('closes a day some hours after it has ended, and not before its cost can be there', async () => {
    const simulator = await legacyOrganization({ rows: 300, days: 3 })
    const stateOf = async (day: string) =>
      (await pool().query<{ state: string }>('select state::text from coverage where day = $1', [day]))
        .rows[0]?.state
    const at = async (clock: string) => {
      simulator.setClock(() => new Date(clock))
      expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
      return stateOf('2026-11-21')
    }
    expect(await at('2026-11-22T00:05:00Z')).toBeUndefined()
    expect(await at('2026-11-22T00:15:00Z')).toBe('provisional')
    expect(await at('2026-11-22T06:00:00Z')).toBe('synced')
    await expectFinalDays(simulator)
  })

  it('follows restated and vanished rows', async () => {
    const simulator = await legacyOrganization({ rows: 1200, days: 40 })
    await sync(simulator)
    simulator.mutate((world) => restateDay(world, { day: '2026-11-20', percent: 70, usage: true }))
    simulator.mutate((world) =>
      vanishRows(world, { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' }),
    )
    await sync(simulator)
    await expectFinalDays(simulator)
    const { rows } = await pool().query(
      `select count(*)::int as left from spend_rollup where day = '2026-11-21'`,
    )
    expect(rows).toEqual([{ left: 0 }])
  })

  it('goes on where it was cut off', async () => {
    const simulator = await legacyOrganization({ rows: 900, days: 59 })
    simulator.faults.add({ action: { kind: 'status', status: 410 }, path: 'cost_report', skip: 3 })
    const run = await sync(simulator)
    expect(run).toMatchObject({ status: 'failed', daysDone: 31 })
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', daysTotal: 29 + 3 })
    expect(await expectFinalDays(simulator)).toEqual({ analytics: 0, legacy: 60 })
  })

  it('does not take a day without a bucket for an empty one', async () => {
    const simulator = await legacyOrganization({ rows: 300, days: 5 })
    const withoutDay: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!String(input instanceof Request ? input.url : input).includes('cost_report')) return response
      const body = (await response.json()) as { data: { starting_at: string }[] }
      const data = body.data.filter(({ starting_at }) => !starting_at.startsWith('2026-11-20'))
      return Response.json({ ...body, data }, { headers: response.headers })
    }
    const run = await sync(simulator, { fetch: withoutDay })
    expect(run.status).toBe('failed')
    expect(run.error).toContain('2026-11-20')
    expect(await prisma().coverage.count({ where: { day: new Date('2026-11-20') } })).toBe(0)
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
    await expectFinalDays(simulator)
  })
})

it('days before the reach of the Analytics API come from the legacy reports', async () => {
  const simulator = await simulate({ world: randomWorld({ rows: 2500, days: 420, ageDays: 430 }) })
  await connectSimulator(simulator)
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null, daysDone: 431 })
  expect(await expectFinalDays(simulator)).toEqual({
    analytics: HORIZON_DAYS - 1,
    legacy: 431 - HORIZON_DAYS,
  })
  await expectDetails(simulator)
  simulator.requests.clear()
  await sync(simulator)
  expect(simulator.requests.byPath()).not.toHaveProperty('/v1/organizations/cost_report')
})

describe('a source that changes', () => {
  it('gained: the days within reach are read from it, whole, in the place of what was', async () => {
    const simulator = await legacyOrganization({ rows: 900, days: 30, ageDays: 400 })
    await sync(simulator)
    simulator.setSource('analytics')
    const run = await sync(simulator)
    expect(run).toMatchObject({ status: 'succeeded', error: null, daysTotal: HORIZON_DAYS })
    expect(run.note).toContain('Usage and Cost Analytics API')
    expect(await sourceOf(simulator)).toBe('analytics')
    expect(await expectFinalDays(simulator)).toEqual({
      analytics: HORIZON_DAYS - 1,
      legacy: 401 - HORIZON_DAYS,
    })
    await expectTruth(simulator)
    expect(await prisma().revision.count()).toBe(0)
    expect((await sync(simulator)).note).toBeNull()
  })

  it('lost: what it told for good stays, the open day and new days are read through the legacy reports', async () => {
    const simulator = await simulate({ world: randomWorld({ rows: 900, days: 20 }) })
    await connectSimulator(simulator)
    await sync(simulator)
    simulator.setSource('legacy-only')
    simulator.setClock(() => new Date('2026-11-23T09:00:00Z'))
    const run = await sync(simulator)
    expect(run).toMatchObject({ status: 'succeeded', error: null })
    expect(run.note).toContain('not there for it any more')
    expect(await sourceOf(simulator)).toBe('legacy')
    expect(await expectFinalDays(simulator)).toEqual({ analytics: HORIZON_DAYS - 1, legacy: 1 })
    const { rows } = await pool().query(
      `select (select count(*)::int from person_spend where day = '2026-11-22') as people,
         (select count(*)::int from detail_coverage where day = '2026-11-22' and pass <> 'claude_code') as passes`,
    )
    expect(rows).toEqual([{ people: 0, passes: 0 }])
    await expectDetails(simulator)
  })

  it('whatever comes and goes, on whatever day: each day is told once, by one source, as it is', async () => {
    const step = fc.oneof(
      fc.constantFrom({ source: 'analytics' as const }, { source: 'legacy-only' as const }),
      fc.record({ hours: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ restate: fc.integer({ min: 0, max: 3 }), percent: fc.integer({ min: 20, max: 150 }) }),
    )
    const lives = fc.record({
      seed: fc.integer(),
      source: fc.constantFrom('analytics' as const, 'legacy-only' as const),
      steps: fc.array(step, { minLength: 2, maxLength: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(lives, async ({ seed, source, steps }) => {
        await emptyTables(SYNC_TABLES)
        const now = new Date('2026-01-20T03:00:00Z')
        // Rows ahead of the clock appear as it moves on.
        const world = randomWorld({
          seed,
          rows: 700,
          days: 40,
          ageDays: 41,
          now: new Date('2026-02-06T00:00:00Z'),
        })
        const simulator = await simulate({ world, source, clock: () => now })
        await connectSimulator(simulator, source === 'analytics' ? 'analytics' : 'legacy')
        let current = source
        expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
        for (const each of steps) {
          const at = simulator.now()
          if ('source' in each) simulator.setSource((current = each.source))
          else if ('hours' in each) {
            const later = new Date(at.getTime() + each.hours * 3_600_000)
            simulator.setClock(() => later)
          } else {
            const day = new Date(at.getTime() - each.restate * 86_400_000).toISOString().slice(0, 10)
            simulator.mutate((before) => restateDay(before, { day, percent: each.percent, usage: true }))
          }
          expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
        }
        expect(await sourceOf(simulator)).toBe(current === 'analytics' ? 'analytics' : 'legacy')
        // What the Analytics API told for good before it was lost is not read again: only a world that stood still is as told.
        if (current === 'analytics' || !steps.some((each) => 'restate' in each)) {
          await expectFinalDays(simulator)
          await expectDetails(simulator)
        }
        const before = await dumpFigures()
        await sync(simulator)
        expect(await dumpFigures()).toEqual(before)
      }),
      {
        numRuns: 8,
        // The open day of a source that is lost: another hour of the world goes by, nothing can tell of it.
        examples: [[{ seed: 0, source: 'analytics', steps: [{ source: 'legacy-only' }, { hours: 1 }] }]],
      },
    )
  }, 240_000)
})

it('two organisations of two sources are synced in one run, each as it is', async () => {
  const legacy = await legacyOrganization({ seed: 'legacy', rows: 400, days: 20 }, { seed: 1 })
  const analytics = await simulate({
    world: randomWorld({ seed: 'analytics', rows: 400, days: 20 }),
    seed: 2,
  })
  await connectSimulator(analytics)
  const router: typeof fetch = (input, init) => {
    const isLegacy = new Headers(init?.headers).get('authorization')?.endsWith(legacy.adminKey)
    const url = new URL(String(input instanceof Request ? input.url : input))
    return fetch(new URL(url.pathname + url.search, isLegacy ? legacy.url : analytics.url), init)
  }
  const run = await sync(analytics, { fetch: router })
  expect(run).toMatchObject({ status: 'succeeded', error: null, daysDone: HORIZON_DAYS + 60 })
  await expectTruth(analytics)
  expect(await expectFinalDays(legacy)).toEqual({ analytics: 0, legacy: 60 })
  expect(await expectFinalDays(analytics)).toEqual({ analytics: HORIZON_DAYS - 1, legacy: 0 })
})

describe('the passes beside the hourly one', () => {
  const refusing =
    (part: string, status = 422): typeof fetch =>
    async (input, init) => {
      const url = decodeURIComponent(String(input instanceof Request ? input.url : input))
      if (!url.includes(part)) return fetch(input, init)
      return Response.json({ type: 'error', error: { type: 'x', message: 'no' } }, { status })
    }

  it('failing lose nothing of it, say so, and are made up for', async () => {
    const simulator = await simulate({ world: randomWorld({ rows: 900, days: 40 }) })
    await connectSimulator(simulator)
    const run = await sync(simulator, { fetch: refusing('group_by[]=speed') })
    expect(run).toMatchObject({ status: 'failed', daysDone: HORIZON_DAYS })
    expect(run.error).toContain('Every day is stored')
    await expectTruth(simulator)
    expect(await unsettledDetails()).toBeGreaterThan(0)
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
    expect(await unsettledDetails()).toBe(0)
    await expectDetails(simulator)
  })

  it('that do not add up are partial and read again', async () => {
    const simulator = await simulate({ world: randomWorld({ rows: 900, days: 6 }) })
    await connectSimulator(simulator)
    const halving: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      const url = decodeURIComponent(String(input instanceof Request ? input.url : input))
      if (!url.includes('analytics/usage') || !url.includes('group_by[]=actor')) return response
      const body = (await response.json()) as { data: { starting_at: string }[] }
      const data = body.data.filter(
        ({ starting_at }, index) => !starting_at.startsWith('2026-11-19') || index % 2 === 0,
      )
      return Response.json({ ...body, data }, { headers: response.headers })
    }
    await sync(simulator, { fetch: halving })
    const partial = await prisma().detailCoverage.findMany({ where: { state: 'partial' } })
    expect(partial.map(({ day, pass }) => `${day.toISOString().slice(0, 10)} ${pass}`)).toEqual([
      '2026-11-19 people',
    ])
    await sync(simulator)
    expect(await unsettledDetails()).toBe(0)
    await expectDetails(simulator)
  })

  it('name everybody: people, those who left, service accounts, federated identities and keys', async () => {
    const simulator = await simulate({ world: randomWorld({ rows: 1500, days: 6 }) })
    await connectSimulator(simulator)
    await sync(simulator)
    const world = simulator.world()
    const actors = await prisma().usageActor.findMany()
    expect(new Set(actors.map(({ type }) => type))).toEqual(
      new Set(['user_actor', 'service_account_actor', 'federated_actor', 'api_actor']),
    )
    const member = world.members[0]
    expect(actors.find(({ id }) => id === member?.id)).toMatchObject({
      email: member?.email,
      deleted: false,
    })
    expect(actors.some(({ deleted }) => deleted)).toBe(true)
    const used = await pool().query<{ id: string }>(
      'select distinct actor_id as id from person_spend where actor_id is not null',
    )
    expect(new Set(used.rows.map(({ id }) => id))).toEqual(new Set(actors.map(({ id }) => id)))
  })
})

describe("Claude Code's own report", () => {
  it('is stored as it is, 31 days at first and three at each sync, and never added to cost', async () => {
    const simulator = await simulate({ story: 'team' })
    await connectSimulator(simulator)
    await sync(simulator)
    const since = Date.parse('2026-10-23T00:00:00Z') / 60_000
    const until = Math.floor(NOW.getTime() / 60_000) - 60
    const uses = (simulator.world().claudeCode ?? []).filter(
      ({ minute }) => minute >= since && minute < until,
    )
    const total = (of: (use: (typeof uses)[number]) => number) =>
      BigInt(uses.reduce((sum, use) => sum + of(use), 0))
    const { rows } = await pool().query(
      `select sum(sessions)::bigint as sessions, sum(lines_added)::bigint as lines,
         (select sum(estimated_cost_nano)::bigint from claude_code_models) as estimate,
         count(distinct terminal_type)::int as terminals, count(distinct customer_type)::int as customers
       from claude_code_activity`,
    )
    expect(rows).toEqual([
      {
        sessions: total(({ sessions }) => sessions),
        lines: total(({ linesAdded }) => linesAdded),
        estimate:
          total(({ models }) => models.reduce((sum, each) => sum + each.estimatedCents, 0)) * 10_000_000n,
        terminals: 4,
        customers: 2,
      },
    ])
    const asked = () => simulator.requests.count('claude_code')
    expect(asked()).toBe(31)
    await expectTruth(simulator)
    const before = await dumpFigures()
    await sync(simulator)
    expect(asked()).toBe(31 + 3)
    expect(await dumpFigures()).toEqual(before)
  })

  it.each([400, 403, 404] as const)('refused with %i, is asked for again on the next day', async (status) => {
    const simulator = await simulate({
      world: randomWorld({ rows: 50, days: 2 }),
      claudeCodeRefusal: status,
    })
    await connectSimulator(simulator)
    const asked = () => simulator.requests.count('claude_code')
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
    await sync(simulator)
    expect(asked()).toBe(1)
    simulator.setClock(() => new Date('2026-11-23T01:00:00Z'))
    await sync(simulator)
    await sync(simulator)
    expect(asked()).toBe(2)
  })
})
