import { beforeEach, expect, test } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { DELETE } from './[id]/route'
import { GET, POST } from './route'

const NOW = new Date()

useDatabase({
  emptied: ['organizations', 'key_assignments', 'key_assignment_changes', 'key_rules', 'audit_entries'],
})

let bearers: Partial<Record<Role, string>>
beforeEach(async () => {
  bearers = {}
  for (const role of ['viewer', 'member'] as const) {
    const name = `${role} ${crypto.randomUUID()}`
    bearers[role] = (await createToken(systemActor('test'), { name, role }, NOW)).token
  }
  await prisma().organization.create({ data: { id: 'org', name: 'Acme', createdAt: NOW } })
  for (const [id, name] of [
    ['k1', 'ci-build'],
    ['k2', 'web'],
  ] as const)
    await prisma().apiKey.create({ data: { organizationId: 'org', id, name, status: 'active' } })
})

async function call(
  method: 'GET' | 'POST' | 'DELETE',
  address: string,
  body?: unknown,
  role: Role = 'member',
) {
  const headers = { authorization: `Bearer ${bearers[role]}`, 'content-type': 'application/json' }
  const request = new Request(`http://localhost/api/v1/key-rules${address}`, {
    ...{ method, headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const id = decodeURIComponent(address.slice(1).split('?')[0] ?? '')
  const answer =
    method === 'GET'
      ? await GET(request)
      : method === 'POST'
        ? await POST(request)
        : await DELETE(request, { params: Promise.resolve({ id }) })
  const text = await answer.text()
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as Record<string, unknown> }
}

const CI = { pattern: 'CI-*', owner: 'Ada@Example.com', cost_centre: '4711' }
const caught = { id: 'k1', organization: 'org', name: 'ci-build' }

test('a rule is tried, made, listed and taken back', async () => {
  expect(await call('POST', '', { ...CI, dry_run: true })).toEqual({
    status: 200,
    body: { id: null, changed: 1, keys: [{ ...caught, changes: true }] },
  })
  expect(await prisma().keyRule.count()).toBe(0)
  const made = await call('POST', '', CI)
  expect(made).toMatchObject({ status: 201, body: { changed: 1, keys: [{ ...caught, changes: true }] } })
  expect(await prisma().keyAssignment.findMany()).toMatchObject([
    { keyId: 'k1', ownerEmail: 'ada@example.com', costCentre: '4711', effectiveOn: '2000-01-01' },
  ])
  const id = made.body.id as string
  expect((await call('GET', '', undefined, 'viewer')).body).toMatchObject({
    data: [{ id, pattern: 'CI-*', owner: 'ada@example.com', cost_centre: '4711', tags: [], keys: 1 }],
    next_cursor: null,
  })
  expect((await call('POST', '', { ...CI, dry_run: true })).body.changed).toBe(0)
  expect((await call('DELETE', `/${id}?take_back=true`)).status).toBe(204)
  expect(await prisma().keyAssignment.count()).toBe(0)
  expect((await call('DELETE', `/${id}`)).status).toBe(404)
})

test('a deleted rule leaves what it said', async () => {
  const { body } = await call('POST', '', CI)
  expect((await call('DELETE', `/${body.id as string}`)).status).toBe(204)
  expect(await prisma().keyAssignment.count()).toBe(1)
  expect((await call('GET', '')).body.data).toEqual([])
})

test('a rule needs a member, something to say, and words that mean nothing else', async () => {
  expect((await call('POST', '', CI, 'viewer')).status).toBe(403)
  expect((await call('DELETE', '/x', undefined, 'viewer')).status).toBe(403)
  expect(await call('POST', '', { pattern: 'x' })).toMatchObject({
    status: 400,
    body: { parameter: 'owner' },
  })
  expect(await call('POST', '', { pattern: 'x', tags: ['none'] })).toMatchObject({
    status: 400,
    body: { parameter: 'tags' },
  })
  expect(await call('POST', '', { ...CI, organization: 'other' })).toMatchObject({
    status: 404,
    body: { parameter: 'organization' },
  })
  expect(await prisma().auditEntry.count({ where: { action: { startsWith: 'key' } } })).toBe(0)
})
