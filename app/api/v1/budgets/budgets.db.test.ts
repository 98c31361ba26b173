import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createPlan } from '@/lib/commands/plans'
import { createToken } from '@/lib/commands/tokens'
import { pool, prisma } from '@/lib/db/client'
import { SUM_DAYS } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, addMonths, dayOf, daysBetween, daysIn, firstOfMonth } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { Role } from '@/lib/domain/viewer'
import { GET as readTimeline } from '../timeline/route'
import { DELETE, GET as getOne, PATCH } from './[id]/route'
import { GET as getAll, POST } from './route'

const ADDRESS = 'http://localhost/api/v1/budgets'
const now = new Date()
const today = dayOf(now)
const days = daysIn({ from: firstOfMonth(today), to: addDays(today, 1) })
const tokens = {} as Record<Role, Record<string, string>>

useDatabase({ emptied: ['budgets', 'plans'] })

/** A key that costs $2.50 a day, and usage without a key for a nano-dollar a day, all of this month. */
beforeAll(async () => {
  for (const role of ['viewer', 'member', 'admin', 'owner'] as const) {
    const { token } = await createToken(systemActor('test'), { name: role, role }, now)
    tokens[role] = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  }
  const createdAt = now
  await prisma().organization.create({
    data: {
      ...{ id: 'org', name: 'Acme', createdAt },
      connection: {
        create: { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt, lastSyncedAt: now },
      },
      apiKeys: { create: { id: 'key_1', name: 'ci-bot', status: 'active', createdAt: new Date(days[0]!) } },
      workspaces: { create: { id: 'wrk_1', name: 'Production', isDefault: true } },
    },
  })
  await pool().query(
    `insert into spend_rollup (organization_id, day, api_key_id, workspace_id, model, product, amount_nano,
       list_amount_nano, cost_lines, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches,
       requests)
     select 'org', day, key, 'wrk_1', 'm', null, amount, amount, 1, 1, 0, 0, 0, 0, 0, 1
     from unnest($1::date[]) day, (values ('key_1', 2500000000), (null, 1)) spent (key, amount)`,
    [days],
  )
  await pool().query(SUM_DAYS, ['org', days])
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select 'org', day, 'synced', 'analytics', 'hour', 'd', 1, 1, $2 from unnest($1::date[]) day`,
    [days, now],
  )
})

interface Answered {
  status: number
  body: Record<string, unknown>
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

const at = (id: unknown) => ({ params: Promise.resolve({ id: String(id) }) })
const send = (method: string, headers: Record<string, string>, body?: unknown) =>
  new Request(ADDRESS, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
const post = async (body: unknown, role: Role = 'admin') =>
  answered(await POST(send('POST', tokens[role], body)))
const patch = async (id: unknown, body: unknown, role: Role = 'admin') =>
  answered(await PATCH(send('PATCH', tokens[role], body), at(id)))
const read = async (id: unknown) => answered(await getOne(send('GET', tokens.viewer), at(id)))
const drop = async (id: unknown) => answered(await DELETE(send('DELETE', tokens.admin), at(id)))

const usd = (nanoDollars: bigint) => {
  const digits = nanoDollars.toString().padStart(10, '0')
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/(\.\d\d\d*?)0+$/, '$1')
}
const SPENT = BigInt(days.length) * 2_500_000_000n
const budget = {
  name: 'CI',
  scope: { key: 'key_1' },
  amount: usd(SPENT * 10n),
  period: 'month',
  thresholds: [50, 75, 90, 100],
  guard: false,
}

describe('/api/v1/budgets', () => {
  it('takes the body of the contract and answers how it stands', async () => {
    const { status, body } = await post(budget)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...budget,
      guard_mode: 'off',
      period_start: days[0],
      spent_usd: usd(SPENT),
      estimated_usd: '0.00',
      state: 'ok',
      over: [],
      stale_because: [],
    })
    const whole = usd(BigInt(daysBetween(days[0]!, addMonths(days[0]!, 1))) * 2_500_000_000n)
    expect(body.forecast_usd).toEqual(days.length > 3 ? { low: whole, high: whole } : null)
    expect((await read(body.id)).body).toEqual(body)
    const list = await answered(await getAll(send('GET', tokens.viewer)))
    expect(list.body).toEqual({ data: [body], next_cursor: null })
  })

  it('counts what the timeline counts, plans and API together', async () => {
    await createPlan(
      systemActor('test'),
      {
        ...{ holderEmail: 'ann@example.com', planCode: 'pro', seats: 1, price: nano(20_000_000_001n) },
        ...{
          currency: 'USD',
          priceUsd: null,
          cycle: 'monthly',
          startsOn: addDays(days[0]!, -40),
          endsOn: null,
        },
        apiCredit: null,
      },
      now,
    )
    const range = `from=${days[0]}&to=${addDays(today, 1)}&bucket=total`
    const total = async (filter: string) => {
      const request = new Request(`http://localhost/api/v1/timeline?${range}${filter}`, {
        headers: tokens.viewer,
      })
      return (await answered(await readTimeline(request))).body.total_usd
    }
    const spent = async (scope: unknown) => (await post({ ...budget, scope })).body.spent_usd
    expect(await spent({})).toBe(await total(''))
    expect(await spent({ pool: 'plan' })).toBe(await total('&pool=plan'))
    expect(await spent({ pool: ['api', 'api_credit'] })).toBe(await total('&pool=api'))
    expect(await spent({ workspace: 'wrk_1', model: 'm' })).toBe(await total('&workspace=wrk_1&model=m'))
    expect(await spent({ owner: 'Ann@example.com' })).toBe(await total('&pool=plan'))
  })

  it('is exceeded over 100 %, and not at it; a warning over a threshold, and not at it', async () => {
    const stateAt = async (amount: bigint) => (await post({ ...budget, amount: usd(amount) })).body.state
    expect(await stateAt(SPENT)).toBe('warning')
    expect(await stateAt(SPENT - 1n)).toBe('exceeded')
    expect(await stateAt(SPENT * 2n)).toBe('ok')
    expect(await stateAt(SPENT * 2n - 2n)).toBe('warning')
  })

  it('is stale where a day is missing, and has no data where nothing that counts is known', async () => {
    const { body } = await post(budget)
    await pool().query(`delete from coverage where day = $1`, [today])
    try {
      expect((await read(body.id)).body).toMatchObject({
        state: days.length === 1 ? 'no_data' : 'stale',
        stale_because: [`Acme: ${today} not read yet.`],
      })
    } finally {
      await pool().query(
        `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
         values ('org', $1, 'synced', 'analytics', 'hour', 'd', 1, 1, $2)`,
        [today, now],
      )
    }
    expect((await post({ ...budget, scope: { pool: 'usage_credits' } })).body).toMatchObject({
      state: 'no_data',
      forecast_usd: null,
      quality: null,
    })
  })

  it('follows the cycle of the plan, and asks which where there are several', async () => {
    expect(await post({ ...budget, scope: {}, period: 'plan_cycle' })).toMatchObject({
      status: 422,
      body: { parameter: 'scope.plan' },
    })
    const plan = { holderEmail: 'ann@example.com', planCode: 'pro', seats: 1, price: nano(20_000_000_000n) }
    const enter = () =>
      createPlan(
        systemActor('test'),
        {
          ...{ ...plan, currency: 'USD', priceUsd: null, cycle: 'monthly' },
          ...{ startsOn: addDays(today, -3), endsOn: null, apiCredit: null },
        } as const,
        now,
      )
    const { id } = await enter()
    const { status, body } = await post({ ...budget, scope: { pool: 'plan' }, period: 'plan_cycle' })
    expect([status, body.period_start, body.scope]).toEqual([
      201,
      addDays(today, -3),
      { pool: 'plan', plan: id },
    ])
    await enter()
    expect((await post({ ...budget, scope: {}, period: 'plan_cycle' })).status).toBe(422)
    expect((await post({ ...budget, scope: { plan: id }, period: 'plan_cycle' })).status).toBe(201)
  })

  it('refuses what cannot be meant, by its name', async () => {
    const refused = async (change: object) => {
      const { status, body } = await post({ ...budget, ...change })
      return [status, body.parameter]
    }
    expect(await refused({ amount: '0' })).toEqual([400, 'amount'])
    expect(await refused({ amount: 10 })).toEqual([400, 'amount'])
    expect(await refused({ period: 'year' })).toEqual([400, 'period'])
    expect(await refused({ thresholds: [0] })).toEqual([400, 'thresholds.0'])
    expect(await refused({ thresholds: [50.5] })).toEqual([400, 'thresholds.0'])
    expect(await refused({ scope: { colour: 'red' } })).toEqual([400, 'scope.colour'])
    expect(await refused({ scope: { pool: 'gold' } })).toEqual([400, 'scope.pool'])
    expect(await refused({ scope: { key: 'key_2' } })).toEqual([422, 'scope.key'])
    expect(await refused({ scope: { pool: 'plan', key: 'key_1' } })).toEqual([422, 'scope.pool'])
    expect(await refused({ guard: true, guard_mode: 'off' })).toEqual([400, 'guard_mode'])
    expect((await post({ ...budget, thresholds: [100, 50, 50] })).body.thresholds).toEqual([50, 100])
  })

  it('is for admins to write, and its guard for owners, after a dry run', async () => {
    expect((await post(budget, 'member')).status).toBe(403)
    expect((await post({ ...budget, guard: true })).status).toBe(403)
    expect(await post({ ...budget, scope: { model: 'm' }, guard: true }, 'owner')).toMatchObject({
      status: 422,
      body: { parameter: 'guard' },
    })
    const within = await post({ ...budget, guard: true }, 'owner')
    expect(within).toMatchObject({ status: 201, body: { guard: true, guard_mode: 'on' } })

    const over = { ...budget, amount: '0.01' }
    expect(await post({ ...over, guard: true }, 'owner')).toMatchObject({
      status: 422,
      body: { parameter: 'guard' },
    })
    const { body } = await post({ ...over, guard_mode: 'dry_run' })
    expect(body).toMatchObject({ guard: false, guard_mode: 'dry_run', state: 'exceeded' })
    expect((await patch(body.id, { guard: true })).status).toBe(403)
    expect(await patch(body.id, { guard: true }, 'owner')).toMatchObject({
      status: 200,
      body: { guard: true },
    })

    // What a guard that is on acts on is not changed under it.
    expect((await patch(within.body.id, { name: 'CI runs' })).body).toMatchObject({ guard_mode: 'on' })
    expect((await patch(within.body.id, { amount: '0.01' })).body).toMatchObject({ guard_mode: 'dry_run' })
    expect((await patch(within.body.id, { scope: {} })).body).toMatchObject({ guard_mode: 'off', scope: {} })
  })

  it('is deleted once, and audited', async () => {
    const { body } = await post(budget)
    expect((await patch(body.id, { amount: '5.00' })).body.amount).toBe('5.00')
    expect((await drop(body.id)).status).toBe(204)
    expect([(await drop(body.id)).status, (await read(body.id)).status]).toEqual([404, 404])
    expect((await patch(body.id, { name: 'x' })).status).toBe(404)
    const entries = await prisma().auditEntry.findMany({
      where: { subjectId: String(body.id) },
      orderBy: { id: 'asc' },
    })
    expect(entries.map(({ action }) => action)).toEqual([
      'budget.created',
      'budget.changed',
      'budget.deleted',
    ])
  })
})
