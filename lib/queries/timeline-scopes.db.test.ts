import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, day } from '@/lib/domain/day'
import { nano, sum } from '@/lib/domain/money'
import { BUCKETS } from '@/lib/domain/timeline-buckets'
import { GROUPINGS, type TimelineRequest } from '@/lib/domain/timeline-request'
import { getPlan } from './plans'
import { getTimeline } from './timeline'
import { getTimelineOverview } from './timeline-overview'

const now = new Date('2026-11-22T10:00:00Z')
const viewer = systemActor('test', 'viewer')
const range = { from: day('2026-11-09'), to: day('2026-11-23') }
const week = { from: day('2026-11-16'), to: day('2026-11-23') }
const DOLLAR = 1_000_000_000n

useDatabase()

/** Real: $10 a day on each of two organisations. Told: $1,000 a day. Ada's plan gives $100 of credit on Acme. */
beforeAll(async () => {
  for (const [id, isDemo] of [
    ['acme', false],
    ['beta', false],
    ['told', true],
  ] as const) {
    const connection = { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt: now } as const
    await prisma().organization.create({
      data: { id, name: id, createdAt: now, isDemo, connection: { create: connection } },
    })
    await pool().query(
      `insert into cost_facts (organization_id, day, starts_at, api_key_id, workspace_id, model, cost_type, amount_nano)
       select $1, d, d + interval '9 hours', 'k', 'w', 'm', 'tokens', $2 from generate_series(
         '2026-11-01'::timestamp, '2026-11-22', '1 day') d`,
      [id, isDemo ? 1000n * DOLLAR : 10n * DOLLAR],
    )
    const days = Array.from({ length: 22 }, (_, index) => addDays(day('2026-11-01'), index))
    await pool().query(
      `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
       select $1, unnest($2::date[]), 'synced', 'analytics', 'hour', 'd', 0, 1, $3`,
      [id, days, now],
    )
    const client = await pool().connect()
    try {
      await rebuildRollup(client, id, days)
    } finally {
      client.release()
    }
  }
  for (const [id, isDemo] of [
    ['ada', false],
    ['told-plan', true],
  ] as const)
    await prisma().plan.create({
      data: {
        id,
        isDemo,
        holderEmail: `${id}@example.com`,
        cycle: 'monthly',
        currency: 'USD',
        startsOn: '2026-11-12',
        creditOrganizationId: isDemo ? null : 'acme',
        creditClaimedOn: isDemo ? null : '2026-11-12',
        createdAt: now,
        terms: {
          create: {
            effectiveOn: '2026-11-12',
            planCode: 'max',
            seats: 1,
            priceNano: 100n * DOLLAR,
            priceUsdNano: 100n * DOLLAR,
            createdAt: now,
          },
        },
      },
    })
  await prisma().usageActor.createMany({
    data: [{ organizationId: 'acme', id: 'user_1', type: 'user_actor', name: 'Grace', email: null }],
  })
  // The pass that tells people has read two days of Acme, one of which does not add up.
  await pool().query(
    `insert into detail_coverage (organization_id, day, pass, state, digest, rows, read_at)
     values ('acme', '2026-11-17', 'people', 'synced', 'd', 1, $1), ('acme', '2026-11-18', 'people', 'partial', 'd', 1, $1)`,
    [now],
  )
  await pool().query(
    `insert into person_spend (organization_id, day, actor_id, api_key_id, workspace_id, model, amount_nano,
       list_amount_nano, cost_lines, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
     values ('acme', '2026-11-17', 'user_1', 'k', 'w', 'm', $1, 0, 1, 0, 0, 0, 0, 0, 0, 0),
            ('acme', '2026-11-18', 'user_1', 'k', 'w', 'm', $2, 0, 1, 0, 0, 0, 0, 0, 0, 0)`,
    [10n * DOLLAR, 3n * DOLLAR],
  )
})

const ask = (changes: Partial<TimelineRequest> = {}): TimelineRequest => ({
  range,
  bucket: 'day',
  group: 'pool',
  basis: 'charged',
  metric: 'cost',
  filters: {},
  ...changes,
})
const get = (changes?: Partial<TimelineRequest>) => getTimeline(viewer, ask(changes), now)
const overview = (changes?: Partial<TimelineRequest>) =>
  getTimelineOverview(
    viewer,
    {
      request: ask(changes),
      previous: { from: day('2026-11-02'), to: day('2026-11-09') },
      bucketChosen: true,
    },
    now,
  )

describe('what is told', () => {
  it('never stands in one sum with what is real', async () => {
    const real = await get()
    expect(real.byPool).toMatchObject({ api: 280n * DOLLAR, plan: 100n * DOLLAR })
    const told = await get({ data: 'demo' })
    expect(told.byPool).toEqual({
      api: 14_000n * DOLLAR,
      plan: 100n * DOLLAR,
      usage_credits: 0n,
      api_credit: 0n,
    })
    const groups = new Set(
      (await get({ data: 'demo', group: 'organization' })).rows.map(({ group }) => group),
    )
    expect([...groups]).toEqual(['told', 'plan:told-plan'])
    const page = await overview({ data: 'demo' })
    expect(page.timeline.total).toBe(told.total)
    expect(page.organizations.map(({ id }) => id)).toEqual(['told'])
    expect((await overview()).timeline.total).toBe(real.total)
    expect((await overview()).change.api).toMatchObject({ base: 140n * DOLLAR })
  })

  it('is not reached by naming it in a filter', async () => {
    expect((await get({ filters: { organization: ['told'] } })).byPool.api).toBe(0n)
    expect((await get({ filters: { key: ['k'] } })).byPool.api).toBe(280n * DOLLAR)
  })
})

describe('API credit', () => {
  it('is a pool below zero: what the plan grants pays the linked organisation until nothing is left', async () => {
    const { rows, total, byPool } = await get()
    const credits = rows.filter(({ pool: of }) => of === 'api_credit')
    expect(credits.map(({ start, amount }) => [start, amount])).toEqual(
      Array.from({ length: 10 }, (_, index) => [addDays(day('2026-11-12'), index), -10n * DOLLAR]),
    )
    expect(credits.every(({ quality }) => quality === 'estimated')).toBe(true)
    expect(byPool.api_credit).toBe(-100n * DOLLAR)
    expect(total).toBe(280n * DOLLAR)
  })

  it('counts what it paid before the range, and is named by its plan or its organisation', async () => {
    const later = await get({ range: { from: day('2026-11-20'), to: range.to } })
    expect(later.byPool.api_credit).toBe(-20n * DOLLAR)
    const nameIn = async (group: TimelineRequest['group']) =>
      (await get({ group })).rows.find(({ pool: of }) => of === 'api_credit')
    expect(await nameIn('organization')).toMatchObject({ group: 'acme', name: 'API credit · acme' })
    expect(await nameIn('plan')).toMatchObject({ group: 'ada', name: 'API credit · Max · ada@example.com' })
    expect((await nameIn('key'))?.group).toBe('plan:ada')
    expect((await get({ filters: { organization: ['beta'] } })).byPool.api_credit).toBe(0n)
    expect((await get({ filters: { pool: ['api_credit'] } })).total).toBe(-100n * DOLLAR)
  })
})

describe('people', () => {
  it('are told for days their pass has read and that add up; the rest is unattributed', async () => {
    const { rows } = await get({ group: 'person', range: week, filters: { organization: ['acme'] } })
    const api = rows.filter(({ pool: of }) => of === 'api')
    expect(api.map(({ start, group, name }) => [start, group, name])).toEqual(
      ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map(
        (start) =>
          start === '2026-11-17' ? [start, 'user_1', 'Grace'] : [start, 'unattributed', 'Nobody named'],
      ),
    )
    const ofGrace = await get({ group: 'key', range: week, filters: { person: ['user_1'] } })
    expect(ofGrace.byPool.api).toBe(10n * DOLLAR)
    const ofNobody = await get({ range: week, filters: { person: ['unattributed'] } })
    expect(ofNobody.byPool.api).toBe(130n * DOLLAR)
  })
})

it('adds up to the same total however it is grouped and whatever the bucket, on the page as over REST', async () => {
  const total = (await get({ range: week, basis: 'spread' })).total
  for (const group of GROUPINGS)
    for (const bucket of BUCKETS) {
      if (group === 'person' && bucket === 'hour') continue
      const asked = { range: week, basis: 'spread', group, bucket } as const
      const what = `${group} ${bucket}`
      const answer = await get(asked)
      expect(answer.total, what).toBe(total)
      expect(sum(answer.rows.map(({ amount }) => amount)), what).toBe(total)
      const { timeline } = await overview(asked)
      expect(timeline.total, what).toBe(total)
      expect(
        timeline.cells.reduce((figures, { figure }) => figures + figure, 0n),
        what,
      ).toBe(total)
    }
}, 60_000)

it('names what is filtered by', async () => {
  const filters = {
    person: ['user_1'],
    organization: ['acme'],
    pool: ['api'],
    key: ['gone'] as (string | null)[],
  }
  const { filterNames } = await overview({ filters })
  expect(Object.fromEntries(filterNames)).toEqual({
    'person:user_1': 'Grace',
    'organization:acme': 'acme',
    'pool:api': 'API usage',
  })
})

it('tells on the plan what its credit granted and paid', async () => {
  const plan = await getPlan(viewer, 'ada', now)
  expect(plan?.credit).toMatchObject([
    { from: '2026-11-12', to: '2026-12-12', granted: 100n * DOLLAR, used: 100n * DOLLAR },
  ])
  expect((await getPlan(viewer, 'told-plan', now, 'demo'))?.credit).toEqual([])
})

it('does not remember who used what from before their pass read another day', async () => {
  const ofGrace = async () => {
    const { timeline } = await overview({ group: 'person', range: week })
    const cells = timeline.cells.filter(({ drawnIn }) => drawnIn.includes('user_1'))
    return sum(cells.map(({ figure }) => nano(figure)))
  }
  expect(await ofGrace()).toBe(10n * DOLLAR)
  await pool().query(`update detail_coverage set state = 'synced', digest = 'e' where day = '2026-11-18'`)
  expect(await ofGrace()).toBe(13n * DOLLAR)
})
