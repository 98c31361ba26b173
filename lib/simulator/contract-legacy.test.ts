import type Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { clientOf, nanoOf, NOW, randomWorld, refusalOf, simulate } from './simulator-under-test'
import { truthMoney, truthTotal, truthUsage } from './world'

type Bucket<Row> = { starting_at: string; ending_at: string; results: Row[] }
type LegacyPage<Row> = { data: Bucket<Row>[]; has_more: boolean; next_page: string | null }
type CostRow = { amount: string; currency: string } & Record<string, string | null>
type UsageRow = {
  uncached_input_tokens: number
  cache_creation: { ephemeral_5m_input_tokens: number }
  output_tokens: number
  api_key_id: string | null
  workspace_id: string | null
  server_tool_use: { web_search_requests: number }
}

async function allBuckets<Row>(client: Anthropic, path: string, query: object): Promise<Bucket<Row>[]> {
  const buckets: Bucket<Row>[] = []
  let page: string | null = null
  do {
    const answer: LegacyPage<Row> = await client.get(`/v1/organizations/${path}`, {
      query: { ...query, ...(page ? { page } : {}) },
    })
    buckets.push(...answer.data)
    page = answer.next_page
  } while (page !== null)
  return buckets
}

const isReported = (fact: { serviceTier: string | null }) => !fact.serviceTier?.startsWith('priority')

describe('cost_report', () => {
  test('completed days only, dense, oldest first; pages add up to the truth without the Priority Tier', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const buckets = await allBuckets<CostRow>(clientOf(simulator), 'cost_report', {
      starting_at: '2026-11-10',
      limit: 3,
      group_by: ['description', 'workspace_id'],
    })
    const days = buckets.map((bucket) => bucket.starting_at.slice(0, 10))
    expect(days).toHaveLength(12)
    expect(days).toEqual([...days].sort())
    expect(days.at(-1)).toBe('2026-11-21')
    const range = { from: '2026-11-10', to: '2026-11-22' }
    const truth = truthMoney(simulator.world(), 'day', range, isReported)
    for (const bucket of buckets) {
      const sum = bucket.results.reduce((total, row) => total + nanoOf(row.amount), 0n)
      expect(sum).toBe(truth.get(bucket.starting_at.slice(0, 10))?.amount ?? 0n)
    }
    expect(buckets[0]?.results).toEqual([])
    const rows = buckets.flatMap((bucket) => bucket.results)
    expect(rows.every((row) => row.amount === '0' || !/\.\d*0$/.test(row.amount))).toBe(true)
    const home = truthTotal(simulator.world(), range, (fact) => {
      return isReported(fact) && fact.workspaceId === simulator.world().defaultWorkspaceId
    })
    const unnamed = rows.filter((row) => row.workspace_id === null)
    expect(unnamed.reduce((total, row) => total + nanoOf(row.amount), 0n)).toBe(home.amount)
    expect(rows.find((row) => row.cost_type === 'web_search')).toMatchObject({
      description: 'Web Search Usage',
      model: null,
      token_type: null,
    })
    expect(rows.map((row) => row.description)).toContain('Claude Opus 5.5 Usage - Output Tokens')
  })

  test('ungrouped: one total a day, every dimension null', async () => {
    const client = clientOf(await simulate({ story: 'forgotten-key' }))
    const buckets = await allBuckets<CostRow>(client, 'cost_report', { starting_at: '2026-11-19' })
    for (const { results } of buckets) {
      expect(results).toHaveLength(1)
      const { amount, currency, ...dimensions } = results[0] as CostRow
      expect(amount).toMatch(/^\d+(\.\d{1,6})?$/)
      expect(currency).toBe('USD')
      expect(new Set(Object.values(dimensions))).toEqual(new Set([null]))
    }
  })

  test.each([
    ['a month stops at the default of seven days', { starting_at: '2026-10-01' }, 7, true],
    [
      'an end at 23:59:59 loses its day',
      { starting_at: '2026-11-13', ending_at: '2026-11-19T23:59:59Z' },
      6,
      false,
    ],
    [
      'a mid-day start loses its day',
      { starting_at: '2026-11-18T08:00:00Z', ending_at: '2026-11-20' },
      1,
      false,
    ],
    ['today is clamped away', { starting_at: '2026-11-20', ending_at: '2026-11-25' }, 2, false],
  ])('%s', async (_, query, length, hasMore) => {
    const page = await clientOf(await simulate({ story: 'forgotten-key' })).get<LegacyPage<CostRow>>(
      '/v1/organizations/cost_report',
      { query },
    )
    expect([page.data.length, page.has_more]).toEqual([length, hasMore])
  })

  test('the cursor is the start of the next bucket', async () => {
    const client = clientOf(await simulate({ story: 'forgotten-key' }))
    const page = await client.get<LegacyPage<CostRow>>('/v1/organizations/cost_report', {
      query: { starting_at: '2025-05-13T00:00:00Z', limit: 1 },
    })
    expect(page.next_page).toBe('page_MjAyNS0wNS0xNFQwMDowMDowMFo=')
  })

  const badRange = 'Invalid date range: ending date must be after starting date'
  test.each([
    [{}, 'starting_at: Field required'],
    [{ starting_at: '2026-11-22' }, badRange],
    [{ starting_at: '2026-11-20T00:00:00Z', ending_at: '2026-11-20T23:59:59Z' }, badRange],
    [{ starting_at: '2026-11-20', ending_at: '2026-11-18' }, badRange],
    [{ starting_at: '2026-11-01', limit: 32 }, 'limit: Input should be less than or equal to 31'],
    [{ starting_at: '2026-11-01', limit: 0 }, 'limit: Input should be greater than or equal to 1'],
    [
      { starting_at: '2026-11-01', group_by: ['model'] },
      "group_by.0: Input should be 'description' or 'workspace_id'",
    ],
    [{ starting_at: '2026-11-01', bucket_width: '1h' }, "bucket_width: Input should be '1d'"],
    [{ starting_at: '2026-11-01', page: 'page_nonsense' }, 'page: Invalid cursor'],
  ])('%j is refused', async (query, message) => {
    const client = clientOf(await simulate())
    const refused = await refusalOf(client.get('/v1/organizations/cost_report', { query }))
    expect([refused.status, refused.apiMessage]).toEqual([400, message])
  })
})

describe('usage_report/messages', () => {
  const path = 'usage_report/messages'

  test('hours are dense and add up to the truth, the running one included up to the lag', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const buckets = await allBuckets<UsageRow>(clientOf(simulator), path, {
      starting_at: '2026-11-20T00:00:00Z',
      bucket_width: '1h',
      group_by: ['api_key_id', 'model', 'workspace_id'],
    })
    expect(buckets).toHaveLength(2 * 24 + 12)
    expect(buckets.at(-1)?.starting_at).toBe('2026-11-22T11:00:00Z')
    const asOf = new Date(NOW.getTime() - 5 * 60_000)
    const range = { from: '2026-11-20', to: '2026-11-23', asOf }
    const truth = truthUsage(simulator.world(), 'hour', range)
    for (const bucket of buckets) {
      const output = bucket.results.reduce((sum, row) => sum + row.output_tokens, 0)
      expect(output).toBe(truth.get(bucket.starting_at)?.output ?? 0)
    }
    expect(buckets.some((bucket) => bucket.results.length === 0)).toBe(true)
    const workspaces = new Set(buckets.flatMap((bucket) => bucket.results.map((row) => row.workspace_id)))
    expect(workspaces.has(simulator.world().defaultWorkspaceId)).toBe(false)
    expect(workspaces.has(null)).toBe(true)
  })

  test('72 hours at the default limit are three pages of 24', async () => {
    const simulator = await simulate({ story: 'forgotten-key' })
    const buckets = await allBuckets(clientOf(simulator), path, {
      starting_at: '2026-11-18T00:00:00Z',
      ending_at: '2026-11-21T00:00:00Z',
      bucket_width: '1h',
    })
    expect(buckets).toHaveLength(72)
    expect(simulator.requests.count(path)).toBe(3)
  })

  test('ungrouped: exactly one result per non-empty bucket, all dimensions null; filters apply', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const client = clientOf(simulator)
    const key = simulator.world().apiKeys[0]?.id ?? ''
    const query = { starting_at: '2026-11-14T00:00:00Z', ending_at: '2026-11-21T00:00:00Z' }
    const [all, some] = await Promise.all([
      allBuckets<UsageRow>(client, path, query),
      allBuckets<UsageRow>(client, path, { ...query, api_key_ids: [key] }),
    ])
    expect(all.map((bucket) => bucket.results.length)).toEqual(Array(7).fill(1))
    expect(all[0]?.results[0]).toMatchObject({ api_key_id: null, workspace_id: null })
    const range = { from: query.starting_at, to: query.ending_at }
    const truth = truthUsage(simulator.world(), 'total', range, (fact) => fact.apiKeyId === key).get('total')
    const searches = some.flatMap((bucket) =>
      bucket.results.map((row) => row.server_tool_use.web_search_requests),
    )
    expect(searches.reduce((sum, count) => sum + count, 0)).toBe(truth?.webSearches)
  })

  test('a window without a whole bucket is empty, not an error', async () => {
    const client = clientOf(await simulate({ story: 'forgotten-key' }))
    const query = { starting_at: '2026-11-20T08:00:00Z', ending_at: '2026-11-20T12:00:00Z' }
    expect(await client.get(`/v1/organizations/${path}`, { query })).toEqual({
      data: [],
      has_more: false,
      next_page: null,
    })
  })

  test('limits, groups and the speed header', async () => {
    const client = clientOf(await simulate({ story: 'forgotten-key' }))
    const start = { starting_at: '2026-11-20T00:00:00Z' }
    const ask = (query: object, headers = {}) =>
      client.get<LegacyPage<UsageRow>>(`/v1/organizations/${path}`, {
        query: { ...start, ...query },
        headers,
      })
    const message = async (query: object) => (await refusalOf(ask(query))).apiMessage
    expect(await message({ limit: 169, bucket_width: '1h' })).toBe(
      'limit: Input should be less than or equal to 168',
    )
    expect(
      await message({
        group_by: ['account_id', 'api_key_id', 'context_window', 'inference_geo', 'model', 'speed'],
      }),
    ).toBe('Cannot specify more than 5 group_by[] dimensions.')
    expect(await message({ group_by: ['speed'] })).toMatch(/beta header fast-mode/)
    const fast = await ask({ group_by: ['speed'] }, { 'anthropic-beta': 'fast-mode-2026-02-01' })
    expect(fast.data[0]?.results[0]).toMatchObject({ speed: 'standard' })
    expect((await ask({ bucket_width: '1m' })).data).toHaveLength(60)
  })
})
