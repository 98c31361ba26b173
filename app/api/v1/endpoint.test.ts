import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ExpectedError } from '@/lib/errors'
import { endpoint } from './endpoint'
import { methods } from './methods'
import { MAX_BODY_BYTES } from './read-body'

const ADDRESS = 'http://localhost/api/v1/things'
const calls: unknown[] = []
const things = methods({
  GET: endpoint(
    {
      permission: null,
      query: z.object({
        from: z.string().min(2),
        limit: z.coerce.number().int().max(200).default(50),
        model: z.array(z.string().min(1)).default([]),
      }),
    },
    ({ query }) => query,
  ),
  POST: endpoint(
    {
      permission: null,
      status: 201,
      body: z.object({
        name: z.string(),
        seats: z.int().optional(),
        inner: z.strictObject({ a: z.string() }).optional(),
      }),
    },
    ({ body }) => {
      calls.push(body)
      return body
    },
  ),
  DELETE: endpoint({ permission: null }, () => undefined),
})
const guarded = endpoint({ permission: 'manage_tokens' }, () => 'reached')

async function refused(answer: Response, status: number) {
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const document = (await answer.json()) as Record<string, unknown>
  expect(document).toMatchObject({ status, type: `urn:onebill:problem:${document.code}` })
  expect(document.detail).toMatch(/^[^\n]+[.!?]$/)
  return document
}

const get = (query: string) => things.GET(new Request(`${ADDRESS}${query}`))
const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  things.POST(new Request(ADDRESS, { method: 'POST', body, headers, duplex: 'half' } as RequestInit))

beforeEach(() => {
  calls.length = 0
})
afterEach(() => vi.restoreAllMocks())

describe('the query', () => {
  it('is parsed, with repeated parameters as lists', async () => {
    const answer = await get('?from=2026-01&model=a+b&model=%C3%A9')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({ from: '2026-01', limit: 50, model: ['a b', 'é'] })
  })

  it.each([
    ['', 'from'],
    ['?from=2026&form=1', 'form'],
    ['?from=2026&__proto__=1', '__proto__'],
    ['?from=2026&constructor=1', 'constructor'],
    ['?from=2026&from=2026', 'from'],
    ['?from=2026&limit=1&limit=2', 'limit'],
    ['?from=2026&limit=many', 'limit'],
    ['?from=2026&limit=201', 'limit'],
    ['?from=2026&model=', 'model'],
    ['?from=20%0026', 'from'],
    [`?from=2026&${'x'.repeat(9_000)}=1`, `${'x'.repeat(100)}…`],
  ])('%s is refused by name', async (query, parameter) => {
    expect(await refused(await get(query), 400)).toMatchObject({ code: 'invalid', parameter })
  })

  it.each(['?from=%E0%A4%A', '?from=%', '?from=%ff', '?%C3%28=1', '?from=%ED%A0%80'])(
    '%s is not UTF-8 and refused',
    async (query) => {
      expect((await refused(await get(query), 400)).detail).toMatch(/UTF-8/)
    },
  )
})

describe('the body', () => {
  it('is parsed and answered with the declared status', async () => {
    const answer = await post('{"name":"ä","inner":{"a":"b"}}', {
      'content-type': 'Application/JSON; charset=UTF-8',
    })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ name: 'ä', inner: { a: 'b' } })
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['', undefined],
    ['{"name":', undefined],
    ['[]', undefined],
    ['null', undefined],
    ['"text"', undefined],
    ['{}', 'name'],
    ['{"name":1}', 'name'],
    ['{"name":"a","seats":1.5}', 'seats'],
    ['{"name":"a","nmae":"b"}', 'nmae'],
    ['{"name":"a","__proto__":{"x":1}}', '__proto__'],
    ['{"name":"a","inner":{"a":"x","b":1}}', 'inner.b'],
    ['{"name":"a\\u0000"}', 'name'],
    ['{"name":"\\ud800"}', 'name'],
    [`{"name":${'['.repeat(90_000)}${']'.repeat(90_000)}}`, undefined],
  ])('%.60s is refused', async (body, parameter) => {
    expect((await refused(await post(body), 400)).parameter).toBe(parameter)
    expect(calls).toEqual([])
  })

  it('is refused where it is not UTF-8', async () => {
    await refused(await post(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400)
  })

  it.each<[string, Record<string, string>]>([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON in UTF-16', { 'content-type': 'application/json; charset=utf-16' }],
    ['compressed JSON', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    ['a look-alike', { 'content-type': 'application/jsonp' }],
  ])('%s is 415', async (_, headers) => {
    await refused(await post('{"name":"a"}', headers), 415)
    expect(calls).toEqual([])
  })

  it('may be 1 MB and not a byte more', async () => {
    const json = (bytes: number) => `{"name":"${'a'.repeat(bytes - 11)}"}`
    expect((await post(json(MAX_BODY_BYTES))).status).toBe(201)
    await refused(await post(json(MAX_BODY_BYTES + 1)), 413)
    expect(calls).toHaveLength(1)
  })

  it('of 10 MB without a declared length is read to its end and never held', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 160) return controller.close()
        sent += 1
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
      },
    })
    await refused(await post(body), 413)
    expect(sent).toBe(160)
  })

  it('that claims 10 MB is refused by its claim', async () => {
    const answer = await post('{"name":"a"}', {
      'content-type': 'application/json',
      'content-length': '10485760',
    })
    await refused(answer, 413)
  })

  it('that breaks off is refused', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error('socket gone')),
    })
    await refused(await post(body), 400)
  })
})

describe('methods', () => {
  it.each(['PUT', 'PATCH'] as const)('%s is 405 with Allow', async (method) => {
    const answer = await things[method](new Request(ADDRESS, { method }))
    await refused(answer, 405)
    expect(answer.headers.get('allow')).toBe('GET, POST, DELETE, HEAD, OPTIONS')
  })

  it('answers HEAD like GET without a body, and OPTIONS with Allow', async () => {
    const head = await things.HEAD(new Request(`${ADDRESS}?from=2026`, { method: 'HEAD' }))
    expect([head.status, await head.text(), head.headers.get('content-type')]).toEqual([
      200,
      '',
      'application/json',
    ])
    const options = await things.OPTIONS(new Request(ADDRESS, { method: 'OPTIONS' }))
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST, DELETE, HEAD, OPTIONS'])
  })

  it('answers 204 where there is nothing to say', async () => {
    const answer = await things.DELETE(new Request(ADDRESS, { method: 'DELETE' }))
    expect([answer.status, await answer.text()]).toEqual([204, ''])
  })

  it('takes no field where no body is declared', async () => {
    const request = new Request(ADDRESS, {
      method: 'DELETE',
      body: '{"id":1}',
      headers: { 'content-type': 'application/json' },
    })
    expect((await refused(await things.DELETE(request), 400)).parameter).toBe('id')
  })
})

describe('who asks', () => {
  it.each([
    ['nothing', {}],
    ['a cookie', { cookie: 'next-auth.session-token=abc' }],
    ['basic', { authorization: 'Basic b25lYmlsbA==' }],
    ['no token', { authorization: 'Bearer' }],
    ['two tokens', { authorization: `Bearer onebill_${'a'.repeat(43)}, Bearer onebill_${'b'.repeat(43)}` }],
    ['a short token', { authorization: 'Bearer onebill_abc' }],
    ['an Anthropic key', { authorization: 'Bearer sk-ant-admin01-abc' }],
    ['a long token', { authorization: `Bearer onebill_${'a'.repeat(20_000)}` }],
  ])('with %s is 401', async (_, headers) => {
    const answer = await guarded(
      new Request(`${ADDRESS}?unknown=1`, { headers: headers as Record<string, string> }),
    )
    await refused(answer, 401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })
})

describe('what is thrown', () => {
  const throwing = (error: unknown) =>
    endpoint({ permission: null }, () => Promise.reject(error))(new Request(ADDRESS))

  it('keeps the sentence of an expected error, and when to come back', async () => {
    const answer = await throwing(new ExpectedError('rate_limited', 'Too many.', { retryAfterSeconds: 1.2 }))
    expect((await refused(answer, 429)).detail).toBe('Too many.')
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(
      await refused(await throwing(new ExpectedError('incomplete', 'No.', { parameter: 'plan' })), 422),
    ).toMatchObject({ parameter: 'plan' })
    await refused(await throwing(new ExpectedError('unsupported_combination', 'No.')), 400)
  })

  it('hides a bug behind an id and keeps secrets out of the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const cause = new Error(`postgresql://me:hunter2@db/x with sk-ant-admin01-${'s'.repeat(20)}`)
    const document = await refused(await throwing(new Error('boom inside', { cause })), 500)
    expect(JSON.stringify(document)).not.toMatch(/boom|hunter2|at /)
    const logged = String(log.mock.calls[0]?.[0])
    expect(logged).toContain(String(document.id))
    expect(logged).toContain('boom inside')
    expect(logged).not.toMatch(/hunter2|ssss/)
  })

  it('is a bug where a number is not exact', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const answering = (data: unknown) => endpoint({ permission: null }, () => data)(new Request(ADDRESS))
    expect(await (await answering({ output: 9007199254740991n })).json()).toEqual({
      output: 9007199254740991,
    })
    await refused(await answering({ output: 9007199254740992n }), 500)
  })

  it('is 503 where the database is away', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await refused(await throwing(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })), 503)
  })
})

describe('the path', () => {
  const byId = endpoint(
    { permission: null, params: z.object({ id: z.string().max(100) }) },
    ({ params }) => params,
  )
  const ask = (id: string) => byId(new Request(ADDRESS), { params: Promise.resolve({ id }) })

  it('is parsed', async () => {
    expect(await (await ask('abc')).json()).toEqual({ id: 'abc' })
  })

  it.each(['a\u0000b', '\ud800', 'x'.repeat(5_000)])('%.10j is refused by name', async (id) => {
    expect((await refused(await ask(id), 400)).parameter).toBe('id')
  })
})
