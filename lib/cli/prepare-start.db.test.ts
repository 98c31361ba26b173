import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createOwner } from '@/lib/commands/owner'
import { closeDatabase, prisma } from '@/lib/db/client'
import { testDatabase } from '@/lib/db/test-database'
import packageFile from '@/package.json'

const now = new Date('2026-11-22T10:00:00Z')
let database: Awaited<ReturnType<typeof testDatabase>>

beforeAll(async () => {
  database = await testDatabase()
  vi.stubEnv('AUTH_SECRET', 'a'.repeat(32))
  vi.stubEnv('ONEBILL_URL', 'https://onebill.example')
  vi.stubEnv('ANTHROPIC_ADMIN_KEY', '')
})

afterEach(closeDatabase)

afterAll(async () => {
  vi.unstubAllEnvs()
  await database.drop()
})

/** As another process would start, with its own environment. */
async function start(env: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({ ONEBILL_SECRET_KEY: 'b'.repeat(32), ...env }))
    vi.stubEnv(name, value)
  vi.resetModules()
  const { prepareStart } = await import('./prepare-start')
  return prepareStart(now, { patienceMs: 300 })
}

describe('prepareStart', () => {
  it('fills the catalogue and gives a new link each time while nobody is the owner, and none afterwards', async () => {
    const first = await start()
    const second = await start()
    expect(first.signInLink).toMatch(/^https:\/\/onebill\.example\/welcome\?token=[\w-]{43}$/)
    expect(second.signInLink).not.toBe(first.signInLink)
    expect(await prisma().cataloguePrice.count()).toBeGreaterThan(0)
    await expect(prisma().instance.findFirst()).resolves.toMatchObject({ appVersion: packageFile.version })

    const linkToken = new URL(first.signInLink ?? '').searchParams.get('token') ?? ''
    const ada = { linkToken, name: 'Ada', email: 'ada@example.com', passwordHash: 'hash', userAgent: null }
    await createOwner(systemActor('sign-in link'), ada, now)
    await expect(start()).resolves.toEqual({ signInLink: null, warnings: [] })
  })

  it('refuses a key that is not the one of this database', async () => {
    await start()
    await expect(start({ ONEBILL_SECRET_KEY: 'c'.repeat(32) })).rejects.toThrow(
      /ONEBILL_SECRET_KEY is not the key/,
    )
  })

  it('starts with an Anthropic key that cannot work, and says so without showing it', async () => {
    const key = 'sk-ant-api03-abcdefghijklmnop'
    const { warnings } = await start({ ANTHROPIC_ADMIN_KEY: key })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('ANTHROPIC_ADMIN_KEY was not connected.')
    expect(warnings[0]).not.toContain(key)
  })

  it('waits for an Anthropic that never answers only so long, and says so', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    try {
      const { warnings } = await start({
        ANTHROPIC_ADMIN_KEY: `sk-ant-admin01-${'a'.repeat(60)}`,
        ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
      })
      expect(warnings).toEqual([
        expect.stringMatching(
          /^ANTHROPIC_ADMIN_KEY was not connected\. .* did not answer within 0\.3 seconds/,
        ),
      ])
    } finally {
      silent.closeAllConnections()
      silent.close()
    }
  })
})
