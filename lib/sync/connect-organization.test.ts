import { expect, onTestFinished, test } from 'vitest'
import { ExpectedError } from '@/lib/errors'
import { startSimulator, type SimulatorOptions } from '@/lib/simulator/start-simulator'
import { tryAdminKey } from './connect-organization'

const NOW = new Date('2026-11-22T10:30:00Z')

async function simulate(options: SimulatorOptions = {}) {
  const simulator = await startSimulator({ story: 'forgotten-key', clock: () => NOW, ...options })
  onTestFinished(() => simulator.close())
  return simulator
}

async function refusalOf(key: string, baseUrl: string): Promise<ExpectedError> {
  const error = await tryAdminKey(key, { baseUrl }, NOW).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ExpectedError)
  expect((error as ExpectedError).parameter).toBe('admin_key')
  return error as ExpectedError
}

test('a good key tells its organisation with two requests', async () => {
  const simulator = await simulate()
  const accepted = await tryAdminKey(`export KEY="${simulator.adminKey}"`, { baseUrl: simulator.url }, NOW)
  expect(accepted).toEqual({
    adminKey: simulator.adminKey,
    hint: `sk-ant-admin01-${simulator.adminKey.slice(15, 18)}...${simulator.adminKey.slice(-4)}`,
    organization: { id: simulator.organizationId, name: simulator.world().organization.name },
    source: 'analytics',
  })
  expect(simulator.requests.count()).toBe(2)
})

test.each(['not-enrolled', 'forbidden', 'not-found'] as const)(
  'an organisation without the analytics API (%s) is legacy',
  async (analyticsRefusal) => {
    const simulator = await simulate({ source: 'legacy-only', analyticsRefusal })
    await expect(tryAdminKey(simulator.adminKey, { baseUrl: simulator.url }, NOW)).resolves.toMatchObject({
      source: 'legacy',
    })
  },
)

test('a key for calling models is recognised without a request', async () => {
  const simulator = await simulate()
  const refusal = await refusalOf('sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123', simulator.url)
  expect(refusal.kind).toBe('incomplete')
  expect(simulator.requests.count()).toBe(0)
})

test('a revoked key and one that never was get the same sentence, naming both', async () => {
  const simulator = await simulate()
  simulator.revokeKey(simulator.adminKey)
  const revoked = await refusalOf(simulator.adminKey, simulator.url)
  const unknown = await refusalOf(`sk-ant-admin01-${'x'.repeat(80)}`, simulator.url)
  const withoutId = (text: string) => text.replace(/req_\w+/, '')
  expect(revoked.kind).toBe('upstream')
  expect(withoutId(revoked.message)).toBe(withoutId(unknown.message))
  expect(revoked.message).toMatch(/not an Admin key .* revoked, has expired/)
  expect(revoked.message).not.toContain(simulator.adminKey.slice(15))
})

test('an individual account is told to create an organisation', async () => {
  const simulator = await simulate({ account: 'individual' })
  expect((await refusalOf(simulator.adminKey, simulator.url)).message).toMatch(
    /individual account .*Settings → Organization/,
  )
})

test('no network is told from a refused key, after three tries', async () => {
  const refusal = await refusalOf(`sk-ant-admin01-${'x'.repeat(80)}`, 'http://127.0.0.1:1')
  expect(refusal.message).toMatch(/could not reach Anthropic at 127\.0\.0\.1:1/)
})

test('nobody is kept waiting at the form when Anthropic limits requests', async () => {
  const simulator = await simulate({ faults: [{ action: { kind: 'status', status: 429, retryAfter: 60 } }] })
  expect((await refusalOf(simulator.adminKey, simulator.url)).message).toMatch(
    /asked to wait until \d\d:\d\d UTC/,
  )
  expect(simulator.requests.count()).toBe(1)
})
