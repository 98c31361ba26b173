import { beforeAll, beforeEach, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { storeFinding } from '@/lib/db/finding-under-test'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { GET as getOne, POST } from './[id]/route'
import { GET as getAll } from './route'
import { findingAnswer } from './finding-answer'

useDatabase({ emptied: ['organizations', 'findings', 'api_keys'] })

const ADDRESS = 'http://localhost/api/v1/findings'
const CREATED = new Date('2026-03-10T08:30:00Z')
const bearer: Partial<Record<Role, Record<string, string>>> = {}

beforeAll(async () => {
  for (const role of ['viewer', 'member'] as const) {
    const { token } = await createToken(systemActor('test'), { name: role, role }, new Date())
    bearer[role] = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  }
})

beforeEach(async () => {
  for (const [id, isDemo] of [
    ['org', false],
    ['other', false],
    ['told', true],
  ] as const)
    await prisma().organization.create({ data: { id, name: id, isDemo, createdAt: CREATED } })
  await prisma().apiKey.create({
    data: { organizationId: 'org', id: 'k1', name: 'ci-key', status: 'active' },
  })
})

type Body = Record<string, unknown> & { data: { id: string; sentence: string }[]; next_cursor: string | null }

async function answered(answer: Response) {
  return { status: answer.status, body: (await answer.json()) as Body }
}
const at = (id: string) => ({ params: Promise.resolve({ id }) })
const list = async (query = '') => {
  const { status, body } = await answered(
    await getAll(new Request(`${ADDRESS}?${query}`, { headers: bearer.viewer })),
  )
  return { status, body, ids: body.data?.map(({ id }) => id) }
}
const read = async (id: string) =>
  answered(await getOne(new Request(`${ADDRESS}/x`, { headers: bearer.viewer }), at(id)))
const post = async (id: string, body: unknown, role: 'viewer' | 'member' = 'member') =>
  answered(
    await POST(
      new Request(`${ADDRESS}/x`, { method: 'POST', headers: bearer[role], body: JSON.stringify(body) }),
      at(id),
    ),
  )

it('answers a finding in the words of the contract, amounts exact, evidence linked', async () => {
  const id = await storeFinding()
  const { body } = await list()
  expect(findingAnswer.array().parse(body.data)).toEqual(body.data)
  expect(body.data).toEqual([
    expect.objectContaining({
      id,
      rule: 'key-overrides-plan',
      severity: 'high',
      state: 'open',
      subject: { type: 'key', id: 'k1' },
      subject_name: 'ci-key',
      first_seen: '2026-11-18',
      detected_at: '2026-11-18T03:05:00.000Z',
      at_stake_usd: '12.00',
      sentence: 'Claude Code billed the key ci-key.',
    }),
  ])
  expect((body.data[0] as unknown as { evidence: unknown }).evidence).toEqual([
    {
      what: 'Claude Code on ci-key',
      when: '2026-11-18',
      amount_usd: '12.345678901',
      from: '2026-11-18',
      to: '2026-11-18',
      url: expect.stringMatching(/\/keys\/org\/k1\?from=2026-11-18&until=2026-11-18&bucket=hour$/),
    },
    expect.objectContaining({ amount_usd: null, url: expect.stringMatching(/\/plans\/p1$/) }),
  ])
})

it('lists the worst first, then what has most at stake, page by page, told stories aside', async () => {
  const [low, small, large, medium] = [
    await storeFinding({ episode: '2026-11-01', severity: 'low', dollars: 900 }),
    await storeFinding({ episode: '2026-11-02', severity: 'high', dollars: 1 }),
    await storeFinding({ episode: '2026-11-03', severity: 'high', dollars: 50 }),
    await storeFinding({ episode: '2026-11-04', severity: 'medium', dollars: 10 }),
  ]
  const twin = await storeFinding({ episode: '2026-11-05', severity: 'medium', dollars: 10 })
  const told = await storeFinding({ organizationId: 'told' })
  const [first, second] = [medium, twin].sort()
  expect((await list()).ids).toEqual([large, small, first, second, low])
  expect((await list('data=demo')).ids).toEqual([told])
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await list(`limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...page.ids)
    cursor = page.body.next_cursor
  } while (cursor)
  expect(seen).toEqual([large, small, first, second, low])
  expect((await list('cursor=bm8')).status).toBe(400)
})

it('filters, each filter also more than once', async () => {
  const key = await storeFinding()
  const workspace = await storeFinding({
    ...{ subjectType: 'workspace', subjectId: 'k1', rule: 'forgotten-workspace', severity: 'low' },
    ...{ state: 'snoozed', silentUntil: new Date('2999-01-01') },
  })
  const woken = await storeFinding({
    ...{ organizationId: 'other', subjectId: 'k2', rule: 'leaked-key', severity: 'medium' },
    ...{ state: 'snoozed', silentUntil: new Date('2026-01-01') },
  })
  const gone = await storeFinding({ episode: '2026-01-01', severity: 'low', goneAt: CREATED })
  const asked = async (query: string) => (await list(query)).ids
  expect(await asked('state=open')).toEqual([key, woken])
  expect(await asked('state=snoozed')).toEqual([workspace])
  expect(await asked('state=resolved')).toEqual([gone])
  expect(await asked('state=snoozed&state=open&severity=low&severity=medium')).toEqual([woken, workspace])
  expect(await asked('rule=leaked-key')).toEqual([woken])
  expect(await asked('key=k1')).toEqual([key, gone])
  expect(await asked('organization=other')).toEqual([woken])
  expect((await list('rule=no-such-rule')).body).toMatchObject({ status: 400, parameter: 'rule' })
  expect((await list('state=closed')).body).toMatchObject({ status: 400, parameter: 'state' })
})

it('is judged by members, and answers how it stands', async () => {
  const id = await storeFinding()
  expect((await post(id, { state: 'acknowledged', note: 'on it' }, 'viewer')).status).toBe(403)
  expect(await post(id, { state: 'acknowledged', note: 'on it' })).toMatchObject({
    status: 200,
    body: { id, state: 'acknowledged', note: 'on it', events: [{ kind: 'acknowledged', by: 'member' }] },
  })
  expect(await post(id, { state: 'snoozed', note: 'later', until: '2090-01-01' })).toMatchObject({
    status: 422,
    body: { parameter: 'until' },
  })
  const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  const body = { state: 'expected', note: 'a load test', until: soon, owner: 'Ada@example.com' }
  expect(await post(id, body)).toMatchObject({
    status: 200,
    body: { state: 'expected', owner: 'ada@example.com', silent_until: `${soon}T00:00:00.000Z` },
  })
  expect(await read(id)).toMatchObject({ status: 200, body: { state: 'expected', note: 'a load test' } })
  expect((await post(id, { state: 'open', note: 'over' })).body).toMatchObject({ state: 'open', owner: null })
})

it.each<[number, string | null, unknown]>([
  [400, 'state', { state: 'closed' }],
  [400, 'until', { state: 'snoozed', until: '2026-02-30' }],
  [400, 'until', { state: 'snoozed', until: 'soon' }],
  [400, 'owner', { state: 'expected', until: '2026-12-01', owner: 'nobody' }],
  [400, 'why', { state: 'resolved', why: 'x' }],
  [422, 'until', { state: 'snoozed', note: 'x' }],
  [422, 'until', { state: 'snoozed', until: '2020-01-01' }],
  [422, 'owner', { state: 'resolved', owner: 'a@example.com' }],
  [422, 'state', {}],
])('%s at %s for %j', async (status, parameter, body) => {
  const id = await storeFinding()
  expect(await post(id, body)).toMatchObject({ status, body: { status, parameter } })
  expect((await read(id)).body).toMatchObject({ state: 'open', events: [] })
})

it('is 404 for what is none', async () => {
  expect((await read('nothing')).status).toBe(404)
  expect((await post('nothing', { state: 'resolved' })).status).toBe(404)
})
