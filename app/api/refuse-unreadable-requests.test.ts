import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leadAway, refuseUnreadableRequests } from './refuse-unreadable-requests'
import { GET } from './v1/unreadable/[part]/route'

const server = createServer((incoming, outgoing) => outgoing.end(`${incoming.method} ${incoming.url}`))

beforeAll(async () => {
  refuseUnreadableRequests()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

const seen = (method: string, path: string) =>
  new Promise<string>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    request({ port, host: '127.0.0.1', method, path }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text))
    })
      .on('error', reject)
      .end()
  })

describe('requests the framework cannot read', () => {
  it.each(['/plans/%E0%A4%A', '/?from=%ff', '/api/v1/keys/%', '/?%C3%28=1', '/?a=%ED%A0%80'])(
    'lead %s away before any listener sees it',
    async (path) => {
      expect(await seen('GET', path)).toBe('GET /api/v1/unreadable/address')
      expect(await seen('POST', path)).toBe('POST /api/v1/unreadable/address')
    },
  )

  it.each(['TRACE', 'PROPFIND', 'SEARCH'])('lead %s away', async (method) => {
    expect(await seen(method, '/')).toBe('GET /api/v1/unreadable/method')
  })

  it.each(['/', '/api/v1/keys/%C3%A9?q=a+b%00&r=%2525', '/?next=%2Fplans%3Fa%3D1'])(
    'leave %s alone',
    async (path) => {
      expect(await seen('GET', path)).toBe(`GET ${path}`)
    },
  )

  it('does not mind a request without an address', () => {
    const bare = { method: 'GET' }
    leadAway(bare)
    expect(bare).toEqual({ method: 'GET' })
  })

  it.each(['address', 'method', 'anything', '__proto__'])(
    'are answered with a 400 problem document (%s)',
    async (part) => {
      const answer = await GET(new Request('http://localhost/'), { params: Promise.resolve({ part }) })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ code: 'invalid', detail: expect.stringMatching(/\.$/) })
    },
  )
})
