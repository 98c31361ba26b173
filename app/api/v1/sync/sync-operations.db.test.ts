import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { stopSync } from '@/lib/sync/request-sync'
import { POST } from './route'
import { GET as LIST } from './runs/route'
import { GET } from './runs/[id]/route'

const ADDRESS = 'http://localhost/api/v1/sync'
const NOW = new Date('2026-11-22T10:00:00Z')

async function bearer(role: Role) {
  const { token } = await createToken(systemActor('test'), { name: `a ${role}`, role }, new Date())
  return { authorization: `Bearer ${token}` }
}

async function ask(role: Role, body?: object) {
  const headers = { ...(await bearer(role)), ...(body && { 'content-type': 'application/json' }) }
  return POST(new Request(ADDRESS, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) }))
}

async function run(id: string) {
  const request = new Request(`${ADDRESS}/runs/${id}`, { headers: await bearer('viewer') })
  return GET(request, { params: Promise.resolve({ id }) })
}

/** A run that another machine has in its hands: nothing here may touch it. */
async function runElsewhere() {
  return prisma().syncRun.create({
    data: {
      status: 'running',
      requestedBy: 'test',
      host: 'elsewhere',
      pid: 1,
      daysDone: 3,
      daysTotal: 90,
      rows: 4_000_000_000n,
      createdAt: NOW,
      startedAt: NOW,
      heartbeatAt: new Date(Date.now() + 60_000),
    },
  })
}

useDatabase()
beforeEach(async () => {
  await prisma().connection.deleteMany()
  await prisma().syncRun.deleteMany()
})
afterEach(stopSync)

describe('POST /api/v1/sync', () => {
  it('is 202 with a run that ends', async () => {
    const answer = await ask('member')
    expect(answer.status).toBe(202)
    const { id, status } = (await answer.json()) as { id: string; status: string }
    expect(status).toBe('queued')
    await vi.waitFor(
      async () => expect(await (await run(id)).json()).toMatchObject({ id, status: 'succeeded' }),
      20_000,
    )
  })

  it('queues one more while one runs, the same for everybody who asks', async () => {
    const elsewhere = await runElsewhere()
    const [first, second] = [await ask('member', {}), await ask('admin')]
    expect([first.status, second.status]).toEqual([202, 202])
    const { id } = (await first.json()) as { id: string }
    expect(id).not.toBe(elsewhere.id)
    expect(await second.json()).toEqual({ id, status: 'queued' })
    expect(await (await run(id)).json()).toMatchObject({
      status: 'queued',
      requested_by: 'a member',
      started_at: null,
    })
  })

  it('takes the role member', async () => {
    expect((await ask('viewer')).status).toBe(403)
    expect(await prisma().syncRun.count()).toBe(0)
  })

  it.each<[object, number]>([
    [{ organization: '0d0e7a52-0000-4000-8000-000000000000' }, 404],
    [{ organization: '' }, 400],
    [{ organization: 7 }, 400],
    [{ organization: null }, 400],
    [{ organization: 'a\u0000' }, 400],
  ])('%j is refused by name and queues nothing', async (body, status) => {
    const answer = await ask('owner', body)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ parameter: 'organization' })
    expect(await prisma().syncRun.count()).toBe(0)
  })
})

describe('sync runs', () => {
  it('show their progress as plain numbers', async () => {
    const { id } = await runElsewhere()
    expect(await (await run(id)).json()).toEqual({
      id,
      status: 'running',
      days_done: 3,
      days_total: 90,
      rows: 4_000_000_000,
      requests: 0,
      error: null,
      note: null,
      organization: null,
      requested_by: 'test',
      created_at: NOW.toISOString(),
      started_at: NOW.toISOString(),
      finished_at: null,
    })
  })

  it('are 404 where there is none', async () => {
    const answer = await run('0d0e7a52-0000-4000-8000-000000000000')
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ parameter: 'id' })
  })

  it('are listed newest first, in pages that miss and repeat nothing', async () => {
    const at = (minute: number) => new Date(NOW.getTime() + Math.floor(minute / 2) * 60_000)
    for (let n = 0; n < 7; n += 1)
      await prisma().syncRun.create({ data: { status: 'succeeded', requestedBy: `${n}`, createdAt: at(n) } })
    const headers = await bearer('viewer')
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const next: string = cursor === null ? '' : `&cursor=${cursor}`
      const answer = await LIST(new Request(`${ADDRESS}/runs?limit=3${next}`, { headers }))
      const page = (await answer.json()) as {
        data: { created_at: string; id: string }[]
        next_cursor: string | null
      }
      seen.push(...page.data.map((item) => `${item.created_at} ${item.id}`))
      cursor = page.next_cursor
    } while (cursor !== null)
    expect(seen).toHaveLength(7)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
  })

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'cursor=nope', 'cursor=', 'cursor=%00'])(
    '?%s is refused by name',
    async (query) => {
      const answer = await LIST(new Request(`${ADDRESS}/runs?${query}`, { headers: await bearer('viewer') }))
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ parameter: query.split('=')[0] })
    },
  )
})
