import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { bringBackModelPrice } from '@/lib/commands/model-prices'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { loadPriceBook } from '@/lib/queries/model-prices'
import { DELETE } from './[id]/route'
import { GET, POST } from './route'

useDatabase({ emptied: ['model_prices', 'audit_entries'] })

const ADDRESS = 'http://localhost/api/v1/prices'
const PRICE = {
  model: 'claude-tomorrow-9',
  starts_on: '2026-11-10',
  input_usd: '4',
  cache_read_usd: '0.125',
  output_usd: '20.5',
  source: 'Announcement of 9 November',
}

let owner: HeadersInit

async function headersOf(role: Role) {
  const { token } = await createToken(systemActor('test'), { name: role, role }, new Date())
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

async function send(method: 'POST' | 'DELETE', body: object | string, headers = owner) {
  if (typeof body === 'string')
    return DELETE(new Request(`${ADDRESS}/${body}`, { method, headers }), {
      params: Promise.resolve({ id: body }),
    })
  return POST(new Request(ADDRESS, { method, headers, body: JSON.stringify(body) }))
}

async function listed(model: string) {
  const answer = await GET(new Request(ADDRESS, { headers: await headersOf('viewer') }))
  const { data, next_cursor } = (await answer.json()) as {
    data: Record<string, unknown>[]
    next_cursor: null
  }
  expect([answer.status, next_cursor]).toEqual([200, null])
  return data.filter((one) => one.model === model)
}

beforeEach(async () => {
  owner = await headersOf('owner')
})

describe('list prices over REST', () => {
  it('has the catalogue with its days and its prices for long prompts', async () => {
    expect(await listed('claude-sonnet-5-5')).toMatchObject([
      { id: null, starts_on: '2026-10-07', cache_read_usd: '0.10', long_prompts: null, source: 'overlay' },
      { id: null, starts_on: null, cache_read_usd: '0.20', output_usd: '10.00' },
    ])
    expect(await listed('claude-haiku-5-5')).toMatchObject([
      { input_usd: '0.10', long_prompts: { above_tokens: 100_000, input_usd: '0.50', output_usd: '2.50' } },
    ])
    expect(await listed('claude-2')).toMatchObject([{ cache_read_usd: null, source: 'library' }])
  })

  it('an owner enters a price, it counts from its day on, is taken back and brought back, all of it audited', async () => {
    const made = await send('POST', PRICE)
    expect(made.status).toBe(201)
    const { id } = (await made.json()) as { id: string }
    expect(await listed(PRICE.model)).toEqual([
      {
        ...{ id, model: PRICE.model, starts_on: '2026-11-10', input_usd: '4.00', output_usd: '20.50' },
        ...{
          cache_read_usd: '0.125',
          cache_write_5m_usd: null,
          cache_write_1h_usd: null,
          long_prompts: null,
        },
        ...{ source: 'entered', note: PRICE.source },
      },
    ])
    expect((await loadPriceBook()).find(PRICE.model)?.isExact).toBe(true)
    expect((await send('POST', PRICE)).status).toBe(409)
    expect((await send('DELETE', id)).status).toBe(204)
    expect(await listed(PRICE.model)).toEqual([])
    expect((await loadPriceBook()).find(PRICE.model)).toBeNull()
    expect((await send('DELETE', id)).status).toBe(404)
    await bringBackModelPrice(systemActor('test', 'owner'), id, new Date())
    expect(await listed(PRICE.model)).toHaveLength(1)
    await send('DELETE', id)
    expect((await send('POST', { ...PRICE, output_usd: '21' })).status).toBe(201)
    expect(await listed(PRICE.model)).toMatchObject([{ output_usd: '21.00' }])
    const log = await prisma().auditEntry.findMany({
      where: { subjectType: 'model_price' },
      orderBy: { id: 'asc' },
    })
    expect(log.map(({ action }) => action.replace('model_price.', ''))).toEqual([
      ...['entered', 'deleted', 'brought_back', 'deleted', 'entered'],
    ])
  })

  it.each<[Role, number]>([
    ['viewer', 403],
    ['member', 403],
    ['admin', 403],
    ['owner', 201],
  ])('%s: %d', async (role, status) => {
    expect((await send('POST', PRICE, await headersOf(role))).status).toBe(status)
    expect((await send('DELETE', 'unknown', await headersOf(role))).status).toBe(status === 201 ? 404 : 403)
  })

  it.each<[object, number, string]>([
    [{ ...PRICE, model: '' }, 400, 'model'],
    [{ ...PRICE, model: 'a\u0000b' }, 400, 'model'],
    [{ ...PRICE, starts_on: '2026-02-30' }, 400, 'starts_on'],
    [{ ...PRICE, input_usd: 4 }, 400, 'input_usd'],
    [{ ...PRICE, output_usd: '-1' }, 400, 'output_usd'],
    [{ ...PRICE, cache_read_usd: '0,1' }, 400, 'cache_read_usd'],
    [{ ...PRICE, output_usd: '100001' }, 422, 'output_usd'],
    [{ ...PRICE, per: 'token' }, 400, 'per'],
  ])('%j is refused', async (body, status, parameter) => {
    const answer = await send('POST', body)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ parameter })
    expect(await prisma().modelPrice.count()).toBe(0)
  })
})
