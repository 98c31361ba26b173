import { createServer, get, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, it } from 'vitest'
import { forgetForwarded } from './forwarded-headers'

it('forgets what a client forwards before the server reads it, and says the address of the socket', async () => {
  const forget = (message: unknown) => forgetForwarded((message as { request: never }).request)
  subscribe('http.server.request.start', forget)
  const server = createServer((request, response) => response.end(JSON.stringify(request.headers)))
  try {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const seen = await headersSeen(port, {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
      'x-other': 'stays',
    })
    expect(seen).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-other': 'stays' })
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['x-forwarded-host']))
    expect(JSON.stringify(seen)).not.toContain('203.0.113.9')
    expect(JSON.stringify(seen)).not.toContain('evil.example')
  } finally {
    unsubscribe('http.server.request.start', forget)
    await new Promise((closed) => server.close(closed))
  }
})

function headersSeen(port: number, headers: Record<string, string>): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => resolve(JSON.parse(text) as IncomingHttpHeaders))
    }).on('error', reject)
  })
}
