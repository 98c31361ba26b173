import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { environment } from '@/lib/env'
import { openSecret } from '@/lib/sealed-secret'
import { startSimulator, type SimulatorOptions } from '@/lib/simulator/start-simulator'
import { connectOrganization, recheckSource, replaceAdminKey } from './connect-organization'

const NOW = new Date('2026-11-22T10:30:00Z')
const owner = systemActor('test')

useDatabase()

/** Told to Onebill by its environment; free until a test listens there. */
let ownPort: number

beforeAll(async () => {
  const simulator = await startSimulator({ story: 'forgotten-key' })
  process.env.ANTHROPIC_BASE_URL = simulator.url
  ownPort = Number(new URL(simulator.url).port)
  await simulator.close()
})

async function simulate(seed: number, options: SimulatorOptions = {}) {
  const simulator = await startSimulator({ story: 'forgotten-key', seed, clock: () => NOW, ...options })
  onTestFinished(() => simulator.close())
  return simulator
}

async function storedKey(connectionId: string): Promise<string> {
  const { sealedKey, organizationId } = await prisma().connection.findUniqueOrThrow({
    where: { id: connectionId },
  })
  return openSecret(sealedKey, `connection:${organizationId}`, environment().ONEBILL_SECRET_KEY ?? '')
}

/** Every value of every column of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const { rows } = await pool().query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE'`,
  )
  const dumps = await Promise.all(
    rows.map(({ name }) => pool().query<{ row: string }>(`select t::text as row from ${name} t`)),
  )
  return dumps.flatMap((dump) => dump.rows.map(({ row }) => row)).join('\n')
}

test('the key is stored so that it opens again, and its text is nowhere in the database', async () => {
  const simulator = await simulate(11)
  const baseUrl = simulator.url
  const { connectionId, organization } = await connectOrganization(owner, ` ${simulator.adminKey}\n`, NOW, {
    baseUrl,
  })
  expect(organization.name).toBe(simulator.world().organization.name)
  await replaceAdminKey(owner, connectionId, simulator.adminKey, NOW, { baseUrl })
  expect(await storedKey(connectionId)).toBe(simulator.adminKey)

  const dump = await wholeDatabase()
  expect(dump).toContain(organization.id)
  expect(dump).toContain(simulator.adminKey.slice(-4))
  const secret = simulator.adminKey.slice('sk-ant-admin01-'.length)
  for (let at = 0; at + 8 <= secret.length; at++) expect(dump).not.toContain(secret.slice(at, at + 8))
  expect(dump).not.toContain(Buffer.from(simulator.adminKey).toString('base64').slice(4, 40))
  expect(dump).not.toContain(Buffer.from(simulator.adminKey).toString('hex'))
})

test('a refused key stores nothing', async () => {
  const simulator = await simulate(12)
  simulator.revokeKey(simulator.adminKey)
  const before = await wholeDatabase()
  await expect(
    connectOrganization(owner, simulator.adminKey, NOW, { baseUrl: simulator.url }),
  ).rejects.toMatchObject({
    kind: 'upstream',
    parameter: 'admin_key',
  })
  expect(await wholeDatabase()).toBe(before)
})

test('a key of another organisation does not replace one', async () => {
  const [mine, theirs] = [await simulate(13), await simulate(14)]
  const { connectionId } = await connectOrganization(owner, mine.adminKey, NOW, { baseUrl: mine.url })
  await expect(
    replaceAdminKey(owner, connectionId, theirs.adminKey, NOW, { baseUrl: theirs.url }),
  ).rejects.toMatchObject({ kind: 'incomplete', parameter: 'admin_key' })
  expect(await storedKey(connectionId)).toBe(mine.adminKey)
})

test('an organisation without the analytics API is connected as legacy', async () => {
  const simulator = await simulate(15, { source: 'legacy-only' })
  const { connectionId, source } = await connectOrganization(owner, simulator.adminKey, NOW, {
    baseUrl: simulator.url,
  })
  expect(source).toBe('legacy')
  expect(await prisma().connection.findUniqueOrThrow({ where: { id: connectionId } })).toMatchObject({
    source: 'legacy',
    state: 'new',
    readOnly: true,
  })
})

test('once Anthropic has enabled the analytics API, checking again finds it', async () => {
  const legacy = await startSimulator({
    story: 'forgotten-key',
    seed: 17,
    port: ownPort,
    source: 'legacy-only',
  })
  const { connectionId, source } = await connectOrganization(owner, legacy.adminKey, NOW)
  expect(source).toBe('legacy')
  await expect(recheckSource(owner, connectionId, NOW)).resolves.toMatchObject({ source: 'legacy' })
  await legacy.close()
  await simulate(17, { port: ownPort })
  await expect(recheckSource(owner, connectionId, NOW)).resolves.toMatchObject({ source: 'analytics' })
  expect((await prisma().connection.findUniqueOrThrow({ where: { id: connectionId } })).source).toBe(
    'analytics',
  )
})

test('a member sends nothing to Anthropic', async () => {
  const simulator = await simulate(16)
  const member = systemActor('a member', 'member')
  await expect(
    connectOrganization(member, simulator.adminKey, NOW, { baseUrl: simulator.url }),
  ).rejects.toMatchObject({
    kind: 'forbidden',
  })
  expect(simulator.requests.count()).toBe(0)
})
