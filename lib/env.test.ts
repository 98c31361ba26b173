import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { currentTime, publicUrl, readEnvironment } from './env'

afterEach(() => vi.unstubAllEnvs())

const secrets = { AUTH_SECRET: 'a'.repeat(32), ONEBILL_SECRET_KEY: 'b'.repeat(32) }

function accepted(source: Record<string, string | undefined>) {
  const result = readEnvironment(source)
  if ('problems' in result) throw new Error(result.problems.join('\n'))
  return result.environment
}

function problems(source: Record<string, string | undefined>): string[] {
  const result = readEnvironment(source)
  return 'problems' in result ? result.problems : []
}

describe('readEnvironment', () => {
  it('needs nothing: everything has a default or is left out', () => {
    expect(accepted({})).toEqual({
      PORT: 3000,
      HOST: '127.0.0.1',
      ONEBILL_DATA_DIR: '.data',
      ANTHROPIC_BASE_URL: 'https://api.anthropic.com',
      ONEBILL_SYNC_EVERY: 10,
      ONEBILL_LOG_LEVEL: 'info',
      ONEBILL_TRUST_PROXY: false,
      ONEBILL_TEST: false,
    })
  })

  it.each(['', ' ', '\t\n'])('takes %j for unset, whatever the variable', (blank) => {
    const variables = [
      ...readFileSync(path.join(import.meta.dirname, '..', '.env.example'), 'utf8').matchAll(
        /^#?([A-Z_]+)=/gm,
      ),
    ].map(([, name]) => name)
    expect(variables).toContain('ONEBILL_SYNC_EVERY')
    expect(accepted(Object.fromEntries(variables.map((name) => [name, blank])))).toEqual(accepted({}))
  })

  it('reads values without the spaces around them', () => {
    expect(
      accepted({ PORT: ' 8080 ', ONEBILL_SYNC_EVERY: '0', ONEBILL_TRUST_PROXY: ' on', HOST: '::1\n' }),
    ).toMatchObject({
      PORT: 8080,
      ONEBILL_SYNC_EVERY: 0,
      ONEBILL_TRUST_PROXY: true,
      HOST: '::1',
    })
  })

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '0x10'],
    ['PORT', '80.5'],
    ['ONEBILL_SYNC_EVERY', '-1'],
    ['ONEBILL_SYNC_EVERY', '1441'],
    ['ONEBILL_SYNC_EVERY', '2.5'],
    ['ONEBILL_SYNC_EVERY', '1e2'],
    ['ONEBILL_SYNC_EVERY', 'ten'],
    ['ONEBILL_URL', 'books.internal'],
    ['ONEBILL_URL', 'ftp://books.internal'],
    ['ONEBILL_URL', 'https://example.com/onebill'],
    ['ONEBILL_URL', 'https://example.com/?from=mail'],
    ['ONEBILL_URL', 'https://example.com/#top'],
    ['ONEBILL_URL', 'https://ada:hunter2@example.com'],
    ['ANTHROPIC_BASE_URL', 'api.anthropic.com'],
    ['ONEBILL_TRUST_PROXY', 'maybe'],
    ['ONEBILL_TEST', '2'],
    ['ONEBILL_NOW', '2025-05-05'],
    ['ONEBILL_NOW', '2025-05-05T10:00:00'],
    ['AUTH_SECRET', 'too-short'],
    ['ONEBILL_SECRET_KEY', 'too-short'],
    ['SMTP_URL', 'smtp.internal:465'],
    ['SMTP_URL', 'https://mail.example.com'],
    ['MAIL_FROM', 'Nobody'],
    ['MAIL_FROM', 'Nobody <nobody>'],
    ['OIDC_ISSUER', 'accounts.example.com'],
  ])('refuses %s=%s in one sentence that does not repeat the value', (name, value) => {
    const told = problems({ [name]: value })
    const problem = told.join()
    expect(told).toEqual([expect.stringMatching(new RegExp(`^${name}: must be `))])
    if (value.length > 5) expect(problem).not.toContain(value)
  })

  it.each([
    ['ONEBILL_URL', 'HTTPS://Onebill.Example.com//', 'https://onebill.example.com'],
    ['ONEBILL_URL', 'http://10.0.0.5:8080', 'http://10.0.0.5:8080'],
    ['ANTHROPIC_BASE_URL', 'http://localhost:4110/proxy/', 'http://localhost:4110/proxy'],
    ['SMTP_URL', 'smtp://localhost:1025', 'smtp://localhost:1025'],
    ['MAIL_FROM', 'Onebill <onebill@example.com>', 'Onebill <onebill@example.com>'],
    ['MAIL_FROM', 'onebill@example.com', 'onebill@example.com'],
    ['OIDC_ISSUER', 'https://login.example.com/tenant/v2.0', 'https://login.example.com/tenant/v2.0'],
  ])('accepts %s=%s', (name, value, read) => {
    expect(accepted({ [name]: value })).toMatchObject({ [name]: read })
  })

  it.each([
    ['mysql://root:hunter2@localhost/onebill', 'must begin with postgresql://'],
    ['postgresql://ada:hunter2@:::/onebill', 'must be a connection address'],
    ['postgresql://ada:hunter2@localhost/onebill?schema=books', 'must not name a schema'],
  ])('refuses the database %s', (DATABASE_URL, sentence) => {
    const told = problems({ DATABASE_URL, ...secrets })
    expect(told).toEqual([expect.stringContaining(`DATABASE_URL: ${sentence}`)])
    expect(told[0]).not.toMatch(/hunter2|books/)
  })

  it('accepts a database with what others write into its address', () => {
    const DATABASE_URL =
      'postgres://ada:hunter2@db.example.com:6432/onebill?sslmode=verify-full&schema=public'
    expect(accepted({ DATABASE_URL, ...secrets })).toMatchObject({ DATABASE_URL })
  })

  it('requires both secrets together with a database, and says everything at once', () => {
    expect(problems({ DATABASE_URL: 'postgresql://db/onebill', AUTH_SECRET: ' ', PORT: 'x' })).toEqual([
      'PORT: must be a number from 1 to 65535',
      'AUTH_SECRET: is required together with DATABASE_URL',
      'ONEBILL_SECRET_KEY: is required together with DATABASE_URL',
    ])
  })
})

describe('currentTime', () => {
  it('is ONEBILL_NOW only in a test', () => {
    vi.stubEnv('ONEBILL_NOW', '2020-02-02T02:02:02Z')
    vi.stubEnv('ONEBILL_TEST', '')
    const before = Date.now()
    expect(currentTime().getTime()).toBeGreaterThanOrEqual(before)
    vi.stubEnv('ONEBILL_TEST', '1')
    expect(currentTime()).toEqual(new Date('2020-02-02T02:02:02Z'))
  })
})

describe('publicUrl', () => {
  it('is ONEBILL_URL, or this machine at the port', () => {
    vi.stubEnv('ONEBILL_URL', '')
    vi.stubEnv('PORT', '8080')
    expect(publicUrl()).toBe('http://localhost:8080')
    vi.stubEnv('ONEBILL_URL', 'https://onebill.example.com/')
    expect(publicUrl()).toBe('https://onebill.example.com')
  })
})
