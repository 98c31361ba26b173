import { expect, onTestFinished, test } from 'vitest'
import type { FaultAction } from '@/lib/simulator/faults'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { createAdminClient } from './admin-client'
import { isRefusal } from './key-calls'
import { createRequestLimiter } from './request-limiter'

const NOW = new Date('2026-11-22T10:30:00Z')

async function connect() {
  const simulator = await startSimulator({ story: 'forgotten-key', clock: () => NOW })
  onTestFinished(() => simulator.close())
  const limiter = createRequestLimiter({
    requestsPerMinute: null,
    attempts: 2,
    now: () => NOW,
    sleep: () => Promise.resolve(),
  })
  const { key } = createAdminClient({ adminKey: simulator.adminKey, baseUrl: simulator.url, limiter })
  const idOf = (name: string) => simulator.world().apiKeys.find((one) => one.name === name)?.id ?? ''
  const statusOf = (id: string) => simulator.world().apiKeys.find((one) => one.id === id)?.status
  return { simulator, key, id: idOf('experiment-march'), idOf, statusOf }
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('no failure')),
    (error: unknown) => error as Error,
  )

test('a key is read, paused, woken, renamed and archived', async () => {
  const { key, id, statusOf } = await connect()
  expect(await key.read(id)).toMatchObject({ id, name: 'experiment-march', status: 'active' })
  expect(await key.change(id, { status: 'inactive' })).toMatchObject({ id, status: 'inactive' })
  expect(statusOf(id)).toBe('inactive')
  expect(await key.change(id, { status: 'active' })).toMatchObject({ status: 'active' })
  expect(await key.change(id, { name: 'march “2”' })).toMatchObject({ name: 'march “2”', status: 'active' })
  expect(await key.change(id, { status: 'archived' })).toMatchObject({ status: 'archived' })
  const final = await failureOf(key.change(id, { status: 'active' }))
  expect(final.message).toMatch(/^Anthropic refused the change: “status: An archived API key/)
  expect(isRefusal(final)).toBe(true)
})

test.each<[string, Omit<FaultAction & { kind: 'status' }, 'kind'>, RegExp, boolean]>([
  [
    'too many keys',
    { status: 400, errorCode: 'org_api_key_limit_exceeded' },
    /the organisation has as many active/,
    true,
  ],
  [
    'too many in the workspace',
    { status: 400, errorCode: 'workspace_api_key_limit_exceeded' },
    /its workspace has/,
    true,
  ],
  ['not permitted', { status: 403 }, /does not let the Admin key of this connection change/, true],
  ['revoked', { status: 401 }, /refused the key/, true],
  ['gone', { status: 404 }, /does not know this key/, true],
  ['too many requests', { status: 429 }, /limiting requests/, true],
  ['a clash', { status: 409 }, /problem of its own/, false],
  ['a fault', { status: 500 }, /problem of its own/, false],
  ['overload', { status: 529 }, /overloaded/, false],
])('%s is said and told apart from what may have happened', async (_, fault, sentence, refused) => {
  const { simulator, key, id, statusOf } = await connect()
  simulator.faults.add({ action: { kind: 'status', ...fault }, method: 'POST', times: null })
  const error = await failureOf(key.change(id, { status: 'inactive' }))
  expect(error.message).toMatch(sentence)
  expect(isRefusal(error)).toBe(refused)
  expect(statusOf(id)).toBe('active')
})

test('a fault after the change took effect, and a cut answer, are no refusals', async () => {
  for (const action of [
    { kind: 'status', status: 500, after: true },
    { kind: 'cut-body' },
    { kind: 'cut-before-answer' },
  ] satisfies FaultAction[]) {
    const { simulator, key, id, statusOf } = await connect()
    simulator.faults.add({ action, method: 'POST', times: null })
    expect(isRefusal(await failureOf(key.change(id, { status: 'inactive' })))).toBe(false)
    expect(statusOf(id)).toBe(action.kind === 'cut-before-answer' ? 'active' : 'inactive')
  }
})
