import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, day, daysIn, type Day } from '@/lib/domain/day'
import { sum, type Nano } from '@/lib/domain/money'
import { tokensOf } from '@/lib/domain/timeline'
import { bucketStartOf, BUCKETS, hourStart } from '@/lib/domain/timeline-buckets'
import { BASES, METRICS, type TimelineFilters, type TimelineRequest } from '@/lib/domain/timeline-request'
import { getTimeline } from './timeline'
import { getTimelineOverview } from './timeline-overview'

const now = new Date('2026-11-22T10:00:00Z')
const today = day('2026-11-22')
const viewer = systemActor('test', 'viewer')
const from = day('2026-10-26')
const to = day('2026-11-23')
const MANY = ['none', 'pool', 'plan', 'key', 'workspace', 'model', 'product', 'organization'] as const

interface Line {
  organization: 'org-a' | 'org-b'
  day: Day
  hour: number
  key: string | null
  workspace: string | null
  model: string | null
  product: string | null
  amount: bigint
  tokens: bigint
}

const lines = fc.sample(
  fc.record<Line>({
    organization: fc.constantFrom('org-a', 'org-b'),
    day: fc.integer({ min: 0, max: 27 }).map((n) => addDays(from, n)),
    hour: fc.integer({ min: 0, max: 23 }),
    key: fc.constantFrom(null, 'apikey_1', 'apikey_2'),
    workspace: fc.constantFrom(null, 'wrkspc_1'),
    model: fc.constantFrom(null, 'claude-opus-5-5', 'other', "o'brien\\"),
    product: fc.constantFrom(null, 'messages_api', 'other'),
    amount: fc.bigInt({ min: -1_000n, max: 10n ** 12n }),
    tokens: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  }),
  { numRuns: 300, seed: 20261122 },
)

useDatabase()
let planIds: string[]

beforeAll(async () => {
  for (const [id, name] of [
    ['org-a', 'Acme'],
    ['org-b', 'Beta'],
  ] as const)
    await prisma().organization.create({
      data: {
        id,
        name,
        createdAt: now,
        connection: { create: { source: 'analytics', sealedKey: 'sealed', keyHint: 'hint', createdAt: now } },
        apiKeys: {
          create: id === 'org-a' ? [{ id: 'apikey_1', name: 'billing-service', status: 'active' }] : [],
        },
      },
    })
  for (const line of lines) {
    const startsAt = hourStart(line.day, line.hour)
    const group = [line.organization, line.day, startsAt, line.key, line.workspace, line.model, line.product]
    await pool().query(
      `insert into cost_facts (organization_id, day, starts_at, api_key_id, workspace_id, model, product,
         cost_type, amount_nano, list_amount_nano) values ($1, $2, $3, $4, $5, $6, $7, 'tokens', $8, $8)`,
      [...group, line.amount],
    )
    await pool().query(
      `insert into usage_facts (organization_id, day, starts_at, api_key_id, workspace_id, model, product,
         uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, null)`,
      [...group, line.tokens],
    )
  }
  const days = daysIn({ from, to })
  const client = await pool().connect()
  for (const organization of ['org-a', 'org-b']) await rebuildRollup(client, organization, days)
  client.release()
  for (const organizationId of ['org-a', 'org-b'])
    await prisma().coverage.createMany({
      data: days.map((d) => ({
        organizationId,
        day: new Date(`${d}T00:00:00Z`),
        state:
          d >= '2026-11-20' && organizationId === 'org-a' ? ('provisional' as const) : ('synced' as const),
        source: 'analytics' as const,
        granularity: d < '2026-10-30' ? 'day' : 'hour',
        digest: '',
        usageRows: 1,
        costRows: 1,
        dataRefreshedAt: now,
        readAt: now,
      })),
    })
  const plans = await Promise.all(
    (['2026-09-05', '2026-11-01'] as const).map((startsOn, index) =>
      prisma().plan.create({
        data: {
          holderEmail: `holder${index}@example.com`,
          cycle: 'monthly',
          currency: 'USD',
          startsOn,
          createdAt: now,
          terms: {
            create: {
              effectiveOn: startsOn,
              planCode: index === 0 ? 'max' : 'pro',
              seats: 1,
              priceNano: 100_000_000_000n,
              priceUsdNano: 100_000_000_000n,
              createdAt: now,
            },
          },
        },
      }),
    ),
  )
  planIds = plans.map(({ id }) => id)
})

function request(changes: Partial<TimelineRequest> = {}): TimelineRequest {
  return {
    range: { from, to },
    bucket: 'day',
    group: 'none',
    basis: 'spread',
    metric: 'cost',
    filters: {},
    ...changes,
  }
}

const get = (changes: Partial<TimelineRequest> = {}) => getTimeline(viewer, request(changes), now)

/** What the contract calls the group of a line, written out anew. */
function groupOf(line: Line, group: (typeof MANY)[number]): string | null {
  if (group === 'none' || group === 'key') return group === 'none' ? null : line.key
  if (group === 'pool' || group === 'plan') return 'api'
  if (group === 'model') return line.model ?? 'other'
  if (group === 'organization') return line.organization
  return line[group] ?? 'unattributed'
}

function expectedRows(selected: Line[], { range, bucket, group }: TimelineRequest): Map<string, bigint> {
  const rows = new Map<string, bigint>()
  for (const line of selected) {
    if (line.day < range.from || line.day >= range.to) continue
    const start = bucket === 'hour' ? hourStart(line.day, line.hour) : bucketStartOf(line.day, range, bucket)
    const key = JSON.stringify([start, groupOf(line, group as (typeof MANY)[number])])
    rows.set(key, (rows.get(key) ?? 0n) + line.amount)
  }
  return rows
}

describe('getTimeline', () => {
  it('equals the facts, for every grouping and bucket, and always adds up', async () => {
    for (const group of MANY)
      for (const bucket of BUCKETS) {
        const range = bucket === 'hour' ? { from: day('2026-11-16'), to } : { from, to }
        const asked = request({ group, bucket, range })
        const { rows, total, byPool } = await getTimeline(viewer, asked, now)
        const api = rows.filter((row) => row.pool === 'api')
        const got = new Map(api.map((row) => [JSON.stringify([row.start, row.group]), row.amount]))
        expect(got, `${group} by ${bucket}`).toEqual(expectedRows(lines, asked))
        expect(sum(Object.values(byPool))).toBe(total)
        expect(sum(rows.map((row) => row.amount))).toBe(total)
        expect(new Set(rows.map((row) => JSON.stringify([row.start, row.group, row.pool]))).size).toBe(
          rows.length,
        )
      }
  })

  it('takes the first day of a range in and leaves its last out, and nothing after today', async () => {
    const range = { from: day('2026-11-01'), to: day('2026-11-10') }
    for (const bucket of ['day', 'week', 'month', 'total'] as const) {
      const asked = request({ bucket, range, filters: { pool: ['api'] } })
      const { rows } = await getTimeline(viewer, asked, now)
      const got = new Map(rows.map((row) => [JSON.stringify([row.start, row.group]), row.amount]))
      expect(got).toEqual(expectedRows(lines, asked))
    }
    const earlier = new Date('2026-11-09T23:59:59Z')
    const seenThen = await getTimeline(viewer, request({ filters: { pool: ['api'] } }), earlier)
    const until = lines.filter((line) => line.day < '2026-11-10')
    expect(seenThen.total).toBe(until.reduce((amount, line) => amount + line.amount, 0n))
  })

  it('has the same total whatever it is grouped by', async () => {
    for (const basis of BASES) {
      const totals = await Promise.all(MANY.map(async (group) => (await get({ group, basis })).total))
      expect(new Set(totals).size).toBe(1)
    }
  })

  it('the values of any group, used as filters, part the whole exactly', async () => {
    for (const group of MANY.filter((each) => each !== 'none')) {
      const whole = await get({ group, bucket: 'total' })
      const groups = [...new Set(whole.rows.map((row) => row.group))]
      const parts: Nano[] = []
      for (const value of groups) {
        const part = await get({ group, bucket: 'total', filters: { [group]: [value] } })
        expect(part.rows, `${group}=${value}`).toEqual(whole.rows.filter((row) => row.group === value))
        parts.push(part.total)
      }
      expect(sum(parts)).toBe(whole.total)
      const all = await get({ group, bucket: 'total', filters: { [group]: groups } })
      expect(all.total).toBe(whole.total)
    }
  })

  it('every filter given must be satisfied', async () => {
    const filters: TimelineFilters = {
      key: [null, 'apikey_1'],
      model: ['claude-opus-5-5'],
      organization: ['org-a'],
    }
    const { total, byPool } = await get({ filters })
    const selected = lines.filter(
      (line) =>
        (line.key === null || line.key === 'apikey_1') &&
        line.model === 'claude-opus-5-5' &&
        line.organization === 'org-a',
    )
    expect(total).toBe(selected.reduce((amount, line) => amount + line.amount, 0n))
    expect(byPool.plan).toBe(0n)
    expect((await get({ filters: { key: ['apikey_unknown'] } })).rows).toEqual([])
    expect((await get({ filters: { pool: ['plan'], key: [null] } })).rows).toEqual([])
    expect((await get({ filters: { pool: ['usage_credits'] } })).rows).toEqual([])
  })

  it('counts tokens without plans, and keeps the cost of what was asked for beside them', async () => {
    const cost = await get()
    for (const metric of METRICS.filter((each) => each !== 'cost'))
      for (const bucket of ['total', 'hour'] as const) {
        const range = { from: day('2026-11-16'), to }
        const { rows, total } = await get({ metric, bucket, range })
        const tokens = lines.filter((line) => line.day >= range.from).reduce((n, line) => n + line.tokens, 0n)
        if (metric === 'tokens') expect(rows.reduce((n, row) => n + tokensOf(row.usage), 0n)).toBe(tokens)
        else expect(rows).toEqual([])
        expect(rows.every((row) => row.pool === 'api')).toBe(true)
        expect(total).toBe((await get({ range })).total)
      }
    expect(cost.total).toBe((await get({ metric: 'tokens' })).total)
  })

  it('names groups, and calls what is not final provisional', async () => {
    const byKey = await get({ group: 'key', bucket: 'total' })
    const names = new Map(byKey.rows.map((row) => [row.group, row.name]))
    expect(names.get('apikey_1')).toBe('billing-service')
    expect(names.get('apikey_2')).toBe('apikey_2')
    expect(names.get(null)).toBe('No key (Console, Playground)')
    expect(names.get(`plan:${planIds[0]}`)).toBe('Max · holder0@example.com')
    const byOrganization = await get({ group: 'organization' })
    for (const row of byOrganization.rows.filter(({ pool: paid }) => paid === 'api')) {
      const open = row.group === 'org-a' && row.start >= '2026-11-20'
      expect(row.quality).toBe(open ? 'provisional' : 'billed')
    }
    expect((await get({ filters: { pool: ['plan'] } })).rows.every((row) => row.quality === 'entered')).toBe(
      true,
    )
  })

  it('shows nothing after today, and the worst state of every day of the range', async () => {
    const range = { from: day('2026-10-24'), to: day('2026-12-10') }
    const { rows, coverage } = await get({ range, basis: 'charged' })
    expect(rows.every((row) => row.start <= today)).toBe(true)
    expect(coverage).toHaveLength(47)
    const stateOn = (d: string) => coverage.find((each) => each.day === d)?.state
    expect(stateOn('2026-10-25')).toBe('not_synced')
    expect(stateOn('2026-11-19')).toBe('synced')
    expect(stateOn('2026-11-20')).toBe('provisional')
    expect(stateOn('2026-11-23')).toBe('not_synced')
    const onlyB = await get({ filters: { organization: ['org-b'] } })
    expect(onlyB.coverage.every(({ state }) => state === 'synced')).toBe(true)
  })

  it('refuses hours of days that are known only as days, and hours by person', async () => {
    const daily = get({ bucket: 'hour', range: { from: day('2026-10-28'), to: day('2026-11-02') } })
    await expect(daily).rejects.toMatchObject({
      kind: 'unsupported_combination',
      parameter: 'bucket',
      message: expect.stringContaining('2026-10-28'),
    })
    const week = { from: day('2026-11-09'), to: day('2026-11-16') }
    await expect(get({ group: 'person', bucket: 'hour', range: week })).rejects.toMatchObject({
      kind: 'unsupported_combination',
      parameter: 'bucket',
    })
    await expect(get({ bucket: 'hour' })).rejects.toMatchObject({ kind: 'invalid' })
  })
})

describe('getTimelineOverview', () => {
  const overview = (
    changes: Partial<TimelineRequest> = {},
    previous = { from: day('2026-10-26'), to: day('2026-11-09') },
  ) =>
    getTimelineOverview(
      viewer,
      {
        request: request({ range: { from: day('2026-11-09'), to }, ...changes }),
        previous,
        bucketChosen: false,
      },
      now,
    )

  it('compares with the period before, exactly', async () => {
    const { change, timeline } = await overview()
    const inside = (a: string, b: string) =>
      sum(lines.filter((line) => line.day >= a && line.day < b).map((line) => line.amount as Nano))
    const before = inside('2026-10-26', '2026-11-09')
    expect(change.api).toMatchObject({
      kind: 'change',
      base: before,
      difference: timeline.byPool.api - before,
    })
    expect(timeline.byPool.api).toBe(inside('2026-11-09', '2026-11-23'))
  })

  it('compares up to yesterday where today is not told yet, on both sides and to the digit', async () => {
    const range = { from: day('2026-11-10'), to: day('2026-11-24') }
    const previous = { from: day('2026-10-27'), to: day('2026-11-10') }
    const { change, compared } = await getTimelineOverview(
      viewer,
      { request: request({ range }), previous, bucketChosen: false },
      new Date('2026-11-23T10:00:00Z'),
    )
    expect(compared.leftOut).toEqual(['2026-11-23'])
    const [after, before] = [
      await get({ range: { from: range.from, to } }),
      await get({ range: { from: previous.from, to: day('2026-11-09') } }),
    ]
    expect(change.api).toMatchObject({
      kind: 'change',
      base: before.byPool.api,
      difference: after.byPool.api - before.byPool.api,
    })
    expect(change.total).toMatchObject({
      kind: 'change',
      base: before.total,
      difference: after.total - before.total,
    })
    const plans = await get({ range: previous, filters: { pool: ['plan'] } })
    expect(change.plan).toMatchObject({ kind: 'change', base: plans.total })
  })

  it('compares nothing with days that were not read, except what was entered', async () => {
    const { change } = await overview({}, { from: day('2026-10-12'), to: day('2026-10-26') })
    expect(change.api).toEqual({ kind: 'incomplete', missingNow: 0, missingBefore: 14 })
    expect(change.total.kind).toBe('incomplete')
    expect(change.plan.kind).toBe('change')
  })

  it('projects the month from what it has read', async () => {
    const { projection } = await overview()
    expect(projection.month).toEqual({ from: '2026-11-01', to: '2026-12-01' })
    expect(projection.result?.closedDays).toBe(21)
    // The plan of 5 September: 100/31 for four days of November, then 100/30; the other covers November whole.
    const plans = (await get({ range: projection.month, filters: { pool: ['plan'] } })).total
    expect(projection.planMonth > plans).toBe(true)
    expect((await overview({ filters: { pool: ['plan'] } })).projection).toMatchObject({
      withApi: false,
      result: { low: projection.planMonth, high: projection.planMonth },
    })
  })

  it('knows which plans ran, what they give, and what is known by the day only', async () => {
    const { plans, dailyOnly, hasAnyPlan } = await overview({ range: { from, to } })
    expect(plans.map(({ name }) => name).sort()).toEqual(['Max', 'Pro'])
    expect(plans.find(({ name }) => name === 'Max')?.apiCredit).toBe(100_000_000_000n)
    expect(plans.find(({ name }) => name === 'Pro')?.apiCredit).toBeNull()
    expect(dailyOnly).toEqual(['2026-10-26', '2026-10-27', '2026-10-28', '2026-10-29'])
    expect(hasAnyPlan).toBe(true)
    const early = await overview({ range: { from, to: day('2026-10-31') } })
    expect(early.plans.map(({ name }) => name)).toEqual(['Max'])
  })

  it('gives hours that only fit up for the day where they are not known', async () => {
    const oneDay = { from: day('2026-10-28'), to: day('2026-10-29') }
    expect((await overview({ range: oneDay, bucket: 'hour' })).timeline.request.bucket).toBe('day')
  })
})
