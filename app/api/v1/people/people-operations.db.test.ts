import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { GET as readAudit } from '../audit/route'
import { GET as readPerson, PATCH } from './[id]/route'
import { DELETE } from './invitations/[id]/route'
import { GET as readInvitations, POST as invite } from './invitations/route'
import { GET as readPeople } from './route'

const ADDRESS = 'http://localhost/api/v1'

useDatabase({ emptied: ['users', 'invitations', 'api_tokens', 'audit_entries'] })

let admin: Record<string, string>
let owner: Record<string, string>
beforeEach(async () => {
  ;[admin, owner] = [await headersOf('admin'), await headersOf('owner')]
})

async function headersOf(role: Role) {
  const { token } = await createToken(systemActor('test'), { name: role, role }, new Date())
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}
const person = (name: string, role: Role) =>
  prisma().user.create({
    data: {
      email: `${name}@example.com`,
      name,
      role,
      createdAt: new Date('2026-11-01'),
      passwordHash: 'secret-hash',
    },
  })
const request = (path: string, headers: HeadersInit, method = 'GET', body?: object) =>
  new Request(`${ADDRESS}${path}`, { method, headers, body: body && JSON.stringify(body) })
const at = (id: string) => ({ params: Promise.resolve({ id }) })
const change = (id: string, headers: HeadersInit, body: object) =>
  PATCH(request(`/people/${id}`, headers, 'PATCH', body), at(id))

describe('people over REST', () => {
  it('are listed and read without what is secret', async () => {
    const ada = await person('ada', 'owner')
    const list = await readPeople(request('/people', admin))
    const text = await list.text()
    expect(text).not.toContain('secret-hash')
    expect(JSON.parse(text)).toEqual({
      data: [
        {
          ...{ id: ada.id, name: 'ada', email: 'ada@example.com', role: 'owner' },
          ...{
            created_at: '2026-11-01T00:00:00.000Z',
            last_seen_at: null,
            two_factor: false,
            disabled_at: null,
          },
        },
      ],
      next_cursor: null,
    })
    const one = await readPerson(request(`/people/${ada.id}`, admin), at(ada.id))
    expect(await one.json()).toMatchObject({ id: ada.id, anthropic_keys: [] })
    expect((await readPerson(request('/people/x', admin), at('x'))).status).toBe(404)
    expect((await readPeople(request('/people', await headersOf('member')))).status).toBe(403)
  })

  it.each<[string, object, number]>([
    ['max', { role: 'admin' }, 200],
    ['max', { role: 'owner' }, 403],
    ['max', { role: 'member' }, 409],
    ['max', { disabled: true }, 200],
    ['max', { disabled: false }, 409],
    ['max', {}, 400],
    ['max', { role: 'admin', disabled: true }, 400],
    ['max', { role: 'root' }, 400],
    ['ada', { role: 'viewer' }, 403],
    ['ada', { disabled: true }, 403],
  ])('an admin changes %s by %j: %i', async (name, body, status) => {
    const people = { ada: await person('ada', 'owner'), max: await person('max', 'member') }
    const answer = await change(people[name as 'ada' | 'max'].id, admin, body)
    expect(answer.status).toBe(status)
    if (status === 400) await expect(answer.json()).resolves.toMatchObject({ parameter: 'role' })
  })

  it('keep their last owner', async () => {
    const ada = await person('ada', 'owner')
    expect((await change(ada.id, owner, { disabled: true })).status).toBe(409)
    expect((await change(ada.id, owner, { role: 'admin' })).status).toBe(409)
    await expect(prisma().user.findFirst()).resolves.toMatchObject({ role: 'owner', disabledAt: null })
  })
})

describe('invitations over REST', () => {
  it('are made, listed without their link, and withdrawn', async () => {
    const made = await invite(
      request('/people/invitations', admin, 'POST', { email: 'Max@Example.com', role: 'member' }),
    )
    expect(made.status).toBe(201)
    const { id, email, url } = (await made.json()) as Record<string, string>
    expect(email).toBe('max@example.com')
    const list = await (await readInvitations(request('/people/invitations', admin))).text()
    expect(JSON.parse(list)).toMatchObject({ data: [{ id, email, role: 'member', expired: false }] })
    expect(list).not.toContain(url?.split('/').at(-1))
    const withdrawal = request(`/people/invitations/${id}`, admin, 'DELETE')
    expect((await DELETE(withdrawal, at(id ?? ''))).status).toBe(204)
    const again = request(`/people/invitations/${id}`, admin, 'DELETE')
    expect((await DELETE(again, at(id ?? ''))).status).toBe(404)
  })

  it('offer no more than the token may', async () => {
    const answer = await invite(
      request('/people/invitations', admin, 'POST', { email: 'o@example.com', role: 'owner' }),
    )
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ parameter: 'role' })
  })
})

describe('GET /api/v1/audit', () => {
  it('answers what the filter matches, page by page, to admins', async () => {
    const read = async (query: string, headers = admin) => readAudit(request(`/audit${query}`, headers))
    const first = await read('?action=token.created&limit=1')
    const { data, next_cursor } = (await first.json()) as { data: object[]; next_cursor: string }
    expect(data).toEqual([
      expect.objectContaining({
        actor: { kind: 'system', id: null, name: 'test' },
        action: 'token.created',
        before: null,
        after: expect.objectContaining({ name: 'owner' }),
      }),
    ])
    const second = await read(`?action=token.created&limit=1&cursor=${next_cursor}`)
    expect(await second.json()).toMatchObject({ data: [{ after: { name: 'admin' } }], next_cursor: null })
    expect((await read('', await headersOf('member'))).status).toBe(403)
    for (const query of ['?from=2026-13-01', '?who=x', '?cursor=x', '?limit=0'])
      expect((await read(query)).status).toBe(400)
  })
})
