import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ExpectedError } from '@/lib/errors'
import { checkTarget, type Resolve } from './check-target'
import { postToTarget } from './post-to-target'

/** What names mean in this world; a list of lists answers differently each time. */
const names: Record<string, string[]> = {
  'hooks.example.com': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example.com': ['10.1.2.3'],
  'half.example.com': ['93.184.215.14', '127.0.0.1'],
  'six.example.com': ['::1'],
  'mapped.example.com': ['::ffff:169.254.169.254'],
  'metadata.google.internal': ['169.254.169.254'],
  'zone.example.com': ['fe80::1%eth0'],
  'none.example.com': [],
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  '127.0.0.1.nip.io': ['127.0.0.1'],
}
const resolve: Resolve = async (host) => {
  const found = names[host]
  if (!found) throw new Error('ENOTFOUND')
  return Promise.resolve(found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
}

const check = (url: string, allowsPrivate = false) => checkTarget({ url, allowsPrivate }, resolve)

/** [address, whether an owner's allowance of private addresses opens it] */
const HOSTILE: [url: string, opensWithAllowance: boolean][] = [
  // odd schemes and forms
  ['ftp://hooks.example.com/', false],
  ['file:///etc/passwd', false],
  ['gopher://127.0.0.1:6379/_FLUSHALL', false],
  ['javascript:alert(1)', false],
  ['data:text/plain,x', false],
  ['ws://hooks.example.com/', false],
  ['unix:/var/run/docker.sock', false],
  ['//hooks.example.com/', false],
  ['hooks.example.com/x', false],
  ['https://', false],
  ['', false],
  ['http://hooks.example.com/', true],
  // user names and passwords
  ['https://user@hooks.example.com/', false],
  ['https://user:pass@hooks.example.com/', false],
  ['https://hooks.example.com@127.0.0.1/', false],
  ['https://:pass@hooks.example.com/', false],
  // ports
  ['https://hooks.example.com:22/', true],
  ['https://hooks.example.com:6379/', true],
  ['https://hooks.example.com:80/', true],
  // loopback, in every spelling
  ['https://127.0.0.1/', true],
  ['https://127.255.255.254/', true],
  ['https://127.1/', true],
  ['https://2130706433/', true],
  ['https://0x7f000001/', true],
  ['https://0x7f.0.0.1/', true],
  ['https://0177.0.0.1/', true],
  ['https://017700000001/', true],
  ['https://%31%32%37.0.0.1/', true],
  ['https://①②⑦.⓪.⓪.①/', true],
  ['https://127.0.0.1./', true],
  ['https://localhost/', true],
  ['https://LOCALHOST/', true],
  ['https://localhost./', true],
  ['https://[::1]/', true],
  ['https://[0:0:0:0:0:0:0:1]/', true],
  ['https:\\\\127.0.0.1\\x', true],
  ['https://127.0.0.1.nip.io/', true],
  // private networks
  ['https://10.0.0.1/', true],
  ['https://172.16.0.1/', true],
  ['https://172.31.255.255/', true],
  ['https://192.168.1.1/', true],
  ['https://100.64.0.1/', true],
  ['https://[fd12:3456::1]/', true],
  ['https://[fc00::1]/', true],
  // what names lead to
  ['https://inside.example.com/', true],
  ['https://half.example.com/', true],
  ['https://six.example.com/', true],
  ['https://mapped.example.com/', false],
  ['https://zone.example.com/', false],
  ['https://none.example.com/', false],
  ['https://unknown.example.com/', false],
  // metadata and link-local
  ['https://169.254.169.254/latest/meta-data/', false],
  ['https://0xa9fea9fe/', false],
  ['https://2852039166/', false],
  ['https://metadata.google.internal/', false],
  ['https://100.100.100.200/', false],
  ['https://[fd00:ec2::254]/', false],
  ['https://[fe80::1]/', false],
  ['https://[fe80::1%25eth0]/', false],
  // none, many, reserved
  ['https://0.0.0.0/', false],
  ['https://0/', false],
  ['https://[::]/', false],
  ['https://224.0.0.1/', false],
  ['https://255.255.255.255/', false],
  ['https://240.0.0.1/', false],
  ['https://[ff02::1]/', false],
  ['https://192.0.2.1/', false],
  ['https://198.18.0.1/', false],
  ['https://[2001:db8::1]/', false],
  // IPv6 that hides another address
  ['https://[::ffff:127.0.0.1]/', false],
  ['https://[::ffff:7f00:1]/', false],
  ['https://[0:0:0:0:0:ffff:10.0.0.1]/', false],
  ['https://[::ffff:0:127.0.0.1]/', false],
  ['https://[::127.0.0.1]/', false],
  ['https://[64:ff9b::127.0.0.1]/', false],
  ['https://[64:ff9b:1::127.0.0.1]/', false],
  ['https://[2002:7f00:1::]/', false],
  ['https://[2001:0:7f00:1::]/', false],
  ['https://[fec0::1]/', false],
  ['https://[100::1]/', false],
]

describe('a target', () => {
  it.each(HOSTILE)('%s is refused, with a sentence', async (url) => {
    await expect(check(url)).rejects.toBeInstanceOf(ExpectedError)
    await expect(check(url)).rejects.toHaveProperty('parameter', 'url')
  })

  it.each(HOSTILE)('%s with an owner’s allowance: passes %s', async (url, opens) => {
    if (opens) await expect(check(url, true)).resolves.toBeDefined()
    else await expect(check(url, true)).rejects.toBeInstanceOf(ExpectedError)
  })

  it('in public passes, with the addresses that were looked at', async () => {
    const { addresses } = await check('https://hooks.example.com/services/T0/B0/x?y=1')
    expect(addresses.map(({ address }) => address)).toEqual(names['hooks.example.com'])
    await expect(check('https://hooks.example.com:8443/')).resolves.toBeDefined()
    await expect(check('https://93.184.215.14/')).resolves.toBeDefined()
    await expect(check('https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/')).resolves.toBeDefined()
  })
})

describe('posting', () => {
  const heard: string[] = []
  let answer: { status: number; headers?: Record<string, string>; silent?: boolean }
  const servers: Server[] = []
  const listen = async (name: string) => {
    const server = createServer((request, response) => {
      heard.push(`${name} ${request.headers.host ?? ''}${request.url ?? ''}`)
      if (answer.silent) return
      response.writeHead(answer.status, answer.headers).end('x'.repeat(5000))
    })
    servers.push(server)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return (server.address() as AddressInfo).port
  }
  let port = 0
  let other = 0
  beforeAll(async () => {
    port = await listen('hook')
    other = await listen('other')
  })
  afterAll(() =>
    Promise.all(
      servers.map((server) => {
        server.closeAllConnections()
        return new Promise((closed) => server.close(closed))
      }),
    ),
  )
  const post = (url: string, more: { resolve?: Resolve; timeoutMs?: number } = {}) => {
    heard.length = 0
    return postToTarget({ url, allowsPrivate: true, headers: {}, body: '{}' }, { resolve, ...more })
  }

  it('reaches what an owner allowed, and reads only the beginning of an answer', async () => {
    answer = { status: 200 }
    const got = await post(`http://127.0.0.1:${port}/a`)
    expect([got.status, got.body.length, heard]).toEqual([200, 1000, [`hook 127.0.0.1:${port}/a`]])
    await expect(
      postToTarget({ url: `http://127.0.0.1:${port}/a`, allowsPrivate: false, headers: {}, body: '' }),
    ).rejects.toThrow(/https/)
  })

  it.each([301, 302, 303, 307, 308])('never follows a redirect (%i)', async (status) => {
    answer = { status, headers: { location: `http://127.0.0.1:${other}/secret` } }
    expect((await post(`http://127.0.0.1:${port}/`)).status).toBe(status)
    expect(heard).toEqual([`hook 127.0.0.1:${port}/`])
  })

  it('asks a name once and connects to what was looked at, whatever the name means next', async () => {
    answer = { status: 204 }
    let asked = 0
    const rebinding: Resolve = () => {
      asked += 1
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 as const }])
    }
    expect((await post(`http://rebind.example.com:${port}/x`, { resolve: rebinding })).status).toBe(204)
    expect([asked, heard]).toEqual([1, [`hook rebind.example.com:${port}/x`]])
  })

  it('says in words what went wrong, without the rest of the address', async () => {
    answer = { status: 200, silent: true }
    await expect(post(`http://127.0.0.1:${port}/secret`, { timeoutMs: 50 })).rejects.toThrow(
      `127.0.0.1:${port} was not reached: there was no answer within 0.05 seconds.`,
    )
    await expect(post('http://127.0.0.1:1/secret')).rejects.toThrow(
      '127.0.0.1:1 was not reached: nobody listens there.',
    )
    await expect(post(`https://127.0.0.1:${port}/secret`)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ was not reached/,
    )
    const never: Resolve = () => new Promise(() => {})
    await expect(post('https://slow.example.com/', { resolve: never, timeoutMs: 50 })).rejects.toThrow(
      'The name slow.example.com was not resolved in time.',
    )
  })
})
