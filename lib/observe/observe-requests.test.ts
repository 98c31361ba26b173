import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, get, type IncomingMessage, type RequestOptions, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as tick } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { currentRequest } from './current-request'
import { knownRoutes } from './known-routes'
import { observeRequests } from './observe-requests'
import { requestCounts } from './request-counts'

const folder = mkdtempSync(path.join(tmpdir(), 'onebill-routes-'))
mkdirSync(path.join(folder, '.next'))
const manifest = {
  staticRoutes: [{ page: '/plans/new', regex: '^/plans/new(?:/)?$' }],
  dynamicRoutes: [{ page: '/plans/[id]', regex: '^/plans/([^/]+?)(?:/)?$' }],
}
writeFileSync(path.join(folder, '.next', 'routes-manifest.json'), JSON.stringify(manifest))

describe('knownRoutes', () => {
  it('names routes as the folders do, and everything unknown the same', () => {
    const routeOf = knownRoutes(folder)
    expect(
      ['/plans/new', '/plans/4711?x=1', '/_next/static/a.js', '/wp-login.php', '/plans/a/b', '*'].map(
        routeOf,
      ),
    ).toEqual(['/plans/new', '/plans/[id]', '/_next', 'other', 'other', 'other'])
    expect(knownRoutes(tmpdir())('/plans/new')).toBe('other')
  })
})

describe('observeRequests', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let server: Server
  let stop: () => void

  beforeAll(async () => {
    stop = observeRequests(knownRoutes(folder))
    server = createServer(async (request, response) => {
      await tick()
      response.statusCode = request.url === '/plans/broken' ? 500 : 200
      if (request.url !== '/plans/left') response.end(currentRequest()?.request_id)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => {
    stop()
    agent.destroy()
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })
  afterEach(() => vi.restoreAllMocks())

  async function ask(options: RequestOptions) {
    const { port } = server.address() as AddressInfo
    const asked = get({ port, host: '127.0.0.1', agent, ...options })
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    let text = ''
    for await (const chunk of answer) text += String(chunk)
    return { id: answer.headers['x-request-id'], text }
  }
  const counted = (route: string, status: number) =>
    requestCounts().find((one) => one.route === route && one.status === status)?.count ?? 0

  it('gives each request an id of its own that its handler sees, also on one connection', async () => {
    const before = counted('/plans/[id]', 200)
    const answers = [await ask({ path: '/plans/1' }), await ask({ path: '/plans/2' })]
    answers.push(
      ...(await Promise.all([3, 4, 5].map((n) => ask({ path: `/plans/${n}`, agent: new Agent() })))),
    )
    for (const { id, text } of answers) expect(text).toBe(id)
    expect(new Set(answers.map(({ id }) => id)).size).toBe(5)
    await expect.poll(() => counted('/plans/[id]', 200)).toBe(before + 5)
    expect(currentRequest()).toBeUndefined()
  })

  it('takes an id from a trusted proxy alone, and only a harmless one', async () => {
    const headers = { 'x-request-id': 'abc-123' }
    expect((await ask({ path: '/', headers })).id).not.toBe('abc-123')
    vi.stubEnv('ONEBILL_TRUST_PROXY', '1')
    vi.stubEnv('DATABASE_URL', '')
    expect((await ask({ path: '/', headers })).id).toBe('abc-123')
    expect((await ask({ path: '/', headers: { 'x-request-id': 'a b' } })).id).not.toBe('a b')
    vi.unstubAllEnvs()
  })

  it('warns of failures, and tells those who left', async () => {
    const lines: string[] = []
    vi.stubEnv('ONEBILL_LOG', 'json')
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
    const { id } = await ask({ path: '/plans/broken' })
    await expect.poll(() => lines.length).toBe(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      request_id: id,
      status: 500,
      route: '/plans/[id]',
    })
    const { port } = server.address() as AddressInfo
    const left = get({ port, host: '127.0.0.1', path: '/plans/left', agent: false }).on('error', () => {})
    await once(server, 'request')
    left.destroy()
    await expect.poll(() => counted('/plans/[id]', 499)).toBe(1)
    vi.unstubAllEnvs()
  })
})
