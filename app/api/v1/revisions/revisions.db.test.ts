import { beforeAll, expect, test } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { GET as GET_ONE } from './[id]/route'
import { GET } from './route'

useDatabase()
let authorization: string

const NOTICED = new Date('2026-06-20T08:00:00Z')

beforeAll(async () => {
  const { token } = await createToken(systemActor('test'), { name: 'reader', role: 'viewer' }, new Date())
  authorization = `Bearer ${token}`
  for (const [id, isDemo] of [
    ['org-a', false],
    ['org-b', false],
    ['told', true],
  ] as const)
    await prisma().organization.create({ data: { id, name: id, isDemo, createdAt: NOTICED } })
  const revision = (id: string, organizationId: string, day: string, afterNano: bigint, minutes: number) =>
    prisma().revision.create({
      data: {
        id,
        organizationId,
        day: new Date(day),
        noticedAt: new Date(NOTICED.getTime() + minutes * 60_000),
        beforeNano: 2_000_000_000n,
        afterNano,
      },
    })
  await revision('first', 'org-a', '2026-06-14', 1_590_000_000n, 0)
  await revision('same-b', 'org-a', '2026-06-15', 2_000_000_001n, 1)
  await revision('same-a', 'org-b', '2026-06-15', 2_000_000_000n, 1)
  await revision('last', 'org-b', '2026-06-16', 12_000_000_000n, 2)
  await revision('of-a-story', 'told', '2026-06-16', 0n, 3)
  const startsAt = new Date('2026-06-14T05:00:00Z')
  await prisma().revisionRow.createMany({
    data: [
      {
        revisionId: 'first',
        ordinal: 0,
        kind: 'cost',
        startsAt,
        apiKeyId: 'k',
        model: 'm',
        costType: 'tokens',
        tokenType: 'output_tokens',
        before: { amount: '2000000000', list: '2500000000' },
        after: { amount: '1590000000', list: null },
      },
      {
        revisionId: 'first',
        ordinal: 1,
        kind: 'usage',
        startsAt,
        before: {
          uncached_input: 1,
          cache_read: 2,
          cache_write_5m: 3,
          cache_write_1h: 4,
          output: 5,
          web_searches: 6,
          requests: null,
        },
      },
    ],
  })
})

async function ask(search: string) {
  const answer = await GET(
    new Request(`http://localhost/api/v1/revisions?${search}`, { headers: { authorization } }),
  )
  const body = (await answer.json()) as { data: { id: string }[]; next_cursor: string | null }
  return { status: answer.status, body, ids: body.data?.map(({ id }) => id) }
}

async function askOne(id: string) {
  const answer = await GET_ONE(
    new Request(`http://localhost/api/v1/revisions/${id}`, { headers: { authorization } }),
    { params: Promise.resolve({ id }) },
  )
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('lists what Anthropic restated, newest first, told stories aside', async () => {
  const { status, body, ids } = await ask('')
  expect(status).toBe(200)
  expect(ids).toEqual(['last', 'same-b', 'same-a', 'first'])
  expect(body.data[3]).toEqual({
    id: 'first',
    organization_id: 'org-a',
    day: '2026-06-14',
    noticed_at: '2026-06-20T08:00:00.000Z',
    before_usd: '2.00',
    after_usd: '1.59',
    delta_usd: '-0.41',
    rows: 2,
    sentence: 'Anthropic restated 14 Jun 2026 by −$0.41.',
  })
  expect(body.data[0]).toMatchObject({ sentence: 'Anthropic restated 16 Jun 2026 by +$10.00.' })
  expect(body.data[2]).toMatchObject({
    delta_usd: '0.00',
    sentence: 'Anthropic restated 15 Jun 2026 without changing the amount.',
  })
})

test('by day, by organisation, and page by page without a gap', async () => {
  expect((await ask('from=2026-06-15&to=2026-06-16')).ids).toEqual(['same-b', 'same-a'])
  expect((await ask('organization=org-a')).ids).toEqual(['same-b', 'first'])
  const pages: string[] = []
  let cursor: string | null = null
  do {
    const { body, ids } = await ask(`limit=1${cursor ? `&cursor=${cursor}` : ''}`)
    pages.push(...(ids ?? []))
    cursor = body.next_cursor
  } while (cursor)
  expect(pages).toEqual(['last', 'same-b', 'same-a', 'first'])
  expect((await ask('data=demo')).ids).toEqual(['of-a-story'])
  expect((await ask('cursor=unknown')).status).toBe(400)
  expect((await ask('day=2026-06-15')).status).toBe(400)
})

test('one of them with every fact that changed', async () => {
  const { status, body } = await askOne('first')
  expect(status).toBe(200)
  expect(body.changes).toEqual([
    {
      kind: 'cost',
      starts_at: '2026-06-14T05:00:00.000Z',
      api_key_id: 'k',
      workspace_id: null,
      model: 'm',
      product: null,
      service_tier: null,
      cost_type: 'tokens',
      token_type: 'output_tokens',
      before: { amount_usd: '2.00', list_amount_usd: '2.50' },
      after: { amount_usd: '1.59', list_amount_usd: null },
    },
    expect.objectContaining({
      kind: 'usage',
      before: expect.objectContaining({ uncached_input: 1, requests: null }) as object,
      after: null,
    }),
  ])
  expect((await askOne('unknown')).status).toBe(404)
})
