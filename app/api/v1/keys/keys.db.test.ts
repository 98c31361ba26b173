import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { Role } from '@/lib/domain/viewer'
import { GET as getOne, PATCH } from './[id]/route'
import { GET as getAll } from './route'

useDatabase({
  emptied: [
    'organizations',
    'key_assignments',
    'cost_facts',
    'spend_rollup',
    'spend_day_parts',
    'coverage',
    'audit_entries',
  ],
})

const ADDRESS = 'http://localhost/api/v1/keys'
const bearer: Partial<Record<Role, Record<string, string>>> = {}
beforeAll(async () => {
  for (const role of ['viewer', 'member'] as const) {
    const { token } = await createToken(systemActor('test'), { name: role, role }, new Date())
    bearer[role] = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  }
})

async function answered(answer: Response) {
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const list = async (query = '') =>
  answered(await getAll(new Request(`${ADDRESS}?${query}`, { headers: bearer.viewer })))
const at = (id: string) => ({ params: Promise.resolve({ id }) })
const read = async (id: string, query = '') =>
  answered(await getOne(new Request(`${ADDRESS}/x?${query}`, { headers: bearer.viewer }), at(id)))
const patch = async (id: string, body: unknown, role: 'viewer' | 'member' = 'member', query = '') =>
  answered(
    await PATCH(
      new Request(`${ADDRESS}/x?${query}`, {
        method: 'PATCH',
        headers: bearer[role],
        body: JSON.stringify(body),
      }),
      at(id),
    ),
  )

const CREATED = new Date('2026-03-10T08:30:00.427Z')

async function spend(organizationId: string, on: string, keyId: string | null, amount: bigint) {
  await pool().query(
    `insert into cost_facts (organization_id, day, starts_at, api_key_id, amount_nano) values ($1, $2::date, $2::timestamptz, $3, $4)`,
    [organizationId, on, keyId, amount],
  )
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     values ($1, $2, 'synced', 'analytics', 'hour', $3, 0, 1, now())
     on conflict (organization_id, day) do update set digest = excluded.digest`,
    [organizationId, on, crypto.randomUUID()],
  )
  await rebuildRollup(pool(), organizationId, [day(on)])
}

beforeEach(async () => {
  for (const id of ['org', 'other'])
    await prisma().organization.create({ data: { id, name: id, createdAt: CREATED } })
  await prisma().organization.create({ data: { id: 'told', name: 'Told', createdAt: CREATED, isDemo: true } })
  const key = { organizationId: 'org', status: 'active', createdAt: CREATED, createdByType: 'user' }
  await prisma().member.create({
    data: { organizationId: 'org', id: 'user_1', name: 'Ada', email: 'Ada@example.com', role: 'admin' },
  })
  await prisma().apiKey.createMany({
    data: [
      {
        ...key,
        id: 'apikey_a',
        name: 'billing "α"',
        workspaceId: 'wrkspc_1',
        createdById: 'user_1',
        hint: 'sk-…aa',
      },
      { ...key, id: 'apikey_b', name: '=1+1', status: 'inactive', createdById: 'user_gone' },
      { ...key, organizationId: 'told', id: 'apikey_t', name: 'told' },
    ],
  })
  await spend('org', '2026-04-01', 'apikey_a', 1_500_000_000n)
  await spend('org', '2026-04-02', 'apikey_a', 1n)
  await spend('org', '2026-04-02', null, 20_000_000_000n)
  await spend('org', '2026-04-02', 'apikey_ghost', 7_000_000_000n)
  await spend('org', '2026-04-03', 'unattributed', 30_000_000n)
  await pool().query(`update coverage set source = 'legacy' where day = '2026-04-03'`)
})

describe('GET /keys', () => {
  it('answers the keys of the contract, and sums that are the whole bill', async () => {
    const { status, body } = await list()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      next_cursor: null,
      keys_usd: '8.500000001',
      without_key_usd: '20.00',
      unattributed_usd: '0.03',
      remainders: [{ cost_type: null, read_again: false, amount_usd: '0.03' }],
      billed_usd: '28.530000001',
    })
    expect(body.data).toMatchObject([
      {
        id: 'apikey_a',
        name: 'billing "α"',
        status: 'active',
        workspace: 'wrkspc_1',
        owner: 'ada@example.com',
        created_at: '2026-03-10T08:30:00.427Z',
        expires_at: null,
        last_used_on: '2026-04-02',
        known_since: '2026-04-01',
        spend_usd: '1.500000001',
        quality: 'billed',
      },
      { id: 'apikey_b', status: 'inactive', owner: null, last_used_on: null, spend_usd: '0.00' },
      { id: 'apikey_ghost', name: 'apikey_ghost', status: 'gone', created_at: null, spend_usd: '7.00' },
    ])
  })

  it('filters, and narrows the days', async () => {
    const ids = async (query: string) =>
      ((await list(query)).body.data as { id: string }[]).map(({ id }) => id)
    expect(await ids('status=inactive')).toEqual(['apikey_b'])
    expect(await ids('workspace=wrkspc_1')).toEqual(['apikey_a'])
    expect(await ids('owner=ADA@example.com')).toEqual(['apikey_a'])
    expect(await ids('owner=none')).toEqual(['apikey_b', 'apikey_ghost'])
    expect(await ids('q=BILLING')).toEqual(['apikey_a'])
    expect(await ids('q=%3D1%2B1')).toEqual(['apikey_b'])
    expect(await ids('data=demo')).toEqual(['apikey_t'])
    expect((await list('from=2026-04-01&to=2026-04-02')).body).toMatchObject({
      billed_usd: '1.50',
      keys_usd: '1.50',
      data: [{ spend_usd: '1.50' }, {}, { spend_usd: '0.00' }],
    })
  })

  it('pages by cursor', async () => {
    const first = await list('limit=2')
    expect(first.body.data).toHaveLength(2)
    const second = await list(`limit=2&cursor=${String(first.body.next_cursor)}`)
    expect(second.body).toMatchObject({ data: [{ id: 'apikey_ghost' }], next_cursor: null })
  })

  it.each([
    'limit=0',
    'limit=201',
    'cursor=x',
    'cursor=WzEsMl0',
    'order=name',
    'from=2026-04-02&to=2026-04-02',
  ])('refuses %s', async (query) => {
    const { status, body } = await list(query)
    expect(status).toBe(400)
    expect(body.parameter).toBe(query.includes('from') ? 'to' : query.split('=')[0])
  })
})

describe('one key', () => {
  it('is read, also where it is gone; an unknown one is 404', async () => {
    expect(await read('apikey_ghost')).toMatchObject({
      status: 200,
      body: { status: 'gone', spend_usd: '7.00' },
    })
    expect((await read('apikey_t')).status).toBe(404)
    expect((await read('apikey_t', 'data=demo')).status).toBe(200)
    expect((await read('unattributed')).status).toBe(404)
  })

  it('of an id that two organisations have is a question back', async () => {
    await prisma().apiKey.create({
      data: { organizationId: 'other', id: 'apikey_a', name: 'twin', status: 'active' },
    })
    expect(await read('apikey_a')).toMatchObject({ status: 409, body: { parameter: 'organization' } })
    expect(await read('apikey_a', 'organization=other')).toMatchObject({
      status: 200,
      body: { name: 'twin' },
    })
  })

  it('is given an owner and a purpose from today on; earlier days keep theirs', async () => {
    await prisma().keyAssignment.create({
      data: {
        ...{ organizationId: 'org', keyId: 'apikey_a', effectiveOn: '2026-04-01', createdAt: CREATED },
        ...{ ownerEmail: 'first@example.com', application: 'billing', tags: ['old'] },
      },
    })
    const changed = await patch('apikey_a', {
      owner: 'Bo@Example.com',
      purpose: ' invoices ',
      tags: ['a', 'b', 'a'],
    })
    expect(changed).toMatchObject({
      status: 200,
      body: { owner: 'bo@example.com', purpose: 'invoices', application: 'billing', tags: ['a', 'b'] },
    })
    await patch('apikey_a', { application: null })
    const rows = await prisma().keyAssignment.findMany({ orderBy: { effectiveOn: 'asc' } })
    expect(rows).toMatchObject([
      { effectiveOn: '2026-04-01', ownerEmail: 'first@example.com', application: 'billing' },
      { ownerEmail: 'bo@example.com', purpose: 'invoices', application: null, tags: ['a', 'b'] },
    ])
    const entries = await prisma().auditEntry.findMany({
      where: { action: 'key.assigned' },
      orderBy: { id: 'asc' },
    })
    expect(entries).toMatchObject([
      {
        subjectType: 'key',
        subjectId: 'apikey_a',
        organizationId: 'org',
        before: { owner: 'first@example.com', purpose: null, tags: 'old' },
        after: { owner: 'bo@example.com', purpose: 'invoices', tags: 'a, b' },
      },
      { before: { application: 'billing' }, after: { application: null } },
    ])
  })

  it('is not changed by a viewer, by nothing, or into what it cannot be', async () => {
    expect((await patch('apikey_a', { purpose: 'x' }, 'viewer')).status).toBe(403)
    expect((await patch('apikey_a', {})).status).toBe(400)
    expect(await patch('apikey_a', { owner: 'nobody' })).toMatchObject({
      status: 400,
      body: { parameter: 'owner' },
    })
    expect(await patch('apikey_a', { status: 'inactive' })).toMatchObject({ status: 400 })
    expect((await patch('apikey_none', { purpose: 'x' })).status).toBe(404)
    expect(await prisma().keyAssignment.count()).toBe(0)
    expect(await prisma().auditEntry.count({ where: { action: 'key.assigned' } })).toBe(0)
  })
})
