import { describe, expect, onTestFinished, test } from 'vitest'
import { day } from '@/lib/domain/day'
import { ExpectedError } from '@/lib/errors'
import { startSimulator, type SimulatorOptions } from '@/lib/simulator/start-simulator'
import { createAdminClient } from './admin-client'
import type { ReportWindow } from './reports'
import { createRequestLimiter } from './request-limiter'

const NOW = new Date('2026-11-22T10:30:00Z')
const WINDOW: ReportWindow = {
  startingAt: new Date('2026-11-12T00:00:00Z'),
  endingAt: new Date('2026-11-22T00:00:00Z'),
  width: '1d',
}
const limiter = () =>
  createRequestLimiter({ requestsPerMinute: null, now: () => NOW, sleep: () => Promise.resolve() })

async function connect(simulation: SimulatorOptions = {}) {
  const simulator = await startSimulator({ story: 'forgotten-key', clock: () => NOW, ...simulation })
  onTestFinished(() => simulator.close())
  const { adminKey, url: baseUrl } = simulator
  return { simulator, client: createAdminClient({ adminKey, baseUrl, limiter: limiter() }) }
}

/** Answers every request with the next of `bodies`, the last one for ever. */
function answering(...bodies: unknown[]) {
  const urls: URL[] = []
  const client = createAdminClient({
    adminKey: 'sk-ant-admin01-x',
    baseUrl: 'http://127.0.0.1:1',
    fetch: (input) => {
      urls.push(new URL(String(input)))
      return Promise.resolve(Response.json(bodies[Math.min(urls.length, bodies.length) - 1]))
    },
    limiter: limiter(),
  })
  return { client, urls }
}

const bucket = (results: unknown[], starting_at = '2026-11-20T00:00:00Z') => ({ starting_at, results })
const page = (data: unknown[], rest: object = {}) => ({ data, has_more: false, next_page: null, ...rest })
const cost = (change: object = {}) => ({ amount: '123.78912', currency: 'USD', new_field: 1, ...change })

describe('cost_report', () => {
  test('asks for structured rows by workspace, 31 buckets at a time, at midnights, and follows the cursor', async () => {
    const { client, urls } = answering(
      page([bucket([cost({ workspace_id: 'w', model: 'm', token_type: 't', cost_type: 'tokens' })])], {
        has_more: true,
        next_page: 'page_2',
      }),
      page([bucket([cost({ amount: '-0.0000001' })], '2026-11-21T00:00:00Z')]),
    )
    expect(await client.legacy.cost(WINDOW, true)).toEqual([
      {
        startsAt: new Date('2026-11-20T00:00:00Z'),
        rows: [
          {
            amount: 1_237_891_200n,
            workspaceId: 'w',
            model: 'm',
            serviceTier: null,
            contextWindow: null,
            inferenceGeo: null,
            costType: 'tokens',
            tokenType: 't',
          },
        ],
      },
      { startsAt: new Date('2026-11-21T00:00:00Z'), rows: [expect.objectContaining({ amount: -1n })] },
    ])
    expect([...(urls[0]?.searchParams ?? [])]).toEqual(
      expect.arrayContaining([
        ['starting_at', '2026-11-12T00:00:00Z'],
        ['ending_at', '2026-11-22T00:00:00Z'],
        ['limit', '31'],
        ['group_by[]', 'description'],
        ['group_by[]', 'workspace_id'],
      ]),
    )
    expect(urls[1]?.searchParams.get('page')).toBe('page_2')
    expect(urls[1]?.searchParams.getAll('group_by[]')).toHaveLength(2)
  })

  test('a window without a completed day has no bucket; other refusals are said', async () => {
    const { client } = await connect()
    const today = { ...WINDOW, startingAt: WINDOW.endingAt, endingAt: new Date('2026-11-23T00:00:00Z') }
    expect(await client.legacy.cost(today, true)).toEqual([])
    const refused = createAdminClient({
      adminKey: 'sk-ant-admin01-x',
      baseUrl: 'http://127.0.0.1:1',
      fetch: () =>
        Promise.resolve(
          Response.json(
            { type: 'error', error: { type: 'invalid_request_error', message: 'no' } },
            { status: 400 },
          ),
        ),
      limiter: limiter(),
    })
    await expect(refused.legacy.cost(WINDOW, true)).rejects.toThrow(ExpectedError)
  })

  test.each([
    ['an eighth decimal', cost({ amount: '0.00000001' })],
    ['another currency', cost({ currency: 'EUR' })],
    ['an amount that is a number', cost({ amount: 1.5 })],
    ['an exponent', cost({ amount: '1e3' })],
  ])('%s stops', async (_, row) => {
    const { client } = answering(page([bucket([row])]))
    await expect(client.legacy.cost(WINDOW, true)).rejects.toMatchObject({ kind: 'upstream' })
  })

  test.each([
    ['a bucket that was not asked for', page([bucket([], '2026-11-22T00:00:00Z')])],
    ['a bucket that comes twice', page([bucket([]), bucket([])])],
    ['a list that runs in a circle', page([], { has_more: true, next_page: 'page_1' })],
    ['a list that does not say how to go on', page([], { has_more: true })],
    ['no list at all', { rows: [] }],
  ])('%s stops', async (_, body) => {
    const { client } = answering(body)
    await expect(client.legacy.cost(WINDOW, false)).rejects.toMatchObject({ kind: 'upstream' })
  })
})

describe('usage_report/messages', () => {
  test('whatever the page size, the rows of a day add up to its one ungrouped row', async () => {
    const { client } = await connect({ maxPageRows: 3 })
    const [rows, totals] = [await client.legacy.usage(WINDOW, true), await client.legacy.usage(WINDOW, false)]
    expect(rows).toHaveLength(10)
    expect(rows.map(({ startsAt }) => startsAt)).toEqual(totals.map(({ startsAt }) => startsAt))
    for (const [index, { rows: grouped }] of rows.entries())
      for (const kind of ['output', 'cacheRead', 'uncachedInput'] as const)
        expect(grouped.reduce((sum, row) => sum + row[kind], 0n)).toBe(
          totals[index]?.rows.reduce((sum, row) => sum + row[kind], 0n),
        )
    expect(totals.some(({ rows: some }) => some.length === 1)).toBe(true)
  })

  test('asks for regions and for fast mode one by one, in the groups of all usage', async () => {
    const { client, urls } = answering(page([]))
    await client.legacy.usagePart(WINDOW, { region: 'us', fast: true })
    expect([...(urls[0]?.searchParams ?? [])]).toEqual(
      expect.arrayContaining([
        ['inference_geos[]', 'us'],
        ['speeds[]', 'fast'],
        ['group_by[]', 'context_window'],
      ]),
    )
    expect(urls[0]?.searchParams.getAll('group_by[]')).toHaveLength(5)
  })

  test('the parts of a story are parts of the whole; what is refused is not told', async () => {
    const { client } = await connect({ story: 'fast-mode' })
    const output = (buckets: Awaited<ReturnType<typeof client.legacy.usagePart>>) =>
      buckets?.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.output, 0n) ?? 0n
    const fast = output(await client.legacy.usagePart(WINDOW, { fast: true }))
    const all = output(await client.legacy.usage(WINDOW, true))
    expect(fast > 0n && fast < all).toBe(true)
    expect(output(await client.legacy.usagePart(WINDOW, { region: 'global' }))).toBe(all)
    expect(await client.legacy.usagePart(WINDOW, { region: 'moon' })).toBeNull()
  })

  test('reads hours 168 at a time', async () => {
    const { client, urls } = answering(page([]))
    expect(await client.legacy.usage({ ...WINDOW, width: '1h' }, true)).toEqual([])
    expect(urls[0]?.searchParams.get('limit')).toBe('168')
    expect(urls[0]?.searchParams.get('bucket_width')).toBe('1h')
  })
})

describe('Claude Code analytics', () => {
  const record = (change: object = {}) => ({
    date: '2026-11-20T00:00:00Z',
    actor: { type: 'user_actor', email_address: 'ada@example.com' },
    customer_type: 'api',
    terminal_type: 'vscode',
    core_metrics: { num_sessions: 7, lines_of_code: { added: 812, removed: 240 } },
    model_breakdown: [
      {
        model: 'm',
        tokens: { input: 1, output: 2, cache_read: 3, cache_creation: 4 },
        estimated_cost: { currency: 'USD', amount: 93 },
      },
    ],
    ...change,
  })

  test('estimates are numbers of cents; absent fields are nothing; a model told twice is one', async () => {
    const breakdown = record().model_breakdown[0]
    const { client } = answering(
      page([
        record({
          model_breakdown: [breakdown, { ...breakdown, estimated_cost: { currency: 'USD', amount: 0.25 } }],
        }),
      ]),
    )
    expect(await client.claudeCode(day('2026-11-20'))).toEqual([
      {
        actorType: 'user_actor',
        actor: 'ada@example.com',
        customerType: 'api',
        subscriptionType: null,
        terminalType: 'vscode',
        isRemote: false,
        sessions: 7n,
        linesAdded: 812n,
        linesRemoved: 240n,
        commits: 0n,
        pullRequests: 0n,
        models: [
          {
            model: 'm',
            input: 2n,
            output: 4n,
            cacheRead: 6n,
            cacheCreation: 8n,
            estimated: 932_500_000n,
          },
        ],
      },
    ])
  })

  test('is null where there is none, and a failure is a failure', async () => {
    for (const claudeCodeRefusal of [400, 403, 404] as const) {
      const { client } = await connect({ claudeCodeRefusal })
      expect(await client.claudeCode(day('2026-11-20'))).toBeNull()
    }
    const { client } = answering(page([record({ core_metrics: { num_sessions: -1 } })]))
    await expect(client.claudeCode(day('2026-11-20'))).rejects.toMatchObject({ kind: 'upstream' })
  })
})
