import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { pool, prisma } from '@/lib/db/client'
import { SUM_DAYS } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { GET } from './route'

useDatabase()
let authorization: string

beforeAll(async () => {
  const { token } = await createToken(systemActor('test'), { name: 'reader', role: 'viewer' }, new Date())
  authorization = `Bearer ${token}`
  const createdAt = new Date('2026-11-01T00:00:00Z')
  await prisma().organization.create({
    data: {
      id: 'org',
      name: 'Acme',
      createdAt,
      connection: { create: { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt } },
    },
  })
  await pool().query(
    `insert into spend_rollup (organization_id, day, api_key_id, workspace_id, model, product, amount_nano,
       list_amount_nano, cost_lines, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches,
       requests)
     values ('org', '2026-10-05', null, 'w', null, null, 1234567, 0, 1, 1, 2, 3, 4, 5, 6, 7),
            ('org', '2026-10-06', 'k', 'w', 'm', null, -5000000000, 0, 1, 0, 0, 0, 0, 0, 0, 0)`,
  )
  await pool().query(SUM_DAYS, ['org', ['2026-10-05', '2026-10-06']])
})

async function ask(search: string, headers: Record<string, string> = { authorization }) {
  const answer = await GET(new Request(`http://localhost/api/v1/timeline?${search}`, { headers }))
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const RANGE = 'from=2026-10-05&to=2026-10-08'

describe('GET /api/v1/timeline', () => {
  it('answers as the contract says', async () => {
    expect(await ask(`${RANGE}&group=key`)).toEqual({
      status: 200,
      body: {
        from: '2026-10-05',
        to: '2026-10-08',
        bucket: 'day',
        group: 'key',
        basis: 'spread',
        metric: 'cost',
        currency: 'USD',
        rows: [
          {
            start: '2026-10-05',
            group: null,
            name: 'No key (Console, Playground)',
            pool: 'api',
            amount_usd: '0.001234567',
            quality: 'provisional',
          },
          {
            start: '2026-10-06',
            group: 'k',
            name: 'k',
            pool: 'api',
            amount_usd: '-5.00',
            quality: 'provisional',
          },
        ],
        total_usd: '-4.998765433',
        by_pool_usd: { plan: '0.00', usage_credits: '0.00', api: '-4.998765433', api_credit: '0.00' },
        coverage: ['2026-10-05', '2026-10-06', '2026-10-07'].map((day) => ({ day, state: 'not_synced' })),
      },
    })
  })

  it('gives counts as integers in place of amounts', async () => {
    const tokens = await ask(`${RANGE}&metric=tokens&bucket=total`)
    expect(tokens.body.rows).toEqual([
      {
        start: '2026-10-05',
        group: null,
        name: 'API usage',
        pool: 'api',
        uncached_input: 1,
        cache_write_5m: 3,
        cache_write_1h: 4,
        cache_read: 2,
        output: 5,
        web_searches: 6,
        quality: 'provisional',
      },
    ])
    const requests = await ask(`${RANGE}&metric=requests&group=model`)
    expect(requests.body.rows).toEqual([expect.objectContaining({ group: 'other', requests: 7 })])
  })

  it('takes filters, repeated ones and usage without a key', async () => {
    const rowsOf = async (search: string) => (await ask(`${RANGE}&${search}`)).body.rows as unknown[]
    expect(await rowsOf('key=')).toHaveLength(1)
    expect(await rowsOf('key=null&key=k')).toHaveLength(2)
    expect(await rowsOf('key=null&model=m')).toHaveLength(0)
    expect(await rowsOf('workspace=w&organization=org&pool=api&plan=api')).toHaveLength(2)
    expect(await rowsOf('product=unattributed')).toHaveLength(2)
  })

  it.each([
    ['', 'from'],
    ['from=2026-10-05', 'to'],
    ['from=2026-02-30&to=2026-10-08', 'from'],
    ['from=2026-10-05T00:00:00Z&to=2026-10-08', 'from'],
    ['from=%202026-10-05&to=2026-10-08', 'from'],
    ['from=2026-10-08&to=2026-10-08', 'to'],
    ['from=2026-10-08&to=2026-10-05', 'to'],
    ['from=2023-01-01&to=2026-01-06', 'to'],
    ['from=2026-10-01&to=2026-10-09&bucket=hour', 'bucket'],
    [`${RANGE}&bucket=year`, 'bucket'],
    [`${RANGE}&group=keys`, 'group'],
    [`${RANGE}&basis=cash`, 'basis'],
    [`${RANGE}&metric=money`, 'metric'],
    [`${RANGE}&pool=cash`, 'pool'],
    [`${RANGE}&limit=5`, 'limit'],
    [`${RANGE}&from=2026-10-05`, 'from'],
    [`${RANGE}&model=`, 'model'],
    [`${RANGE}&key=%00`, 'key'],
    [`${RANGE}&group=person&bucket=hour`, 'bucket'],
    [`${RANGE}&person=somebody&bucket=hour`, 'bucket'],
    [`${RANGE}&data=told`, 'data'],
  ])('refuses %s, naming %s', async (search, parameter) => {
    const { status, body } = await ask(search)
    expect(status).toBe(400)
    expect(String(body.parameter)).toContain(parameter)
    expect(body.detail).toMatch(/\.$/)
  })

  it('calls what no source gives an unsupported combination', async () => {
    const { body } = await ask(`${RANGE}&group=person&bucket=hour`)
    expect(body.type).toMatch(/unsupported_combination$/)
    expect(body.detail).toContain('Usage and Cost Analytics API')
  })

  it('gives people what nobody told of them as unattributed, and no demo where there is none', async () => {
    const { body } = await ask(`${RANGE}&group=person`)
    expect(body.rows).toMatchObject([{ group: 'unattributed' }, { group: 'unattributed' }])
    expect(body.total_usd).toBe('-4.998765433')
    expect((await ask(`${RANGE}&data=demo`)).body).toMatchObject({ rows: [], total_usd: '0.00' })
  })

  it('is for bearers only', async () => {
    expect((await ask(RANGE, {})).status).toBe(401)
  })

  it('gives what a key is for on the day of its spend, and takes the same as a filter', async () => {
    await prisma().keyAssignment.create({
      data: {
        ...{ organizationId: 'org', keyId: 'k', effectiveOn: '2026-10-06', ownerEmail: 'ada@example.com' },
        ...{ tags: ['nightly', 'batch'], createdAt: new Date() },
      },
    })
    const rowsOf = async (search: string) =>
      ((await ask(`${RANGE}&bucket=total&${search}`)).body.rows as Record<string, unknown>[]).map(
        ({ group, name, amount_usd }) => [group, name, amount_usd],
      )
    const withoutKey = [null, 'No key (Console, Playground)', '0.001234567']
    expect(await rowsOf('group=owner')).toEqual([['ada@example.com', 'ada@example.com', '-5.00'], withoutKey])
    expect(await rowsOf('group=tag')).toEqual([['batch + nightly', 'batch + nightly', '-5.00'], withoutKey])
    expect(await rowsOf('group=cost_centre')).toEqual([['none', 'No cost centre', '-5.00'], withoutKey])
    for (const filter of [
      'owner=Ada@Example.com',
      'tag=batch',
      'tag=batch%20%2B%20nightly',
      'application=none',
    ])
      expect((await ask(`${RANGE}&${filter}`)).body.total_usd, filter).toBe('-5.00')
    expect((await ask(`${RANGE}&owner=null`)).body.total_usd).toBe('0.001234567')
    expect((await ask(`${RANGE}&tag=night`)).body.total_usd).toBe('0.00')
  })
})
