import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase } from '@/lib/db/client'
import { testDatabase } from '@/lib/db/test-database'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

// The environment is read once per process: each test loads everything anew.
beforeEach(() => vi.resetModules())
afterEach(async () => {
  await closeDatabase()
  vi.unstubAllEnvs()
})

async function health(module: 'health' | 'v1/health') {
  const { GET } = module === 'health' ? await import('./route') : await import('../v1/health/route')
  return GET(new Request(`http://localhost/api/${module}`))
}

describe.each(['health', 'v1/health'] as const)('GET /api/%s', (module) => {
  it('is 200 without a token where all is well', async () => {
    const answer = await health(module)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({
      status: 'ok',
      checks: { database: 'ok', migrations: 'ok', sign_in: 'ok' },
    })
  })

  it('is 503 where nobody could sign in', async () => {
    vi.stubEnv('AUTH_SECRET', '')
    vi.stubEnv('DATABASE_URL', '')
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const answer = await health(module)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({
      code: 'unavailable',
      checks: { database: 'failing', migrations: 'failing', sign_in: 'failing' },
    })
    expect(log).toHaveBeenCalledOnce()
  })

  it('is 503 where the database is away, without internals', async () => {
    vi.stubEnv('DATABASE_URL', 'postgresql://somebody:hunter2@127.0.0.1:1/nothing')
    const answer = await health(module)
    const text = await answer.text()
    expect(answer.status).toBe(503)
    expect(JSON.parse(text)).toMatchObject({
      detail: 'Failing: database, migrations.',
      checks: { sign_in: 'ok' },
    })
    expect(text).not.toMatch(/hunter2|127\.0\.0\.1|ECONN/)
  })
})
