import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { GET, POST } from './route'
import { DELETE } from './[id]/route'

const ADDRESS = 'http://localhost/api/v1/tokens'

async function headersOf(role: Role) {
  const { token } = await createToken(systemActor('test'), { name: role, role }, new Date())
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

const make = async (headers: HeadersInit, body: object) =>
  POST(new Request(ADDRESS, { method: 'POST', headers, body: JSON.stringify(body) }))
const drop = async (headers: HeadersInit, id: string) =>
  DELETE(new Request(`${ADDRESS}/${id}`, { method: 'DELETE', headers }), { params: Promise.resolve({ id }) })

useDatabase()
beforeEach(() => prisma().apiToken.deleteMany())

describe('tokens over REST', () => {
  it('are made, listed without themselves, used and revoked', async () => {
    const admin = await headersOf('admin')
    const made = await make(admin, {
      name: ' nightly ',
      role: 'viewer',
      expires_at: '2099-01-01T00:00:00+01:00',
    })
    expect(made.status).toBe(201)
    const { id, token, name, role } = (await made.json()) as Record<string, string>
    expect({ name, role }).toEqual({ name: 'nightly', role: 'viewer' })
    expect(token).toMatch(/^onebill_[\w-]{43}$/)

    const list = await GET(new Request(ADDRESS, { headers: admin }))
    const text = await list.text()
    const { data, next_cursor } = JSON.parse(text) as { data: Record<string, unknown>[]; next_cursor: null }
    expect(next_cursor).toBeNull()
    expect(data.find((row) => row.id === id)).toEqual({
      id,
      name: 'nightly',
      role: 'viewer',
      state: 'active',
      hint: `onebill_…${token?.slice(-4)}`,
      created_at: expect.stringMatching(/Z$/),
      created_by: 'admin',
      last_used_at: null,
      expires_at: '2098-12-31T23:00:00.000Z',
    })
    expect(text).not.toContain(token)

    const viewer = { authorization: `Bearer ${token}` }
    expect((await GET(new Request(ADDRESS, { headers: viewer }))).status).toBe(403)
    expect((await drop(admin, String(id))).status).toBe(204)
    expect((await GET(new Request(ADDRESS, { headers: viewer }))).status).toBe(401)
    expect((await drop(admin, String(id))).status).toBe(404)
  })

  it('never get a role above that of who makes them', async () => {
    const answer = await make(await headersOf('admin'), { name: 'x', role: 'owner' })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'forbidden', parameter: 'role' })
    expect(await prisma().apiToken.count()).toBe(1)
  })

  it.each<[object, number, string | undefined]>([
    [{ role: 'viewer' }, 400, 'name'],
    [{ name: '', role: 'viewer' }, 400, 'name'],
    [{ name: 'x', role: 'root' }, 400, 'role'],
    [{ name: 'x', role: 'viewer', expires_at: '2027-02-30T00:00:00Z' }, 400, 'expires_at'],
    [{ name: 'x', role: 'viewer', expires_at: '2020-01-01T00:00:00Z' }, 400, 'expires_at'],
    [{ name: 'x', role: 'viewer', until: '2027-01-01' }, 400, 'until'],
  ])('%j is refused', async (body, status, parameter) => {
    const answer = await make(await headersOf('owner'), body)
    expect(answer.status).toBe(status)
    expect(((await answer.json()) as { parameter?: string }).parameter).toBe(parameter)
    expect(await prisma().apiToken.count()).toBe(1)
  })
})
