import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { pool } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { isAllowed } from '@/lib/domain/viewer'
import { stopSync } from '@/lib/sync/request-sync'
import type { Operation, RouteHandler } from './endpoint'
import { GET as readDocument } from './openapi.json/route'
import { operationOf } from './openapi-document'
import { takesMany } from './read-query'
import { ROUTES } from './route-table'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

interface Case {
  address: string
  method: Method
  handler: RouteHandler
  operation: Operation
}

/** Queries and bodies that would be accepted, so that one hostile value at a time is what is refused. */
const SOUND_QUERY: Record<string, Record<string, string>> = {
  '/api/v1/timeline': { from: '2026-11-01', to: '2026-11-08' },
}
const SOUND_BODY: Record<string, Record<string, unknown>> = {
  'POST /api/v1/findings/{id}': { state: 'acknowledged', note: 'looked at' },
  'POST /api/v1/people/invitations': { email: 'x@example.com', role: 'viewer' },
  'POST /api/v1/prices': {
    model: 'claude-tomorrow-9',
    starts_on: '2026-11-01',
    input_usd: '4',
    output_usd: '20',
    source: 'the announcement',
  },
  'POST /api/v1/tokens': { name: 'x', role: 'viewer' },
  'POST /api/v1/keys/{id}/name': { name: 'x', reason: 'clearer', dry_run: true },
  'POST /api/v1/key-rules': { pattern: 'ci-*', purpose: 'x', dry_run: true },
  'POST /api/v1/keys/{id}/status': { status: 'inactive', reason: 'not needed any more', dry_run: true },
  'POST /api/v1/budgets': { name: 'x', scope: { model: 'claude-x' }, amount: '10.00', period: 'month' },
  'POST /api/v1/notes': { day: '2026-11-18', text: 'x' },
  'POST /api/v1/reviews/{period}/lines/{id}': { decision: 'keep', note: 'as agreed' },
  'PATCH /api/v1/connections/{id}': { read_only: true },
  'PATCH /api/v1/plans/{id}': { effective_on: '2026-11-22', seats: 2 },
  'POST /api/v1/plans': {
    holder_email: 'me@example.com',
    plan: 'pro',
    seats: 1,
    price: '20.00',
    currency: 'USD',
    cycle: 'monthly',
    starts_on: '2026-01-31',
    ends_on: null,
    api_credit: null,
  },
}

const table = { ...ROUTES, '/api/v1/openapi.json': { GET: readDocument } }
const cases: Case[] = Object.entries(table).flatMap(([address, route]) =>
  METHODS.flatMap((method) => {
    const handler = (route as Record<string, RouteHandler | undefined>)[method]
    const operation = operationOf(handler)
    return handler && operation ? [{ address, method, handler, operation }] : []
  }),
)
const guarded = cases.filter(({ operation }) => operation.permission !== null)
const reading = cases.filter(({ method }) => method === 'GET')
const writing = cases.filter(({ method }) => method !== 'GET')
const named = (list: Case[]) => list.map((one) => [`${one.method} ${one.address}`, one] as const)

let tokens: { owner: string; viewer: string }
let before: Record<string, string>

useDatabase()

interface Sent {
  query?: string
  body?: BodyInit
  headers?: Record<string, string>
  params?: Record<string, string>
  token?: string | null
}

async function send({ address, method, handler, operation }: Case, sent: Sent = {}) {
  const token = sent.token === undefined ? tokens.owner : sent.token
  const names = Object.keys(operation.params?.shape ?? {})
  const params = { ...Object.fromEntries(names.map((name) => [name, 'nothing-has-this-id'])), ...sent.params }
  const query = sent.query ?? new URLSearchParams(SOUND_QUERY[address]).toString()
  const request = new Request(
    `http://localhost${address.replaceAll(/[{}]/g, '')}${query === '' ? '' : `?${query}`}`,
    {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...sent.headers,
      },
      ...(sent.body !== undefined && { body: sent.body, duplex: 'half' }),
    },
  )
  return handler(request, { params: Promise.resolve(params) })
}

/** A 4xx problem document. */
async function refused(answer: Response, status?: number) {
  const text = await answer.text()
  const hint = `${answer.status} ${text.slice(0, 300)}`
  expect(answer.status, hint).toBeGreaterThanOrEqual(400)
  expect(answer.status, hint).toBeLessThan(500)
  if (status !== undefined) expect(answer.status, hint).toBe(status)
  expect(answer.headers.get('content-type'), hint).toBe('application/problem+json')
  const document = JSON.parse(text) as { status: number; detail: string; parameter?: string }
  expect(document.status).toBe(answer.status)
  expect(document.detail, hint).toMatch(/\S/)
  return document
}

/** A digest per table; what reading itself notes (last use, failed attempts) is left out. */
async function digestOfEverything(): Promise<Record<string, string>> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('rate_limit_slots')`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await pool().query<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(line, '|' order by line)), '') as digest
       from (select (to_jsonb(t) - 'last_used_at')::text as line from "${name}" t) lines`,
    )
    digests[name] = rows[0]?.digest ?? ''
  }
  return digests
}

beforeAll(async () => {
  const make = async (role: 'owner' | 'viewer') =>
    (await createToken(systemActor('test'), { name: role, role }, new Date())).token
  tokens = { owner: await make('owner'), viewer: await make('viewer') }
  before = await digestOfEverything()
})

afterAll(stopSync)

describe('who asks', () => {
  it.each(named(guarded))('%s is 401 without a token that counts', async (_, one) => {
    for (const headers of [
      {},
      { authorization: 'Bearer' },
      { authorization: `Bearer onebill_${'A'.repeat(43)}` },
      { authorization: `Basic ${tokens.owner}` },
      { authorization: tokens.owner },
      { cookie: `onebill.session=${tokens.owner}; next-auth.session-token=${tokens.owner}` },
    ] as Record<string, string>[]) {
      const answer = await send(one, { token: null, headers })
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
      await refused(answer, 401)
    }
    await refused(await send(one, { token: null, query: `token=${tokens.owner}` }), 401)
  })

  it.each(named(guarded.filter(({ operation }) => !isAllowed('viewer', operation.permission ?? 'read'))))(
    '%s is 403 for a viewer and names the role',
    async (_, one) => {
      expect((await refused(await send(one, { token: tokens.viewer }), 403)).detail).toMatch(
        /role (member|admin|owner)/,
      )
    },
  )
})

it.each(Object.entries(table).filter(([, route]) => 'PUT' in route))(
  '%s refuses other methods',
  async (address, route) => {
    const handlers = route as Record<string, RouteHandler>
    const others = METHODS.filter((method) => !operationOf(handlers[method]))
    expect(others).not.toEqual([])
    for (const method of others) {
      const answer = await handlers[method]?.(new Request(`http://localhost${address}`, { method }))
      expect(answer?.headers.get('allow')).toMatch(/OPTIONS$/)
      await refused(answer as Response, 405)
    }
  },
)

const VALUES = [
  '',
  ' ',
  '2026-02-30',
  '2026-13-01',
  '0000-00-00',
  '-2026-01-01',
  '99999-01-01',
  '2026-11-22T00:00:00Z',
  '-1',
  '1e999',
  'NaN',
  '0x10',
  '9'.repeat(400),
  'null',
  '[]',
  '{}',
  "' or 1=1 --",
  '../../etc/passwd',
  '%s%n',
  '\u202e\ufeff\uffff',
  '💥'.repeat(2_000),
  'x'.repeat(100_000),
]

describe('the query', () => {
  it.each(named(cases))('%s refuses names nobody knows', async (_, one) => {
    const sound = new URLSearchParams(SOUND_QUERY[one.address]).toString()
    for (const [name, wire] of [
      ['unknown', 'unknown=1'],
      ['From', 'From=2026-01-01'],
      ['from[]', 'from%5B%5D=2026-01-01'],
      ['__proto__', '__proto__=1'],
      ['toString', 'toString=1'],
      ['a\u0000', 'a%00=1'],
      ['', '=1'],
    ])
      expect(await refused(await send(one, { query: `${sound}&${wire}` }), 400)).toMatchObject({
        parameter: name,
      })
    for (const query of ['%', 'a=%ff', '%C3%28=1']) await refused(await send(one, { query }), 400)
  })

  it.each(named(cases.filter(({ operation }) => operation.query)))(
    '%s takes each parameter once',
    async (_, one) => {
      for (const [name, schema] of Object.entries(one.operation.query?.shape ?? {})) {
        const twice = new URLSearchParams(SOUND_QUERY[one.address])
        twice.delete(name)
        const query = `${twice}&${name}=a&${name}=b`
        if (!takesMany(schema))
          expect(await refused(await send(one, { query }), 400)).toMatchObject({ parameter: name })
      }
    },
  )

  it.each(named(reading.filter(({ operation }) => operation.query)))(
    '%s survives every value',
    async (_, one) => {
      for (const name of Object.keys(one.operation.query?.shape ?? {})) {
        for (const value of VALUES) {
          const query = new URLSearchParams(SOUND_QUERY[one.address])
          query.set(name, value)
          const answer = await send(one, { query: query.toString() })
          if (answer.status !== 200) await refused(answer)
        }
        const nul = new URLSearchParams(SOUND_QUERY[one.address])
        nul.set(name, 'a\u0000b')
        expect(await refused(await send(one, { query: nul.toString() }), 400)).toMatchObject({
          parameter: name,
        })
      }
    },
  )
})

it.each(named(cases.filter(({ operation }) => operation.params)))('%s: ids of nothing', async (_, one) => {
  const names = Object.keys(one.operation.params?.shape ?? {})
  const body =
    one.method === 'GET' ? {} : { body: JSON.stringify(SOUND_BODY[`${one.method} ${one.address}`] ?? {}) }
  for (const id of [
    ...VALUES,
    'a\u0000b',
    '\ud800',
    '0d0e7a52-0000-4000-8000-000000000000',
    'wrkspc_01',
    '..',
    '.',
  ])
    await refused(await send(one, { ...body, params: Object.fromEntries(names.map((name) => [name, id])) }))
})

const WRONG = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  ' ',
  'x'.repeat(100_000),
  [],
  [[]],
  {},
  { a: 1 },
  '2026-02-30',
  '-0',
  'NaN',
]

describe('the body', () => {
  it.each(named(writing))('%s takes JSON objects only', async (_, one) => {
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/json; charset=latin1',
    ])
      await refused(await send(one, { body: '{}', headers: { 'content-type': type } }), 415)
    for (const body of [
      '{',
      '[]',
      'null',
      '1',
      '"x"',
      'undefined',
      '{"a":1}{"b":2}',
      `${'['.repeat(50_000)}`,
      '\ufffe',
    ])
      await refused(await send(one, { body }), 400)
    await refused(await send(one, { body: new Uint8Array([0x7b, 0xff, 0x7d]) }), 400)
  })

  it.each(named(writing))('%s takes no more than 1 MB', async (_, one) => {
    const tenMegabytes = new Uint8Array(10 * 1_048_576).fill(0x20)
    await refused(await send(one, { body: tenMegabytes }), 413)
    await refused(await send(one, { body: JSON.stringify({ name: 'x'.repeat(1_048_576) }) }), 413)
  })

  it.each(named(writing))('%s refuses fields nobody knows, by name', async (_, one) => {
    const sound = SOUND_BODY[`${one.method} ${one.address}`] ?? {}
    for (const name of ['unknown', '__proto__', 'constructor', 'Id', '']) {
      const body = `{${JSON.stringify(name)}:1,${JSON.stringify(sound).slice(1)}`.replace(',}', '}')
      expect(await refused(await send(one, { body }), 400)).toMatchObject({ parameter: name })
    }
  })

  it.each(named(writing.filter(({ operation }) => operation.body)))(
    '%s refuses wrong values',
    async (_, one) => {
      const sound = SOUND_BODY[`${one.method} ${one.address}`] ?? {}
      for (const name of Object.keys(one.operation.body?.shape ?? {})) {
        for (const text of ['a\u0000b', '\ud83d'])
          expect(
            (await refused(await send(one, { body: JSON.stringify({ ...sound, [name]: text }) }), 400))
              .parameter,
          ).toBe(name)
        for (const value of WRONG) {
          const accepted = one.operation.body?.strict().safeParse({ ...sound, [name]: value }).success
          if (!accepted)
            await refused(await send(one, { body: JSON.stringify({ ...sound, [name]: value }) }), 400)
        }
      }
    },
  )
})

describe('in the end', () => {
  it('nothing was changed by any of it', async () => {
    expect(await digestOfEverything()).toEqual(before)
  })

  it.each(named(writing))(
    '%s: what is refused was refused for the value, not for the rest',
    async (_, one) => {
      const sound = SOUND_BODY[`${one.method} ${one.address}`] ?? {}
      expect(one.operation.body?.strict().safeParse(sound).error).toBeUndefined()
    },
  )

  it.each(named(writing))('%s survives the values its schema lets through', async (_, one) => {
    const sound = SOUND_BODY[`${one.method} ${one.address}`] ?? {}
    const bodies = Object.keys(one.operation.body?.shape ?? {}).flatMap((name) =>
      [...WRONG, ...VALUES].map((value) => ({ ...sound, [name]: value })),
    )
    for (const body of [sound, ...bodies]) {
      const answer = await send(one, { body: JSON.stringify(body) })
      if (answer.status >= 300) await refused(answer)
    }
  })
})
