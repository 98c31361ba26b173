import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { storeConnection } from '@/lib/commands/connections'
import { createToken } from '@/lib/commands/tokens'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { PATCH } from './[id]/route'
import { GET } from './route'

const NOW = new Date()
const owner = systemActor('test')

useDatabase()

async function bearer(role: Role) {
  const { token } = await createToken(owner, { name: `test ${role}`, role }, NOW)
  return { authorization: `Bearer ${token}` }
}

async function connected(name: string) {
  const organization = { id: randomUUID(), name }
  const tried = {
    organization,
    source: 'analytics',
    sealedKey: 'v1.s.e.aled',
    keyHint: 'sk-ant-admin01-Ab1...XyZz',
  } as const
  return { ...(await storeConnection(owner, tried, NOW)), organization }
}

const patch = (id: string, body: unknown, headers: Record<string, string>) =>
  PATCH(
    new Request(`http://localhost/api/v1/connections/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
    { params: Promise.resolve({ id }) },
  )

test('lists connections as the contract says, never with a key', async () => {
  const { id, organization } = await connected('Listed')
  const response = await GET(
    new Request('http://localhost/api/v1/connections', { headers: await bearer('viewer') }),
  )
  expect(response.status).toBe(200)
  const text = await response.text()
  const { data, next_cursor } = JSON.parse(text) as { data: { id: string }[]; next_cursor: unknown }
  expect(next_cursor).toBeNull()
  expect(data.find((item) => item.id === id)).toEqual({
    id,
    organization_id: organization.id,
    name: 'Listed',
    source: 'analytics',
    read_only: true,
    key_hint: 'sk-ant-admin01-Ab1...XyZz',
    state: 'new',
    last_synced_at: null,
    failure: null,
    failing_since: null,
  })
  expect(text).not.toContain('aled')
})

test('an admin turns the read-only switch; others and nonsense do not', async () => {
  const { id } = await connected('Switched')
  const admin = await bearer('admin')
  expect((await patch(id, { read_only: false }, {})).status).toBe(401)
  expect((await patch(id, { read_only: false }, await bearer('member'))).status).toBe(403)
  for (const body of [{}, { read_only: 'no' }, { read_only: false, sealed_key: 'x' }, []])
    expect((await patch(id, body, admin)).status).toBe(400)
  expect((await patch(randomUUID(), { read_only: false }, admin)).status).toBe(404)
  const done = await patch(id, { read_only: false }, admin)
  expect(done.status).toBe(200)
  expect(await done.json()).toMatchObject({ id, read_only: false })
})
