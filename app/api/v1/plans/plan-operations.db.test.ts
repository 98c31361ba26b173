import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { GET as getCatalogue } from '../plan-catalogue/route'
import { DELETE, GET as getOne, PATCH } from './[id]/route'
import { GET as getAll, POST } from './route'

const ADDRESS = 'http://localhost/api/v1/plans'
let member: Record<string, string>
let viewer: Record<string, string>

useDatabase({ emptied: ['plans', 'plan_terms', 'organizations'] })
beforeAll(async () => {
  member = await headersOf('member')
  viewer = await headersOf('viewer')
})

async function headersOf(role: Role) {
  const { token } = await createToken(systemActor('test'), { name: role, role }, new Date())
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

const plan = {
  holder_email: 'Ann@Example.com',
  plan: 'team_standard',
  seats: 5,
  price: '125.00',
  currency: 'USD',
  price_usd: '125.00',
  cycle: 'monthly',
  starts_on: '2026-01-01',
  ends_on: null,
  api_credit: null,
}

interface Answered {
  status: number
  body: Record<string, unknown>
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

const post = async (body: unknown, headers = member) =>
  answered(await POST(new Request(ADDRESS, { method: 'POST', headers, body: JSON.stringify(body) })))
const at = (id: string) => ({ params: Promise.resolve({ id }) })
const patch = async (id: string, body: unknown, headers = member) =>
  answered(
    await PATCH(new Request(ADDRESS, { method: 'PATCH', headers, body: JSON.stringify(body) }), at(id)),
  )
const read = async (id: string, headers = viewer) =>
  answered(await getOne(new Request(ADDRESS, { headers }), at(id)))
const drop = async (id: string, headers = member) =>
  answered(await DELETE(new Request(ADDRESS, { method: 'DELETE', headers }), at(id)))
const list = async (query = '') =>
  answered(await getAll(new Request(`${ADDRESS}${query}`, { headers: viewer })))

describe('plans over REST', () => {
  it('are entered, read, changed, ended and taken back', async () => {
    const { status, body } = await post(plan)
    expect(status).toBe(201)
    const id = String(body.id)
    expect(body).toEqual({
      ...plan,
      id,
      holder_email: 'ann@example.com',
      paused: false,
      state: 'active',
      next_charge: { on: expect.stringMatching(/-01$/), amount_usd: '125.00' },
      terms: [
        {
          id: expect.any(String),
          effective_on: '2026-01-01',
          plan: 'team_standard',
          seats: 5,
          price: '125.00',
          price_usd: '125.00',
          paused: false,
        },
      ],
    })
    expect(await read(id)).toEqual({ status: 200, body })

    const changed = await patch(id, { effective_on: '2026-01-15', plan: 'team_premium', price: '625' })
    expect(changed.status).toBe(200)
    expect(changed.body).toMatchObject({
      plan: 'team_premium',
      seats: 5,
      price: '625.00',
      price_usd: '625.00',
    })
    expect(changed.body.terms).toHaveLength(2)

    expect((await patch(id, { ends_on: '2026-03-31' })).body).toMatchObject({
      ends_on: '2026-03-31',
      state: 'ended',
      next_charge: null,
    })
    expect((await list()).body).toMatchObject({ data: [{ id }], next_cursor: null })

    expect(await drop(id)).toEqual({ status: 204, body: {} })
    expect((await read(id)).status).toBe(404)
    expect((await drop(id)).status).toBe(404)
    expect((await list()).body).toEqual({ data: [], next_cursor: null })
  })

  it('take defaults, and link a credit', async () => {
    await prisma().organization.create({ data: { id: 'org-1', name: 'Acme', createdAt: new Date() } })
    const { status, body } = await post({
      holder_email: 'bob@example.com',
      plan: 'max',
      price: '90',
      currency: 'eur',
      price_usd: '100.5',
      cycle: 'monthly',
      starts_on: '2026-10-07',
      api_credit: { organization: 'org-1', claimed_on: '2026-10-09' },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      seats: 1,
      price: '90.00',
      currency: 'EUR',
      price_usd: '100.50',
      ends_on: null,
      api_credit: { organization: 'org-1', claimed_on: '2026-10-09' },
    })
  })

  it('are listed in pages', async () => {
    for (let index = 0; index < 3; index++) await post({ ...plan, seats: index + 1 })
    const first = (await list('?limit=2')).body as { data: { seats: number }[]; next_cursor: string }
    expect(first.data.map(({ seats }) => seats)).toEqual([1, 2])
    const second = (await list(`?limit=2&cursor=${first.next_cursor}`)).body as typeof first
    expect(second).toMatchObject({ data: [{ seats: 3 }], next_cursor: null })
    for (const query of [
      '?limit=0',
      '?limit=201',
      '?limit=x',
      '?limit=',
      '?limit=1e1',
      '?limit=0x10',
      '?limit=%2010',
      '?limit=10.0',
      '?cursor=x',
      '?colour=red',
      '?limit=1&limit=2',
    ])
      expect((await list(query)).status).toBe(400)
  })

  it('malformed input is 400 and names the field', async () => {
    const attempts: [unknown, string | undefined][] = [
      [{ ...plan, price: 125 }, 'price'],
      [{ ...plan, price: '125,00' }, 'price'],
      [{ ...plan, price: '-1' }, 'price'],
      [{ ...plan, price: '1e3' }, 'price'],
      [{ ...plan, price_usd: 'much' }, 'price_usd'],
      [{ ...plan, holder_email: 'ann' }, 'holder_email'],
      [{ ...plan, holder_email: 'ann\u0000@example.com' }, 'holder_email'],
      [{ ...plan, seats: 0 }, 'seats'],
      [{ ...plan, seats: 1.5 }, 'seats'],
      [{ ...plan, seats: '5' }, 'seats'],
      [{ ...plan, cycle: 'weekly' }, 'cycle'],
      [{ ...plan, starts_on: '2026-02-30' }, 'starts_on'],
      [{ ...plan, starts_on: ' 2026-11-22' }, 'starts_on'],
      [{ ...plan, starts_on: undefined }, 'starts_on'],
      [{ ...plan, currency: 'ZZZ' }, 'currency'],
      [{ ...plan, colour: 'red' }, 'colour'],
      [{ ...plan, api_credit: { organization: 'org-1' } }, 'api_credit.claimed_on'],
      [{ ...plan, api_credit: { organization: 'o', claimed_on: '2026-10-09', x: 1 } }, 'api_credit.x'],
      [[plan], undefined],
      [null, undefined],
    ]
    for (const [body, parameter] of attempts) {
      const refused = await post(body)
      expect(refused, JSON.stringify(body)).toMatchObject({ status: 400 })
      expect(refused.body.parameter).toBe(parameter)
    }
    expect(await prisma().plan.count()).toBe(0)
  })

  it('impossible input is 422 and names the field', async () => {
    const attempts: [object, string][] = [
      [{ plan: 'plus' }, 'plan'],
      [{ currency: 'EUR', price_usd: null }, 'price_usd'],
      [{ price_usd: '124.00' }, 'price_usd'],
      [{ ends_on: '2025-12-31' }, 'ends_on'],
      [{ price: '1000001', price_usd: null }, 'price'],
      [{ api_credit: { organization: 'nobody', claimed_on: '2026-10-09' } }, 'api_credit.organization'],
    ]
    for (const [change, parameter] of attempts)
      expect(await post({ ...plan, ...change })).toMatchObject({ status: 422, body: { parameter } })
    expect(await prisma().plan.count()).toBe(0)
  })

  it('changes are refused where they make no sense', async () => {
    const id = String((await post({ ...plan, currency: 'EUR', price_usd: '140' })).body.id)
    const attempts: [object, number, string][] = [
      [{ paused: true }, 400, 'effective_on'],
      [{}, 400, 'effective_on'],
      [{ effective_on: '2026-02-30', paused: true }, 400, 'effective_on'],
      [{ effective_on: '2026-02-01', paused: 'yes' }, 400, 'paused'],
      [{ effective_on: '2026-02-01' }, 422, 'effective_on'],
      [{ effective_on: '2026-01-01', paused: true }, 422, 'effective_on'],
      [{ effective_on: '2026-02-01', price: '150' }, 422, 'price_usd'],
      [{ effective_on: '2026-02-01', plan: 'plus' }, 422, 'plan'],
      [{ effective_on: '2026-02-01', paused: true, ends_on: '2026-03-01' }, 422, 'ends_on'],
      [{ ends_on: '2025-12-31' }, 422, 'ends_on'],
    ]
    for (const [body, status, parameter] of attempts)
      expect(await patch(id, body), JSON.stringify(body)).toMatchObject({ status, body: { parameter } })
    expect(await prisma().planTerm.count()).toBe(1)
    expect((await patch(id, { effective_on: '2026-02-01', price: '150', price_usd: '165' })).status).toBe(200)
    expect((await patch(id, { effective_on: '2026-02-01', paused: true })).status).toBe(409)
  })

  it('unknown ids are 404, viewers only read, strangers do nothing', async () => {
    const id = String((await post(plan)).body.id)
    for (const unknown of ['nobody', '00000000-0000-7000-8000-000000000000', "'; drop table plans; --"]) {
      expect((await read(unknown)).status).toBe(404)
      expect((await drop(unknown)).status).toBe(404)
      expect((await patch(unknown, { effective_on: '2026-02-01', paused: true })).status).toBe(404)
    }
    expect((await post(plan, viewer)).status).toBe(403)
    expect((await patch(id, { effective_on: '2026-02-01', paused: true }, viewer)).status).toBe(403)
    expect((await drop(id, viewer)).status).toBe(403)
    expect((await read(id, { authorization: 'Bearer nobody' })).status).toBe(401)
    expect((await read(id)).status).toBe(200)
  })
})

it('the catalogue is a list with exact prices', async () => {
  const { status, body } = await answered(
    await getCatalogue(new Request('http://localhost/api/v1/plan-catalogue', { headers: viewer })),
  )
  expect(status).toBe(200)
  const { data, next_cursor } = body as { data: Record<string, unknown>[]; next_cursor: null }
  expect(next_cursor).toBeNull()
  expect(data).toContainEqual({
    code: 'ultra',
    name: 'Ultra',
    cycle: 'monthly',
    per_seat: false,
    list_price_usd: '200.00',
    api_credit_usd: '200.00',
    valid_from: '2026-10-11',
    valid_to: null,
    source: expect.stringContaining('between 11 and 31 Oct 2026'),
    edited: false,
  })
})
