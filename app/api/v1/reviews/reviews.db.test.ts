import { beforeEach, describe, expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { Role } from '@/lib/domain/viewer'
import { readOrganization, REVIEW_TABLES, usualSpend } from '@/lib/publish/reviews/reviews-under-test'
import { GET as LIST } from './route'
import { GET } from './[period]/route'
import { POST as SAY } from './[period]/lines/[id]/route'
import { POST as REOPEN } from './[period]/reopen/route'
import { POST as SIGN } from './[period]/sign/route'
import { reviewAnswer } from './review-answer'

useDatabase({ emptied: REVIEW_TABLES })

const ADDRESS = 'http://localhost/api/v1/reviews'
let token: Record<'viewer' | 'member', string>

beforeEach(async () => {
  vi.stubEnv('ONEBILL_TEST', '1')
  vi.stubEnv('ONEBILL_NOW', '2026-11-18T09:00:00Z')
  const of = async (role: Role) =>
    (await createToken(systemActor('test'), { name: role, role }, new Date())).token
  token = { viewer: await of('viewer'), member: await of('member') }
  await readOrganization('a', day('2026-11-18'))
  await usualSpend('a', day('2026-11-18'))
  return () => vi.unstubAllEnvs()
})

const asked = (role: keyof typeof token, query: string, body?: unknown) =>
  new Request(`${ADDRESS}${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token[role]}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const at = <P extends object>(params: P) => ({ params: Promise.resolve(params) }) as never

interface Line {
  id: string
  kind: string
  decision: string | null
  revision: number
}
interface Answer {
  status: number
  body: { lines: Line[]; revision: number; detail: string; parameter?: string } & Record<string, unknown>
}

async function answered(answer: Promise<Response>): Promise<Answer> {
  const response = await answer
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

const read = (period = '2026-W46', query = '', role: keyof typeof token = 'viewer') =>
  answered(GET(asked(role, query), at({ period })))
const say = (
  id: string,
  body: unknown,
  { period = '2026-W46', role = 'member' as keyof typeof token } = {},
) => answered(SAY(asked(role, '', body), at({ period, id })))
const sign = (body: unknown = {}, role: keyof typeof token = 'member', period = '2026-W46') =>
  answered(SIGN(asked(role, '', body), at({ period })))
const reopen = (role: keyof typeof token = 'member') =>
  answered(REOPEN(asked(role, '', {}), at({ period: '2026-W46' })))

async function firstLine(): Promise<Line> {
  const [line] = (await read()).body.lines
  if (!line) throw new Error('nothing is asked')
  return line
}

describe('a review', () => {
  it('is answered as the contract says, and closed by asking', async () => {
    const { status, body } = await read()
    expect(status).toBe(200)
    expect(reviewAnswer.strict().safeParse(body).error).toBeUndefined()
    expect(body).toMatchObject({
      ...{ week: '2026-W46', state: 'open', preview: null, signed_by: null, signed_at: null, revision: 0 },
      sentence: '$63.00 spent, +$21.00 (+50\u202f%) against the week before.',
      total: { amount_usd: '63.00', before_usd: '42.00', long_before_usd: '42.00' },
      reasons: [{ reason: 'volume', amount_usd: '21.00' }],
      lines: [
        {
          kind: 'mover',
          subject: { type: 'key', id: 'k1' },
          decision: null,
          note: null,
          amount_usd: '21.00',
        },
        { kind: 'ownerless', amount_usd: '63.00' },
      ],
    })
    expect((await read()).body.taken_at).toBe(body.taken_at)
  })

  it('of a month is the same', async () => {
    expect((await read('2026-10')).body).toMatchObject({ week: '2026-10', kind: 'month', state: 'open' })
  })

  it('that still runs is a preview, on which nothing can be decided', async () => {
    const { body } = await read('2026-W47')
    expect(reviewAnswer.strict().safeParse(body).error).toBeUndefined()
    expect(body).toMatchObject({ state: 'open', preview: expect.stringContaining('runs until') as string })
    for (const refused of [
      await say('preview-1', { decision: 'keep' }, { period: '2026-W47' }),
      await sign({}, 'member', '2026-W47'),
    ])
      expect(refused).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('runs until') as string },
      })
  })

  it.each([
    ['2026-W48', 404],
    ['2026-W10', 404],
    ['2026-W99', 400],
    ['last', 400],
  ])('of %s is %i, naming the period', async (period, status) => {
    expect(await read(period)).toMatchObject({ status, body: { parameter: 'period' } })
  })

  it('of the told story is another one', async () => {
    await readOrganization('told', day('2026-11-18'), { isDemo: true })
    expect((await read('2026-W46', '?data=demo')).body).toMatchObject({
      total: { amount_usd: '0.00' },
      lines: [],
    })
    expect((await read('2026-W46', '?data=both')).body).toMatchObject({ status: 400, parameter: 'data' })
  })
})

describe('a line', () => {
  it('is decided by a member, and by nobody below', async () => {
    const { id } = await firstLine()
    expect(await say(id, { decision: 'keep' }, { role: 'viewer' })).toMatchObject({ status: 403 })
    const body = { decision: 'expected', note: 'the launch', assignee: 'Ada@Example.com', revision: 0 }
    expect(await say(id, body)).toMatchObject({
      status: 200,
      body: {
        id,
        decision: 'expected',
        note: 'the launch',
        assignee: 'ada@example.com',
        decided_by: 'member',
        revision: 1,
      },
    })
    expect((await firstLine()).decision).toBe('expected')
  })

  it('that somebody decided since is 409 with a revision, and the last one stands without', async () => {
    const { id } = await firstLine()
    await say(id, { decision: 'expected', revision: 0 })
    expect(await say(id, { decision: 'keep', revision: 0 })).toMatchObject({
      status: 409,
      body: { parameter: 'revision', detail: expect.stringContaining('member said “Expected”') as string },
    })
    expect(await say(id, { decision: 'keep' })).toMatchObject({
      status: 200,
      body: { decision: 'keep', revision: 2 },
    })
    expect(await say(id, { decision: null })).toMatchObject({
      status: 200,
      body: { decision: null, revision: 3 },
    })
  })

  it.each([
    [{ decision: 'delete' }, 400, 'decision'],
    [{ decision: 'keep', revision: -1 }, 400, 'revision'],
    [{ decision: 'keep', odd: 1 }, 400, 'odd'],
    [{}, 422, 'decision'],
    [{ decision: 'keep', note: 'x'.repeat(1001) }, 400, 'note'],
    [{ deactivated: true }, 409, undefined],
  ])('%j is %i by name', async (body, status, parameter) => {
    const { id } = await firstLine()
    const refused = await say(id, body)
    expect(refused.status).toBe(status)
    expect(refused.body.parameter).toBe(parameter)
    expect((await firstLine()).revision).toBe(0)
  })

  it('that is not there is 404', async () => {
    expect(await say('nothing', { decision: 'keep' })).toMatchObject({
      status: 404,
      body: { parameter: 'id' },
    })
  })
})

describe('a signature', () => {
  it('is set once, closes the lines, and can be taken back', async () => {
    const { id } = await firstLine()
    expect(await sign({}, 'viewer')).toMatchObject({ status: 403 })
    await say(id, { decision: 'keep' })
    expect(await sign({ revision: 0 })).toMatchObject({ status: 409, body: { parameter: 'revision' } })
    expect(await sign({ note: 'all fine', revision: 1 })).toMatchObject({
      status: 200,
      body: {
        state: 'signed',
        signed_by: 'member',
        sign_note: 'all fine',
        signed_at: '2026-11-18T09:00:00.000Z',
      },
    })
    expect(await sign()).toMatchObject({ status: 409 })
    expect(await say(id, { decision: 'later' })).toMatchObject({ status: 409 })
    expect(await reopen('viewer')).toMatchObject({ status: 403 })
    expect(await reopen()).toMatchObject({ status: 200, body: { state: 'open', signed_by: null } })
    expect(await reopen()).toMatchObject({ status: 409 })
    expect(await say(id, { decision: 'later' })).toMatchObject({ status: 200 })
  })
})

it('lists closed reviews by page, the latest first, with what they come to', async () => {
  for (const period of ['2026-W44', '2026-W46', '2026-W45', '2026-10']) await read(period)
  await sign()
  const list = (query: string) => answered(LIST(asked('viewer', query)))
  const first = await list('?limit=2')
  expect(first.body).toMatchObject({
    data: [
      { week: '2026-W46', state: 'signed', undecided: 2 },
      { week: '2026-W45', state: 'open', total_usd: '42.00' },
    ],
    next_cursor: '2026-W45',
    trend: { signed: 1, stopped_monthly_usd: '0.00', stopped_since: null },
  })
  expect((await list('?limit=2&cursor=2026-W45')).body).toMatchObject({
    data: [{ week: '2026-W44' }],
    next_cursor: null,
  })
  expect((await list('?kind=month')).body).toMatchObject({ data: [{ week: '2026-10' }] })
  expect(await list('?cursor=2026-10')).toMatchObject({ status: 400, body: { parameter: 'cursor' } })
})
