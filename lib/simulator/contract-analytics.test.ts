import type {
  BetaAnalyticsCostItem,
  CostListParams,
} from '@anthropic-ai/sdk/resources/beta/organization/analytics'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientOf, collect, nanoOf, NOW, randomWorld, refusalOf, simulate } from './simulator-under-test'
import type { Simulator } from './start-simulator'
import { type MoneyDimension, truthMoney, truthTotal, truthUsage, type UsageDimension } from './world'

const FROM = '2026-11-12T00:00:00Z'
const TO = '2026-11-23T00:00:00Z'
const FIVE = ['api_key_id', 'workspace_id', 'model', 'product', 'service_tier'] as const
const EVERYTHING: CostListParams = {
  starting_at: FROM,
  ending_at: TO,
  time_bucket_width: '1h',
  order_by: 'time',
  group_by: [...FIVE, 'cost_type', 'token_type'],
}

function analyticsOf(simulator: Simulator) {
  return clientOf(simulator).beta.organization.analytics
}

function visible(simulator: Simulator) {
  return { from: FROM, to: TO, asOf: simulator.dataRefreshedAt() }
}

function sumBy(rows: BetaAnalyticsCostItem[], label: (row: BetaAnalyticsCostItem) => string | null) {
  const sums = new Map<string | null, { amount: bigint; listAmount: bigint }>()
  for (const row of rows) {
    const before = sums.get(label(row)) ?? { amount: 0n, listAmount: 0n }
    sums.set(label(row), {
      amount: before.amount + nanoOf(row.cost.amount),
      listAmount: before.listAmount + nanoOf(row.cost.list_amount),
    })
  }
  return sums
}

const LABELS: [MoneyDimension, (row: BetaAnalyticsCostItem) => string | null][] = [
  ['total', () => 'total'],
  ['key', (row) => row.group.api_key_id],
  ['workspace', (row) => row.group.workspace_id],
  ['model', (row) => row.group.model],
  ['product', (row) => row.group.product],
  ['service_tier', (row) => row.group.service_tier],
  ['day', (row) => row.starting_at.slice(0, 10)],
  ['hour', (row) => row.starting_at],
  ['cost_type', (row) => row.group.cost_type],
  ['token_type', (row) => row.group.token_type],
]

describe('analytics/cost', () => {
  test('property: all pages of any world at any page size add up to the truth, in every dimension', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom<6 | 7>(6, 7),
        fc.constantFrom(0, 47, 600),
        async (seed, limit, amountDecimals, refreshLagMinutes) => {
          const rows = Math.min(600, limit * 12)
          const simulator = await simulate({
            world: randomWorld({ seed, rows, amountDecimals }),
            refreshLagMinutes,
          })
          const items = await collect(analyticsOf(simulator).cost.list({ ...EVERYTHING, limit }))
          for (const [dimension, label] of LABELS) {
            expect(sumBy(items, label)).toEqual(truthMoney(simulator.world(), dimension, visible(simulator)))
          }
          await simulator.close()
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  test('a lowered page cap makes more pages and changes nothing else', async () => {
    const world = randomWorld({ rows: 300 })
    const whole = await simulate({ world })
    const capped = await simulate({ world, maxPageRows: 10 })
    const query = { ...EVERYTHING, limit: 1000 }
    expect(await collect(analyticsOf(capped).cost.list(query))).toEqual(
      await collect(analyticsOf(whole).cost.list(query)),
    )
    expect(capped.requests.count('analytics/cost')).toBeGreaterThan(
      whole.requests.count('analytics/cost') * 10,
    )
  })

  test('without groups and buckets one row covers the range, bounds rounded down to the hour', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const page = await analyticsOf(simulator).cost.list({ starting_at: '2026-11-12T00:40:00Z' })
    expect(page.data).toHaveLength(1)
    expect(page).toMatchObject({
      has_more: false,
      next_page: null,
      data_refreshed_at: '2026-11-22T11:20:00Z',
    })
    const [row] = page.data
    expect(row).toMatchObject({ starting_at: '2026-11-12T00:00:00Z', ending_at: '2026-11-22T11:00:00Z' })
    const range = { from: '2026-11-12T00:00:00Z', to: '2026-11-22T11:00:00Z' }
    expect(nanoOf(row?.cost.amount ?? '')).toBe(truthTotal(simulator.world(), range).amount)
    expect(row?.cost.amount).toMatch(/^\d+\.\d{6}$/)
    expect(new Set(Object.values(row?.group ?? {}))).toEqual(new Set([null]))
    expect(Object.keys(row?.group ?? {})).toHaveLength(22)
    expect(row?.cost.requests).toBeGreaterThan(0)
  })

  test('requests are null when grouped by a component; components do not count toward the limit', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const { cost } = analyticsOf(simulator)
    const base = { starting_at: FROM, ending_at: TO, group_by: ['model' as const], limit: 2 }
    const plain = await cost.list(base)
    expect(plain.data).toHaveLength(2)
    expect(plain.data.every((row) => typeof row.cost.requests === 'number')).toBe(true)
    const fanned = await cost.list({ ...base, group_by: ['model', 'cost_type', 'token_type'] })
    expect(fanned.data.length).toBeGreaterThan(2)
    expect(new Set(fanned.data.map((row) => row.group.model)).size).toBe(2)
    expect(fanned.data.every((row) => row.cost.requests === null)).toBe(true)
    const tokensOnly = await collect(cost.list({ ...base, group_by: ['token_type'] }))
    expect(new Set(tokensOnly.map((row) => row.group.cost_type))).toEqual(new Set(['tokens']))
  })

  test('orders by amount and by time, both ways', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const { cost } = analyticsOf(simulator)
    const base = { starting_at: FROM, ending_at: TO, group_by: ['api_key_id' as const], limit: 1000 }
    const amounts = (await cost.list(base)).data.map((row) => nanoOf(row.cost.amount))
    const descending = (left: bigint, right: bigint) => (left < right ? 1 : left > right ? -1 : 0)
    expect(amounts).toEqual([...amounts].sort(descending))
    const ascending = await cost.list({ ...base, order: 'asc' })
    expect(ascending.data.map((row) => nanoOf(row.cost.amount))).toEqual([...amounts].reverse())
    const byTime = await cost.list({ ...base, time_bucket_width: '1d', order_by: 'time' })
    const days = byTime.data.map((row) => row.starting_at)
    expect(days).toEqual([...days].sort().reverse())
    const oldest = await cost.list({ ...base, time_bucket_width: '1d', order_by: 'time', order: 'asc' })
    expect(oldest.data.map((row) => row.starting_at)).toEqual([...days].reverse())
    const firstDay = byTime.data
      .filter((row) => row.starting_at === days[0])
      .map((row) => nanoOf(row.cost.amount))
    expect(firstDay).toEqual([...firstDay].sort(descending))
  })

  test('filters choose rows; an empty key entry also chooses usage without a key', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const world = simulator.world()
    const key = world.apiKeys[0]?.id ?? ''
    const sum = async (query: Partial<CostListParams>) => {
      const items = await collect(
        analyticsOf(simulator).cost.list({ starting_at: FROM, ending_at: TO, ...query }),
      )
      return items.reduce((total, row) => total + nanoOf(row.cost.amount), 0n)
    }
    const truth = (where: Parameters<typeof truthTotal>[2]) =>
      truthTotal(world, visible(simulator), where).amount
    expect(await sum({ api_key_ids: [key] })).toBe(truth((fact) => fact.apiKeyId === key))
    expect(await sum({ api_key_ids: [key, ''] })).toBe(
      truth((fact) => fact.apiKeyId === key || fact.apiKeyId === null),
    )
    expect(await sum({ models: ['claude-opus-5-5'], speeds: ['fast'] })).toBe(
      truth((fact) => fact.model === 'claude-opus-5-5' && fact.speed === 'fast'),
    )
    expect(await sum({ inference_geos: ['not_available'] })).toBe(truth((fact) => fact.inferenceGeo === null))
    expect(await sum({ session_ids: ['sesn_none'] })).toBe(0n)
  })

  test('rows later than the refresh are not there yet and appear as the clock moves', async () => {
    let now = NOW
    const simulator = await simulate({ world: randomWorld(), refreshLagMinutes: 90, clock: () => now })
    const total = async () => {
      const items = await collect(analyticsOf(simulator).cost.list(EVERYTHING))
      return items.reduce((sum, row) => sum + nanoOf(row.cost.amount), 0n)
    }
    const before = await total()
    expect(before).toBe(truthTotal(simulator.world(), visible(simulator)).amount)
    now = new Date(NOW.getTime() + 86_400_000)
    expect(await total()).toBe(truthTotal(simulator.world(), { from: FROM, to: TO }).amount)
    expect(await total()).toBeGreaterThan(before)
  })
})

describe('analytics/usage', () => {
  test('all pages add up to the truth', async () => {
    const simulator = await simulate({ world: randomWorld({ rows: 500 }) })
    const items = await collect(
      analyticsOf(simulator).usage.list({
        starting_at: FROM,
        ending_at: TO,
        time_bucket_width: '1h',
        order_by: 'time',
        group_by: [...FIVE],
        limit: 37,
      }),
    )
    const labels: [UsageDimension, (row: (typeof items)[number]) => string | null][] = [
      ['total', () => 'total'],
      ['key', (row) => row.group.api_key_id],
      ['model', (row) => row.group.model],
      ['hour', (row) => row.starting_at],
    ]
    for (const [dimension, label] of labels) {
      const sums = new Map<string | null, object>()
      for (const row of items) {
        const same = items.filter((other) => label(other) === label(row)).map((other) => other.usage)
        const add = (read: (usage: (typeof same)[number]) => number) =>
          same.reduce((sum, one) => sum + read(one), 0)
        if (sums.has(label(row))) continue
        sums.set(label(row), {
          uncachedInput: add((usage) => usage.uncached_input_tokens),
          cacheRead: add((usage) => usage.cache_read_input_tokens),
          cacheWrite5m: add((usage) => usage.cache_creation.ephemeral_5m_input_tokens),
          cacheWrite1h: add((usage) => usage.cache_creation.ephemeral_1h_input_tokens),
          output: add((usage) => usage.output_tokens),
          totalTokens: add((usage) => usage.total_tokens),
          webSearches: add((usage) => usage.server_tool_use.web_search_requests),
          requests: add((usage) => usage.requests ?? 0),
        })
      }
      expect(sums).toEqual(truthUsage(simulator.world(), dimension, visible(simulator)))
    }
    expect(Object.keys(items[0]?.group ?? {})).toHaveLength(20)
  })

  test('minute buckets place usage at its minute', async () => {
    const simulator = await simulate({ story: 'forgotten-key' })
    const page = await analyticsOf(simulator).usage.list({
      starting_at: '2026-11-21T00:00:00Z',
      ending_at: '2026-11-22T00:00:00Z',
      time_bucket_width: '1m',
      group_by: ['api_key_id'],
      limit: 1000,
    })
    const key = simulator.world().apiKeys.find((one) => one.name === 'experiment-march')?.id
    const minutes = page.data
      .filter((row) => row.group.api_key_id === key)
      .map((row) => row.starting_at.slice(14, 16))
    expect(minutes).toHaveLength(24)
    expect(new Set(minutes).size).toBe(1)
  })

  test('actors are shown; a person who left is deleted and can be left out', async () => {
    const world = randomWorld()
    const member = world.members[0]
    const gone = world.facts.find((fact) => fact.actorId?.startsWith('user_') && fact.actorId !== member?.id)
    const simulator = await simulate({ world })
    const { usage } = analyticsOf(simulator)
    const base = { starting_at: FROM, ending_at: TO, group_by: ['actor' as const], limit: 1000 }
    const actors = (await usage.list(base)).data.map((row) => row.group.actor)
    expect(actors).toContainEqual({
      type: 'user_actor',
      user_id: member?.id,
      name: member?.name,
      email_address: member?.email,
      deleted: false,
    })
    expect(gone).toBeDefined()
    const isDeleted = (actor: (typeof actors)[number]) => actor?.type === 'user_actor' && actor.deleted
    expect(actors.filter(isDeleted)).toHaveLength(1)
    const kept = await collect(usage.list({ ...base, exclude_deleted_users: true, limit: 2 }))
    expect(kept).toHaveLength(actors.length - 1)
    expect((await refusalOf(usage.list({ starting_at: FROM, exclude_deleted_users: true }))).status).toBe(400)
  })
})

describe('rules of the analytics reports', () => {
  test.each([
    [{}, 'starting_at: Field required'],
    [{ starting_at: 'yesterday' }, /^starting_at: Input should be a valid datetime/],
    [{ starting_at: '2026-11-01T00:00:00' }, 'starting_at: Input should have timezone info'],
    [{ starting_at: '2025-12-31T23:00:00Z' }, 'starting_at: must be no earlier than 2026-01-01T00:00:00Z'],
    [{ starting_at: FROM, time_bucket_width: '1d' }, 'ending_at: required when time_bucket_width is set'],
    [{ starting_at: FROM, ending_at: FROM }, 'ending_at: must be after starting_at'],
    [
      { starting_at: '2026-10-01T00:00:00Z', ending_at: '2026-11-01T00:00:01Z' },
      'ending_at: range may span at most 31 days',
    ],
    [
      { starting_at: FROM, ending_at: '2026-11-14T00:00:00Z', time_bucket_width: '1m' },
      'ending_at: range may span at most 24 hours with time_bucket_width=1m',
    ],
    [
      { starting_at: FROM, group_by: [...FIVE, 'speed'] },
      'Cannot specify more than 5 group_by[] dimensions.',
    ],
    [
      { starting_at: FROM, group_by: ['colour'] },
      /^group_by\.0: Input should be 'actor', .* or 'token_type'$/,
    ],
    [{ starting_at: FROM, limit: '1001' }, 'limit: Input should be less than or equal to 1000'],
    [
      { starting_at: FROM, order_by: 'total_tokens' },
      "order_by: Input should be 'amount', 'list_amount' or 'time'",
    ],
    [{ starting_at: FROM, products: ['toaster'] }, /^products\.0: Input should be 'chat'/],
    [{ starting_at: FROM, page: 'nonsense' }, 'page: Invalid cursor'],
  ])('%j is refused', async (query, message) => {
    const simulator = await simulate()
    const refused = await refusalOf(
      clientOf(simulator).get('/v1/organizations/analytics/cost', {
        query,
        headers: { 'anthropic-beta': 'analytics-usage-cost-2026-08-24' },
      }),
    )
    expect([refused.status, refused.type]).toEqual([400, 'invalid_request_error'])
    expect(refused.apiMessage).toMatch(message)
  })

  test('nothing older than 365 days can be asked for', async () => {
    const simulator = await simulate({
      story: 'forgotten-key',
      clock: () => new Date('2027-11-22T00:00:00Z'),
    })
    const { cost } = analyticsOf(simulator)
    expect((await refusalOf(cost.list({ starting_at: '2026-11-21T23:59:59Z' }))).status).toBe(400)
    await expect(cost.list({ starting_at: '2026-11-22T00:00:00Z' })).resolves.toBeDefined()
  })

  test('a cursor belongs to its query', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const { cost } = analyticsOf(simulator)
    const first = await cost.list({ ...EVERYTHING, limit: 5 })
    const page = first.next_page
    expect(page).toMatch(/^page_/)
    expect((await cost.list({ ...EVERYTHING, limit: 5, page })).data.length).toBeGreaterThan(0)
    const refused = await refusalOf(cost.list({ ...EVERYTHING, limit: 6, page }))
    expect(refused.apiMessage).toBe('page: cursor does not match current query parameters')
  })

  test('the beta header is needed, unless switched off; an organisation may not have the new API', async () => {
    const path = `/v1/organizations/analytics/cost?starting_at=${FROM}`
    expect((await refusalOf(clientOf(await simulate()).get(path))).status).toBe(400)
    const lenient = await simulate({ requireBetaHeader: false })
    await expect(clientOf(lenient).get(path)).resolves.toMatchObject({ has_more: false })
    const old = await simulate({ source: 'legacy-only' })
    const refused = await refusalOf(analyticsOf(old).cost.list({ starting_at: FROM }))
    expect([refused.status, refused.errorCode]).toEqual([400, 'organization_not_enrolled_in_beta'])
    const missing = await simulate({ source: 'legacy-only', analyticsRefusal: 'not-found' })
    expect((await refusalOf(analyticsOf(missing).cost.list({ starting_at: FROM }))).status).toBe(404)
  })
})
