import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { DELETE, PATCH } from './[id]/route'
import { GET, POST } from './route'

useDatabase({ emptied: ['organizations', 'timeline_notes', 'audit_entries'] })

const ADDRESS = 'http://localhost/api/v1/notes'
let member: HeadersInit

async function headersOf(role: Role) {
  const { token } = await createToken(systemActor('test'), { name: role, role }, new Date())
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

const request = (path: string, method: string, body?: object, headers = member) =>
  new Request(`${ADDRESS}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
const write = (body: object, query = '', headers = member) => POST(request(query, 'POST', body, headers))
const at = (id: string) => ({ params: Promise.resolve({ id }) })
const patch = (id: string, body: object) => PATCH(request(`/${id}`, 'PATCH', body), at(id))
const remove = (id: string) => DELETE(request(`/${id}`, 'DELETE'), at(id))

interface Note {
  id: string
  day: string
  until_day: string
  text: string
  organization: string | null
  key: string | null
  created_by: string
}

async function listed(query = '') {
  const answer = await GET(request(query, 'GET'))
  expect(answer.status).toBe(200)
  return (await answer.json()) as { data: Note[]; next_cursor: string | null }
}
const textsOf = async (query = '') => (await listed(query)).data.map(({ text }) => text)

beforeEach(async () => {
  member = await headersOf('member')
  await prisma().organization.create({ data: { id: 'org', name: 'org', createdAt: new Date() } })
  await prisma().apiKey.create({ data: { organizationId: 'org', id: 'k1', name: 'ci', status: 'active' } })
})

describe('notes over REST', () => {
  it('are written, read page by page, changed and deleted', async () => {
    const made = await write({ day: '2026-11-18', text: 'The campaign begins', key: 'k1' })
    expect(made.status).toBe(201)
    const note = (await made.json()) as Note
    expect(note).toMatchObject({
      ...{ day: '2026-11-18', until_day: '2026-11-18', organization: 'org', key: 'k1', created_by: 'member' },
    })
    await write({ day: '2026-11-01', until_day: '2026-11-09', text: 'Holidays' })
    const first = await listed('?limit=1')
    expect(first.data.map(({ text }) => text)).toEqual(['The campaign begins'])
    expect(await textsOf(`?limit=1&cursor=${first.next_cursor}`)).toEqual(['Holidays'])
    expect(await textsOf('?from=2026-11-09&to=2026-11-18')).toEqual(['Holidays'])
    expect(await textsOf('?from=2026-11-10')).toEqual(['The campaign begins'])
    expect(await textsOf('?key=k1')).toEqual(['The campaign begins'])
    const changed = await patch(note.id, { text: 'The campaign began', key: null, organization: null })
    expect(await changed.json()).toMatchObject({ text: 'The campaign began', key: null, organization: null })
    expect((await remove(note.id)).status).toBe(204)
    expect(await textsOf()).toEqual(['Holidays'])
    expect((await remove(note.id)).status).toBe(404)
    expect((await patch(note.id, { text: 'x' })).status).toBe(404)
  })

  it('of the told story stand apart', async () => {
    await write({ day: '2026-11-18', text: 'told' }, '?data=demo')
    expect([await textsOf(), await textsOf('?data=demo')]).toEqual([[], ['told']])
  })

  it('are read by a viewer and written by a member', async () => {
    const viewer = await headersOf('viewer')
    expect((await write({ day: '2026-11-18', text: 'x' }, '', viewer)).status).toBe(403)
    expect((await GET(request('', 'GET', undefined, viewer))).status).toBe(200)
  })

  it.each([
    [{ day: '2026-11-18' }, 'text'],
    [{ day: '2026-02-30', text: 'x' }, 'day'],
    [{ day: '2026-11-18', text: ' ' }, 'text'],
    [{ day: '2026-11-18', text: 'x'.repeat(501) }, 'text'],
    [{ day: '2026-11-18', until_day: '2026-11-17', text: 'x' }, 'until_day'],
    [{ day: '2026-11-18', text: 'x', key: 'nothing' }, 'key'],
    [{ day: '2026-11-18', text: 'x', odd: 1 }, 'odd'],
  ])('%j is refused by name', async (body, parameter) => {
    const answer = await write(body)
    expect([400, 422]).toContain(answer.status)
    expect(JSON.stringify(await answer.json())).toContain(parameter)
    expect(await prisma().timelineNote.count()).toBe(0)
  })
})
