import { beforeAll, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { setRetention, clearOld } from '@/lib/commands/retention'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, day, type Day } from '@/lib/domain/day'
import { DEFAULT_RETENTION } from '@/lib/domain/retention'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import { getPlan } from './plans'
import { getTimeline } from './timeline'
import { getTimelineOverview } from './timeline-overview'

const now = new Date('2027-06-30T10:00:00Z')
const owner = systemActor('test')
const DOLLAR = 1_000_000_000n

useDatabase()

/** Two plans whose months overlap give $100 each on Acme, which spends $4 a day: on 20 Jan $10, of which $6 come back. */
beforeAll(async () => {
  const connection = { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt: now } as const
  await prisma().organization.create({
    data: { id: 'acme', name: 'Acme', createdAt: now, connection: { create: connection } },
  })
  await pool().query(
    `insert into cost_facts (organization_id, day, starts_at, cost_type, amount_nano)
     select 'acme', d, d + interval '9 hours', 'tokens', $1::bigint
     from generate_series('2027-01-01'::timestamp, '2027-02-28', '1 day') d where d <> '2027-01-20'
     union all values ('acme', '2027-01-20'::date, '2027-01-20T01:00:00Z'::timestamptz, 'tokens', $1::bigint * 5 / 2),
       ('acme', '2027-01-20', '2027-01-20T02:00:00Z', 'correction', -$1::bigint * 3 / 2)`,
    [4n * DOLLAR],
  )
  const days = Array.from({ length: 59 }, (_, index) => addDays(day('2027-01-01'), index))
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select 'acme', unnest($1::date[]), 'synced', 'analytics', 'hour', 'd', 0, 1, $2`,
    [days, now],
  )
  await rebuildRollup(pool(), 'acme', days)
  for (const [id, startsOn] of [
    ['early', '2027-01-05'],
    ['late', '2027-01-12'],
  ] as const)
    await prisma().plan.create({
      data: {
        id,
        holderEmail: `${id}@example.com`,
        cycle: 'monthly',
        currency: 'USD',
        startsOn,
        endsOn: addDays(day(startsOn), 5),
        creditOrganizationId: 'acme',
        creditClaimedOn: startsOn,
        createdAt: now,
        terms: {
          create: {
            effectiveOn: startsOn,
            planCode: 'max',
            seats: 1,
            priceNano: 100n * DOLLAR,
            priceUsdNano: 100n * DOLLAR,
            createdAt: now,
          },
        },
      },
    })
})

const creditOf = async (
  from: Day,
  to: Day,
  bucket: TimelineRequest['bucket'] = 'day',
  pools: TimelineRequest['filters']['pool'] = ['api', 'api_credit'],
) =>
  (
    await getTimeline(
      owner,
      {
        range: { from, to },
        bucket,
        group: 'plan',
        basis: 'spread',
        metric: 'cost',
        filters: { pool: pools },
      },
      now,
    )
  ).byPool.api_credit

it('is the same of a range as of its parts, also where another plan paid before', async () => {
  const [from, to] = [day('2027-01-05'), day('2027-02-12')]
  expect(await creditOf(from, to)).toBe(-152n * DOLLAR)
  for (const cut of ['2027-01-10', '2027-01-20', '2027-02-01', '2027-02-05', '2027-02-08'].map(day))
    expect((await creditOf(from, cut)) + (await creditOf(cut, to)), cut).toBe(-152n * DOLLAR)
  const used = await Promise.all(['early', 'late'].map((id) => getPlan(owner, id, now)))
  expect(used.map((plan) => plan?.credit.map((month) => month.used))).toEqual([
    [100n * DOLLAR],
    [52n * DOLLAR],
  ])
})

it('is the same by the hour as by the day, also where an hour took something back', async () => {
  const [from, to] = [day('2027-01-18'), day('2027-01-23')]
  expect(await creditOf(from, to)).toBe(-20n * DOLLAR)
  expect(await creditOf(from, to, 'hour')).toBe(-20n * DOLLAR)
})

it('stays by the hour when the hours are cleared', async () => {
  const [from, to] = [day('2027-01-18'), day('2027-01-23')]
  await setRetention(owner, { ...DEFAULT_RETENTION, facts: 120 }, now)
  await clearOld(owner, now)
  expect(await creditOf(from, to, 'hour', ['api_credit'])).toBe(-20n * DOLLAR)
})

it('the timeline tells of a cycle what its plan page tells, whole, newest first', async () => {
  const cyclesOf = async (from: string, to: string, filters: TimelineRequest['filters'] = {}) => {
    const request = {
      ...{ range: { from: day(from), to: day(to) }, bucket: 'day', group: 'none', basis: 'spread' },
      ...{ metric: 'cost', data: 'real', filters },
    } satisfies TimelineRequest
    const previous = { from: day('2026-12-12'), to: day('2027-01-01') }
    return (await getTimelineOverview(owner, { request, previous, bucketChosen: true }, now)).creditCycles
  }
  const [early, late] = await Promise.all(['early', 'late'].map((id) => getPlan(owner, id, now)))
  const cycles = await cyclesOf('2027-01-10', '2027-01-13')
  expect(cycles.map(({ planName, ...cycle }) => [planName, cycle])).toEqual([
    ['Max · late@example.com', late?.credit[0]],
    ['Max · early@example.com', early?.credit[0]],
  ])
  expect(await cyclesOf('2027-01-10', '2027-01-13', { pool: ['plan'] })).toEqual([])
  expect((await cyclesOf('2027-02-05', '2027-03-01')).map(({ planId }) => planId)).toEqual(['late'])
})

it('a projection says that it is before credit only where a credit can pay some of its API use', async () => {
  const isBefore = async (at: string, pool?: ['plan']) => {
    const range = { from: day('2027-01-01'), to: day('2027-01-21') }
    const request = {
      ...{ range, bucket: 'day', group: 'none', basis: 'spread', metric: 'cost', data: 'real' },
      filters: pool ? { pool } : {},
    } satisfies TimelineRequest
    const previous = { from: day('2026-12-12'), to: day('2027-01-01') }
    const asked = { request, previous, bucketChosen: true }
    return (await getTimelineOverview(owner, asked, new Date(at))).projection.beforeCredit
  }
  expect(await isBefore('2027-01-20T10:00:00Z')).toBe(true)
  expect(await isBefore('2027-03-20T10:00:00Z')).toBe(true)
  expect(await isBefore('2027-06-30T10:00:00Z')).toBe(false)
  expect(await isBefore('2027-01-20T10:00:00Z', ['plan'])).toBe(false)
})
