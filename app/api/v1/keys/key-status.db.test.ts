import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { environment } from '@/lib/env'
import { sealSecret } from '@/lib/sealed-secret'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { POST as RENAME } from './[id]/name/route'
import { POST } from './[id]/status/route'

const NOW = new Date()

useDatabase({ emptied: ['organizations', 'key_actions', 'audit_entries'] })

let bearers: Record<Role, string>
beforeEach(async () => {
  const made = (['viewer', 'member', 'admin', 'owner'] as const).map(async (role) => {
    const { token } = await createToken(
      systemActor('test'),
      { name: `${role} ${crypto.randomUUID()}`, role },
      NOW,
    )
    return [role, token] as const
  })
  bearers = Object.fromEntries(await Promise.all(made)) as Record<Role, string>
})

async function connected({ readOnly = false } = {}) {
  const simulator = await startSimulator({ story: 'forgotten-key', clock: () => NOW })
  const before = process.env.ANTHROPIC_BASE_URL
  process.env.ANTHROPIC_BASE_URL = simulator.url
  onTestFinished(async () => {
    if (before === undefined) delete process.env.ANTHROPIC_BASE_URL
    else process.env.ANTHROPIC_BASE_URL = before
    await simulator.close()
  })
  const { id, name } = simulator.world().organization
  const sealedKey = sealSecret(simulator.adminKey, `connection:${id}`, environment().ONEBILL_SECRET_KEY ?? '')
  await prisma().organization.create({
    data: {
      ...{ id, name, createdAt: NOW },
      connection: { create: { source: 'analytics', sealedKey, keyHint: 'hint', createdAt: NOW, readOnly } },
    },
  })
  const key = simulator.world().apiKeys.find((one) => one.name === 'experiment-march')
  if (!key) throw new Error('the story has changed')
  await prisma().apiKey.create({
    data: { organizationId: id, id: key.id, name: key.name, status: key.status },
  })
  const upstream = () => simulator.world().apiKeys.find((one) => one.id === key.id)?.status
  return { simulator, id: key.id, organizationId: id, upstream }
}

async function post(
  id: string,
  body: unknown,
  role: Role | null = 'admin',
  query = '',
  what: 'status' | 'name' = 'status',
) {
  const response = await { status: POST, name: RENAME }[what](
    new Request(`http://localhost/api/v1/keys/${id}/${what}${query}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(role && { authorization: `Bearer ${bearers[role]}` }),
      },
      body: JSON.stringify(body),
    }),
    { params: Promise.resolve({ id }) },
  )
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const STOP = { status: 'inactive', reason: 'not used any more' }

test('a status is set, confirmed by reading back, and in the audit log', async () => {
  const { id, upstream } = await connected()
  const done = await post(id, STOP)
  expect(done).toEqual({
    status: 200,
    body: { status: 'inactive', confirmed: true, audit_id: expect.any(String) as string },
  })
  expect(upstream()).toBe('inactive')
  expect(
    await prisma().auditEntry.findUniqueOrThrow({ where: { id: String(done.body.audit_id) } }),
  ).toMatchObject({ action: 'key.change_confirmed', subjectId: id, actorKind: 'token' })
  expect(await post(id, { ...STOP, status: 'active' }, 'owner')).toMatchObject({
    status: 200,
    body: { status: 'active' },
  })
  expect(upstream()).toBe('active')
})

test('a dry run says what would be, in the shape of the contract, and sends nothing', async () => {
  const { simulator, id, upstream } = await connected({ readOnly: true })
  const nothing = { spend_usd: '0.00', tokens: 0, requests: 0, models: [], products: [], people: [] }
  expect(await post(id, { status: 'inactive', dry_run: true })).toEqual({
    status: 200,
    body: {
      would: 'inactive',
      status: 'active',
      obstacle: expect.stringMatching(/read-only/) as string,
      used_7d: nothing,
      used_30d: nothing,
      saves_monthly_usd: null,
    },
  })
  expect([upstream(), simulator.requests.count(), await prisma().keyAction.count()]).toEqual(['active', 0, 0])
})

test('is refused without token, role, reason, sense, or a connection that may write', async () => {
  const { simulator, id, upstream, organizationId } = await connected({ readOnly: true })
  expect((await post(id, STOP, null)).status).toBe(401)
  for (const role of ['viewer', 'member'] as const) {
    expect((await post(id, STOP, role)).status).toBe(403)
    expect((await post(id, { ...STOP, dry_run: true }, role)).status).toBe(403)
  }
  expect(await post(id, STOP)).toMatchObject({
    status: 403,
    body: { detail: expect.stringMatching(/read-only/) as string },
  })
  await prisma().connection.update({ where: { organizationId }, data: { readOnly: false } })
  for (const reason of [undefined, '', '  '])
    expect(await post(id, { status: 'inactive', reason })).toMatchObject({
      status: 422,
      body: { parameter: 'reason' },
    })
  for (const body of [
    {},
    { ...STOP, status: 'expired' },
    { ...STOP, dry_run: 'yes' },
    { ...STOP, more: 1 },
    { ...STOP, reason: '\u0000' },
    [],
  ])
    expect((await post(id, body)).status).toBe(400)
  expect((await post('apikey_none', STOP)).status).toBe(404)
  expect((await post(id, STOP, 'admin', '?nonsense=1')).status).toBe(400)
  expect([upstream(), simulator.requests.count(), await prisma().keyAction.count()]).toEqual(['active', 0, 0])
})

test('Anthropic failing is 502 with the last known status, whatever it did', async () => {
  const { simulator, id, upstream } = await connected()
  simulator.faults.add({ action: { kind: 'status', status: 500 }, times: null })
  const failed = await post(id, STOP)
  expect(failed).toMatchObject({
    status: 502,
    body: { code: 'upstream', confirmed: false, status: 'active', audit_id: expect.any(String) as string },
  })
  expect(upstream()).toBe('active')
  simulator.faults.clear()
  simulator.faults.add({ action: { kind: 'status', status: 403 }, method: 'POST' })
  expect(await post(id, STOP)).toMatchObject({ status: 502, body: { confirmed: false, status: 'active' } })
})

test('an id of two organisations asks which one; one of a told story gives way', async () => {
  const { id, organizationId, upstream } = await connected()
  const other = { id: 'other', name: 'Other', createdAt: NOW }
  await prisma().organization.create({
    data: { ...other, apiKeys: { create: { id, name: 'x', status: 'active' } } },
  })
  expect(await post(id, STOP)).toMatchObject({ status: 409, body: { parameter: 'organization' } })
  expect(upstream()).toBe('active')
  expect((await post(id, STOP, 'admin', `?organization=${organizationId}`)).status).toBe(200)
  await prisma().organization.update({ where: { id: 'other' }, data: { isDemo: true } })
  expect((await post(id, { ...STOP, status: 'active' })).status).toBe(200)
  expect(upstream()).toBe('active')
  expect((await post(id, STOP, 'admin', '?organization=other')).status).toBe(403)
})

test('a name is given with the same care: admins only, with a reason, read back, recorded', async () => {
  const { simulator, id, organizationId } = await connected()
  const name = '=cmd()|"<b>Müller & Söhne</b>" 🔑 \u202eevil '.padEnd(200, 'x')
  const rename = (body: object, role: Role | null = 'admin') => post(id, body, role, '', 'name')
  const nameUpstream = () => simulator.world().apiKeys.find((one) => one.id === id)?.name
  const why = { reason: 'says what it is for' }
  expect((await rename({ name, ...why }, null)).status).toBe(401)
  for (const role of ['viewer', 'member'] as const)
    expect((await rename({ name, ...why }, role)).status).toBe(403)
  expect((await rename({ name })).status).toBe(422)
  for (const bad of ['', ' ', 'x'.repeat(501), 'a\u0000b', 5])
    expect((await rename({ name: bad, ...why })).status).toBe(400)
  expect(await rename({ name, dry_run: true })).toEqual({
    status: 200,
    body: { would: name, name: 'experiment-march', obstacle: null },
  })
  expect([nameUpstream(), simulator.requests.count()]).toEqual(['experiment-march', 0])
  const done = await rename({ name, ...why })
  expect(done).toMatchObject({ status: 200, body: { name, status: 'active', confirmed: true } })
  expect(nameUpstream()).toBe(name)
  expect(await prisma().auditEntry.count({ where: { id: String(done.body.audit_id) } })).toBe(1)

  simulator.faults.add({ action: { kind: 'status', status: 529 }, method: 'POST', times: null })
  expect(await rename({ name: 'other', ...why })).toMatchObject({
    status: 502,
    body: { confirmed: false, name, status: 'active' },
  })
  simulator.faults.clear()
  await prisma().connection.update({ where: { organizationId }, data: { readOnly: true } })
  expect((await rename({ name: 'third', ...why })).status).toBe(403)
  expect(nameUpstream()).toBe(name)
})
