import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { ExpectedError } from '@/lib/errors'
import { startSimulator, type SimulatorOptions } from '@/lib/simulator/start-simulator'
import { truthMoney, truthTotal, truthUsage } from '@/lib/simulator/world'
import { createAdminClient, type AdminClientOptions } from './admin-client'
import type { ReportPage, ReportWindow } from './reports'
import { createRequestLimiter } from './request-limiter'

const NOW = new Date('2026-11-22T10:30:00Z')
const WINDOW: ReportWindow = {
  startingAt: new Date('2026-11-12T00:00:00Z'),
  endingAt: new Date('2026-11-22T00:00:00Z'),
  width: '1h',
}

const sleeplessLimiter = () =>
  createRequestLimiter({ requestsPerMinute: null, now: () => NOW, sleep: () => Promise.resolve() })

async function connect(simulation: SimulatorOptions = {}, options: Partial<AdminClientOptions> = {}) {
  const simulator = await startSimulator({ story: 'forgotten-key', clock: () => NOW, ...simulation })
  onTestFinished(() => simulator.close())
  const client = createAdminClient({
    adminKey: simulator.adminKey,
    baseUrl: simulator.url,
    limiter: sleeplessLimiter(),
    ...options,
  })
  return { simulator, client }
}

/** Answers every request with the next of `bodies`, the last one for ever. */
function answering(...bodies: unknown[]) {
  const urls: URL[] = []
  const client = createAdminClient({
    adminKey: 'sk-ant-admin01-x',
    baseUrl: 'http://127.0.0.1:1',
    fetch: (input) => {
      urls.push(new URL(String(input)))
      const body = bodies[Math.min(urls.length, bodies.length) - 1]
      return Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body)))
    },
    limiter: sleeplessLimiter(),
  })
  return { client, urls }
}

async function allRows<Row>(pages: AsyncGenerator<ReportPage<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page.rows)
  return rows
}

const costItem = (cost: object, rest: object = {}) => ({
  starting_at: '2026-11-20T00:00:00Z',
  ending_at: '2026-11-20T01:00:00Z',
  group: { api_key_id: null, model: 'm' },
  cost: { amount: '1.5', list_amount: '2', currency: 'USD', requests: null, ...cost },
  ...rest,
})
const usageItem = (usage: object) => ({
  starting_at: '2026-11-20T00:00:00Z',
  ending_at: '2026-11-20T01:00:00Z',
  group: {},
  usage: { uncached_input_tokens: 1, output_tokens: 2, ...usage },
})
const page = (data: unknown[], rest: object = {}) => ({ data, has_more: false, next_page: null, ...rest })

vi.setConfig({ testTimeout: 30_000 })

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the directory', () => {
  test('is whole, whatever the page size, with default and archived workspaces and keys of every status', async () => {
    const { simulator, client } = await connect({ story: 'team', maxPageRows: 2 })
    const world = simulator.world()
    const [organization, workspaces, keys, members] = [
      await client.organization(),
      await client.workspaces(),
      await client.apiKeys(),
      await client.members(),
    ]
    expect(organization).toEqual({ id: simulator.organizationId, name: world.organization.name })
    expect(workspaces.map(({ id }) => id).sort()).toEqual(world.workspaces.map(({ id }) => id).sort())
    expect(workspaces.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([
      world.defaultWorkspaceId,
    ])
    expect(keys.map(({ id }) => id).sort()).toEqual(world.apiKeys.map(({ id }) => id).sort())
    expect(new Set(keys.map(({ status }) => status)).size).toBeGreaterThan(1)
    for (const key of keys) {
      const scope = world.apiKeys.find(({ id }) => id === key.id)?.scope
      expect(key.workspaceId).toBe(scope?.type === 'workspace' ? scope.workspace_id : null)
    }
    expect(members.map(({ email }) => email).sort()).toEqual(world.members.map(({ email }) => email).sort())
  })

  test('reads keys of older shapes', async () => {
    const { client } = answering({
      data: [
        {
          id: 'apikey_a',
          type: 'api_key',
          name: 'old',
          status: 'active',
          created_at: '2025-01-01T00:00:00Z',
          created_by: { id: 'user_a', type: 'user' },
          partial_key_hint: 'sk-ant-api03-R2D...igAA',
          workspace_id: 'wrkspc_a',
        },
        {
          id: 'apikey_b',
          name: 'older',
          status: 'shiny_new_status',
          created_at: '2025-01-01T00:00:00.123456Z',
          created_by: null,
          workspace_id: null,
          principal: { id: 'x', type: 'user' },
        },
        {
          id: 'apikey_c',
          name: 'both',
          status: 'active',
          scope: { type: 'workspace', workspace_id: 'wrkspc_real' },
          workspace_id: null,
        },
        {
          id: 'apikey_d',
          name: 'organization',
          status: 'active',
          scope: { type: 'organization' },
          expires_at: '2027-01-01T00:00:00Z',
        },
      ],
      has_more: false,
    })
    const keys = await client.apiKeys()
    expect(keys.map((key) => [key.id, key.status, key.workspaceId])).toEqual([
      ['apikey_a', 'active', 'wrkspc_a'],
      ['apikey_b', 'shiny_new_status', null],
      ['apikey_c', 'active', 'wrkspc_real'],
      ['apikey_d', 'active', null],
    ])
    expect(keys[0]).toMatchObject({ createdById: 'user_a', expiresAt: null, hint: 'sk-ant-api03-R2D...igAA' })
    expect(keys[3]?.expiresAt).toEqual(new Date('2027-01-01T00:00:00Z'))
  })

  test('what is no key stops with a sentence', async () => {
    const { client } = answering({ data: [{ id: 7 }], has_more: false })
    await expect(client.apiKeys()).rejects.toThrow(/described an API key in a way .* \(id, status\)/)
  })

  test('a list that runs in a circle ends', async () => {
    const { client, urls } = answering({ data: [], has_more: true, last_id: 'apikey_a' })
    await expect(client.apiKeys()).rejects.toThrow(/runs in a circle/)
    expect(urls).toHaveLength(2)
  })
})

describe('reports', () => {
  test.each([40, 1000])('add up to the truth exactly over pages of %i rows', async (maxPageRows) => {
    const { simulator, client } = await connect({ story: 'team', maxPageRows })
    const world = simulator.world()
    const range = { from: WINDOW.startingAt, to: WINDOW.endingAt }
    const [cost, usage] = [await allRows(client.cost(WINDOW)), await allRows(client.usage(WINDOW))]
    const truth = truthTotal(world, range)
    expect(truth.amount).toBeGreaterThan(0n)
    expect(cost.reduce((sum, row) => sum + row.amount, 0n)).toBe(truth.amount)
    expect(cost.reduce((sum, row) => sum + (row.listAmount ?? 0n), 0n)).toBe(truth.listAmount)
    for (const by of [
      'key',
      'workspace',
      'model',
      'product',
      'service_tier',
      'cost_type',
      'token_type',
    ] as const) {
      const field = (
        {
          key: 'apiKeyId',
          workspace: 'workspaceId',
          model: 'model',
          product: 'product',
          service_tier: 'serviceTier',
          cost_type: 'costType',
          token_type: 'tokenType',
        } as const
      )[by]
      const sums = new Map<string | null, bigint>()
      for (const row of cost) sums.set(row[field], (sums.get(row[field]) ?? 0n) + row.amount)
      expect(sums).toEqual(
        new Map([...truthMoney(world, by, range)].map(([label, { amount }]) => [label, amount])),
      )
    }
    const usageTruth = truthUsage(world, 'total', range).get('total')
    const counted = (
      field:
        | 'uncachedInput'
        | 'cacheRead'
        | 'cacheWrite5m'
        | 'cacheWrite1h'
        | 'output'
        | 'webSearches'
        | 'requests',
    ) => Number(usage.reduce((sum, row) => sum + (row[field] ?? 0n), 0n))
    expect({
      uncachedInput: counted('uncachedInput'),
      cacheRead: counted('cacheRead'),
      cacheWrite5m: counted('cacheWrite5m'),
      cacheWrite1h: counted('cacheWrite1h'),
      output: counted('output'),
      webSearches: counted('webSearches'),
      requests: counted('requests'),
    }).toEqual({ ...usageTruth, totalTokens: undefined })
  })

  test('come newest bucket first, and totals per day without grouping', async () => {
    const { simulator, client } = await connect()
    const starts = (await allRows(client.usage(WINDOW))).map((row) => row.startsAt.getTime())
    expect(starts).toEqual([...starts].sort((a, b) => b - a))
    const days = await client.costTotals(WINDOW)
    for (const { startsAt, sum } of days) {
      const to = new Date(startsAt.getTime() + 86_400_000)
      expect(sum).toEqual({
        amount: truthTotal(simulator.world(), { from: startsAt, to }).amount,
        listAmount: truthTotal(simulator.world(), { from: startsAt, to }).listAmount,
      })
    }
    expect(days).toHaveLength(10)
    const usage = await client.usageTotals(WINDOW)
    expect(usage.reduce((sum, day) => sum + day.sum.output, 0n)).toBe(
      BigInt(
        truthUsage(simulator.world(), 'total', { from: WINDOW.startingAt, to: WINDOW.endingAt }).get('total')
          ?.output ?? -1,
      ),
    )
    const requests = simulator.requests.all().filter(({ path }) => path.includes('/analytics/'))
    expect(requests.every(({ search }) => search.includes('limit=1000'))).toBe(true)
  })

  test('keep unknown values and tolerate missing optional parts', async () => {
    const { client } = answering(
      page([
        {
          ...usageItem({ cache_creation: null, requests: null, glitter: 7 }),
          group: { model: 'claude-nova-9', product: 'hologram', service_tier: 'psychic', new_dimension: 'x' },
        },
      ]),
    )
    expect(await allRows(client.usage(WINDOW))).toEqual([
      {
        startsAt: new Date('2026-11-20T00:00:00Z'),
        apiKeyId: null,
        workspaceId: null,
        model: 'claude-nova-9',
        product: 'hologram',
        serviceTier: 'psychic',
        uncachedInput: 1n,
        cacheRead: 0n,
        cacheWrite5m: 0n,
        cacheWrite1h: 0n,
        output: 2n,
        webSearches: 0n,
        requests: null,
      },
    ])
  })

  test('amounts are cents: "41280.000000" is $412.80', async () => {
    const { client } = answering(page([costItem({ amount: '41280.000000', list_amount: '-0.0000001' })]))
    const [row] = await allRows(client.cost(WINDOW))
    expect(row).toMatchObject({ amount: 412_800_000_000n, listAmount: -1n })
  })

  test.each([
    ['another currency', costItem({ currency: 'EUR' }), 'an amount in "EUR" instead of US dollars'],
    ['no currency', costItem({ currency: undefined }), 'an amount in nothing'],
    ['an eighth decimal', costItem({ amount: '0.00000001' }), 'the amount "0.00000001"'],
    ['an exponent', costItem({ amount: '1e3' }), 'the amount "1e3"'],
    ['an amount as a number', costItem({ amount: 12.5 }), 'the amount 12.5'],
    ['a date that is none', costItem({}, { starting_at: '2026-11-20' }), 'the time "2026-11-20"'],
    [
      'a day that was not asked for',
      costItem({}, { starting_at: '2026-11-22T00:00:00Z' }),
      'a row of 2026-11-22T00:00:00.000Z',
    ],
    ['no group', costItem({}, { group: null }), 'a group that is none'],
  ])('%s stops loudly', async (_, item, sentence) => {
    const error = await allRows(answering(page([item])).client.cost(WINDOW)).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(ExpectedError)
    expect((error as ExpectedError).kind).toBe('upstream')
    expect((error as ExpectedError).message).toContain(sentence)
  })

  test.each([
    [{ uncached_input_tokens: -1 }],
    [{ output_tokens: 1.5 }],
    [{ output_tokens: 2 ** 53 }],
    [{ output_tokens: '7' }],
    [{ uncached_input_tokens: undefined }],
    [{ cache_creation: { ephemeral_5m_input_tokens: -2 } }],
  ])('the counts %j stop loudly', async (usage) => {
    await expect(allRows(answering(page([usageItem(usage)])).client.usage(WINDOW))).rejects.toThrow(
      /whole numbers from 0/,
    )
  })

  test('an empty page in the middle is no end', async () => {
    const { client, urls } = answering(
      page([], { has_more: true, next_page: 'page_2' }),
      page([costItem({})], { data_refreshed_at: '2026-11-21T05:00:00Z' }),
    )
    expect(await allRows(client.cost(WINDOW))).toHaveLength(1)
    expect(urls[1]?.searchParams.get('page')).toBe('page_2')
    const without = (url: URL | undefined) =>
      [...(url?.searchParams ?? [])].filter(([name]) => name !== 'page')
    expect(without(urls[1])).toEqual(without(urls[0]))
  })

  test('a page that names itself and one that names nothing end with a sentence', async () => {
    const circle = answering(page([], { has_more: true, next_page: 'page_2' }))
    await expect(allRows(circle.client.cost(WINDOW))).rejects.toThrow(/runs in a circle/)
    const nowhere = answering(page([], { has_more: true, next_page: null }))
    await expect(allRows(nowhere.client.cost(WINDOW))).rejects.toThrow(/not how to ask for it/)
  })

  test('a NUL in a name becomes a visible mark', async () => {
    const { client } = answering(JSON.stringify(page([costItem({}, { group: { model: 'a\u0000b' } })])))
    expect((await allRows(client.cost(WINDOW)))[0]?.model).toBe('a\ufffdb')
  })

  test('totals that name a day twice stop', async () => {
    const { client } = answering(page([costItem({}), costItem({})]))
    await expect(client.costTotals(WINDOW)).rejects.toThrow(/two totals for one day/)
  })
})

describe('faults', () => {
  test('that pass do not show in the figures', async () => {
    let sent = 0
    const { simulator, client } = await connect({ maxPageRows: 50 }, { onRequest: () => (sent += 1) })
    const clean = await allRows(client.cost(WINDOW))
    simulator.faults.add(
      { action: { kind: 'status', status: 429, retryAfter: 3 }, skip: 1 },
      { action: { kind: 'status', status: 429 }, skip: 3 },
      { action: { kind: 'status', status: 429, reset: 'stale' }, skip: 5 },
      { action: { kind: 'status', status: 500 }, skip: 6 },
      { action: { kind: 'status', status: 529 }, skip: 8 },
      { action: { kind: 'cut-before-answer' }, skip: 10 },
      { action: { kind: 'cut-body' }, skip: 12 },
    )
    expect(await allRows(client.cost(WINDOW))).toEqual(clean)
    expect(simulator.faults.pending()).toBe(0)
    expect(sent).toBe(simulator.requests.all().length)
  })

  test.each([
    ['a 500 that stays', { kind: 'status', status: 500 }, /a problem of its own \(500\)/],
    ['an overload that stays', { kind: 'status', status: 529 }, /overloaded/],
    ['a limit that stays', { kind: 'status', status: 429 }, /limiting requests/],
    ['answers that break off', { kind: 'cut-body' }, /broke off/],
  ] as const)('%s ends after six tries with a sentence', async (_, action, sentence) => {
    let sent = 0
    const { simulator, client } = await connect({}, { onRequest: () => (sent += 1) })
    simulator.faults.add({ action, times: null })
    await expect(client.organization()).rejects.toThrow(sentence)
    expect(sent).toBe(6)
  })

  test('aborting ends a request on its way with the reason given', async () => {
    const controller = new AbortController()
    const reason = new Error('stopping')
    let sent = 0
    const onRequest = () => {
      sent += 1
      setImmediate(() => controller.abort(reason))
    }
    const { simulator, client } = await connect({}, { signal: controller.signal, onRequest })
    simulator.faults.add({ action: { kind: 'slow', delayMs: 2000 } })
    const began = performance.now()
    await expect(client.organization()).rejects.toBe(reason)
    expect(performance.now() - began).toBeLessThan(1500)
    expect(sent).toBe(1)
  })
})

test('nothing of the environment leaves or steers a request', async () => {
  const stranger = await startSimulator({ story: 'forgotten-key', seed: 99, clock: () => NOW })
  onTestFinished(() => stranger.close())
  vi.stubEnv('ANTHROPIC_API_KEY', 'sk-ant-api03-environment')
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'environment-token')
  vi.stubEnv('ANTHROPIC_BASE_URL', stranger.url)
  vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'Authorization: Bearer other\nX-Leak: environment\nUser-Agent: curl')
  let sent = new Headers()
  const { client, simulator } = await connect(
    {},
    { fetch: (input, init) => ((sent = new Headers(init?.headers)), fetch(input, init)) },
  )
  await client.organization()
  expect(stranger.requests.all()).toEqual([])
  expect(sent.get('authorization')).toBe(`Bearer ${simulator.adminKey}`)
  expect(sent.get('user-agent')).toMatch(/^Onebill\/\d+\.\d+\.\d+$/)
  expect([...sent].filter(([, value]) => value.includes('environment'))).toEqual([])
})

test('knows an organisation without the analytics API, however it is refused', async () => {
  expect(await (await connect()).client.hasAnalytics(NOW)).toBe(true)
  for (const analyticsRefusal of ['not-enrolled', 'forbidden', 'not-found'] as const) {
    const { client } = await connect({ source: 'legacy-only', analyticsRefusal })
    expect(await client.hasAnalytics(NOW)).toBe(false)
  }
})

describe('the sentence for', () => {
  async function sentence(simulation: SimulatorOptions, options: Partial<AdminClientOptions> = {}) {
    const { client } = await connect(simulation, options)
    const error = await client.organization().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ExpectedError)
    return (error as ExpectedError).message
  }

  test('a refused key names both causes and the request id, never the key', async () => {
    const text = await sentence({}, { adminKey: 'sk-ant-admin01-wrongwrongwrong' })
    expect(text).toMatch(/not an Admin key .* revoked, has expired .*request id: req_/)
    expect(text).not.toContain('wrong')
  })

  test('an individual account says what to create', async () => {
    expect(await sentence({ account: 'individual' })).toMatch(
      /individual account .* Console → Settings → Organization/,
    )
  })

  test('a closed port and an unknown host says where it looked', async () => {
    const closed = await startSimulator({ story: 'forgotten-key' })
    await closed.close()
    expect(await sentence({}, { baseUrl: closed.url })).toMatch(
      /could not reach Anthropic at 127\.0\.0\.1:\d+: nothing answers there/,
    )
    expect(await sentence({}, { baseUrl: 'http://anthropic.invalid' })).toMatch(
      /anthropic.invalid: its name could not be looked up/,
    )
  })

  test('a redirect is not followed: the key stays here', async () => {
    const fetchRedirect: typeof fetch = (input, init) => {
      expect(init?.redirect).toBe('error')
      return Promise.reject(new TypeError('fetch failed', { cause: new Error('unexpected redirect') }))
    }
    expect(await sentence({}, { fetch: fetchRedirect })).toMatch(/answered with a redirect/)
  })

  test('an untrusted certificate', async () => {
    const refused = Object.assign(new Error('self-signed certificate'), {
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
    expect(
      await sentence({}, { fetch: () => Promise.reject(new TypeError('fetch failed', { cause: refused })) }),
    ).toMatch(/certificate is not trusted.*NODE_EXTRA_CA_CERTS/)
  })
})
