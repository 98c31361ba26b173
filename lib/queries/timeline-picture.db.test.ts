import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, day, daysIn } from '@/lib/domain/day'
import { BUCKETS, hourStart } from '@/lib/domain/timeline-buckets'
import { foldRows } from '@/lib/domain/timeline-picture'
import { METRICS, type TimelineFilters, type TimelineRequest } from '@/lib/domain/timeline-request'
import { getTimeline } from './timeline'
import { getTimelineOverview } from './timeline-overview'
import { pictureTimeline } from './timeline-picture'
import { loadPlanBook } from './timeline-plans'
import { loadSources } from './timeline-sources'

const now = new Date('2026-11-22T10:00:00Z')
const viewer = systemActor('test', 'viewer')
const range = { from: day('2026-11-10'), to: day('2026-11-23') }
const week = { from: day('2026-11-16'), to: day('2026-11-23') }
const days = daysIn(range)
const GROUPS = ['none', 'pool', 'plan', 'key', 'workspace', 'model', 'product', 'organization'] as const

const lines = fc.sample(
  fc.record({
    organization: fc.constantFrom('org-a', 'org-b'),
    day: fc.integer({ min: 0, max: 12 }).map((n) => addDays(range.from, n)),
    hour: fc.integer({ min: 0, max: 23 }),
    key: fc.option(fc.integer({ min: 0, max: 14 }).map((n) => `apikey_${n}`)),
    workspace: fc.option(fc.constantFrom('wrkspc_1', '')),
    model: fc.constantFrom(null, 'other', ...Array.from({ length: 11 }, (_, index) => `claude-${index}`)),
    product: fc.constantFrom(null, 'messages_api'),
    amount: fc.option(fc.bigInt({ min: -1_000n, max: 5n })),
    tokens: fc.option(fc.bigInt({ min: 0n, max: 5n })),
    requests: fc.option(fc.bigInt({ min: 0n, max: 3n })),
  }),
  { numRuns: 500, seed: 20261122 },
)

useDatabase()

beforeAll(async () => {
  for (const id of ['org-a', 'org-b'])
    await prisma().organization.create({
      data: {
        id,
        name: id,
        createdAt: now,
        connection: { create: { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt: now } },
      },
    })
  for (const line of lines) {
    const { organization, key, workspace, model, product } = line
    const group = [organization, line.day, hourStart(line.day, line.hour), key, workspace, model, product]
    const columns = 'organization_id, day, starts_at, api_key_id, workspace_id, model, product'
    if (line.amount !== null)
      await pool().query(
        `insert into cost_facts (${columns}, amount_nano) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [...group, line.amount],
      )
    if (line.tokens !== null)
      await pool().query(
        `insert into usage_facts (${columns}, uncached_input, cache_read, cache_write_5m, cache_write_1h, output,
           web_searches, requests) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 1, 0, $9)`,
        [...group, line.tokens, line.requests],
      )
  }
  for (const id of ['org-a', 'org-b']) await rebuildRollup(pool(), id, days)
  for (const organizationId of ['org-a', 'org-b'])
    await prisma().coverage.createMany({
      data: days.map((d) => ({
        organizationId,
        day: new Date(`${d}T00:00:00Z`),
        state:
          d >= '2026-11-20' && organizationId === 'org-a' ? ('provisional' as const) : ('synced' as const),
        source: 'analytics' as const,
        granularity: 'hour',
        digest: 'first',
        usageRows: 1,
        costRows: 1,
        readAt: now,
      })),
    })
  await prisma().plan.create({
    data: {
      holderEmail: 'ada@example.com',
      cycle: 'monthly',
      currency: 'USD',
      startsOn: '2026-11-12',
      createdAt: now,
      terms: {
        create: {
          effectiveOn: '2026-11-12',
          planCode: 'max',
          seats: 1,
          priceNano: 100_000_000_000n,
          priceUsdNano: 100_000_000_000n,
          createdAt: now,
        },
      },
    },
  })
})

async function picture(request: TimelineRequest) {
  const [sources, book] = await Promise.all([loadSources(request.range, request.filters), loadPlanBook()])
  return pictureTimeline(viewer, request, now, sources, book)
}

const FILTERS: TimelineFilters[] = [
  {},
  { key: [null, 'apikey_1', 'apikey_2'] },
  { model: ['other', 'claude-1'], workspace: ['unattributed'] },
  { organization: ['org-a'] },
  { pool: ['plan'] },
]

const inPlace = (a: { start: string; drawnIn: string }, b: { start: string; drawnIn: string }) =>
  `${a.start} ${a.drawnIn}` < `${b.start} ${b.drawnIn}` ? -1 : 1

describe('pictureTimeline', () => {
  it('calls products by their names, where getTimeline keeps their codes for machines', async () => {
    const asked = {
      ...{ range, bucket: 'total', group: 'product', basis: 'spread', metric: 'cost' },
      filters: { pool: ['api'], product: ['messages_api'] },
    } satisfies TimelineRequest
    const [shown, { rows }] = await Promise.all([picture(asked), getTimeline(viewer, asked, now)])
    const named = ({ group, name }: { group: string | null; name: string }) => [group, name]
    expect(shown.groups.map(named)).toContainEqual(['messages_api', 'Messages API'])
    expect(rows.map(named)).toContainEqual(['messages_api', 'messages_api'])
  })

  it('is what getTimeline gives, ranked and folded, for every group, bucket, metric and filter', async () => {
    for (const group of GROUPS)
      for (const bucket of BUCKETS)
        for (const metric of METRICS)
          for (const filters of group === 'key' || group === 'model' ? FILTERS : FILTERS.slice(0, 1)) {
            const asked: TimelineRequest = {
              range: bucket === 'hour' ? week : range,
              bucket,
              group,
              basis: 'spread',
              metric,
              filters,
            }
            const [shown, { rows, total, byPool }] = await Promise.all([
              picture(asked),
              getTimeline(viewer, asked, now),
            ])
            const { groups, cells } = foldRows(rows, metric)
            const what = JSON.stringify([group, bucket, metric, filters])
            expect(shown.total, what).toBe(total)
            expect(shown.byPool, what).toEqual(byPool)
            // What the metric shows; of other counts a picture also holds those of buckets that have nothing of it.
            const shownOf = ({ amount, usage }: (typeof groups)[number]) =>
              metric === 'cost'
                ? amount
                : metric === 'requests'
                  ? usage.requests
                  : { ...usage, requests: null }
            const plain = (list: typeof groups) =>
              list.map((each) => [each.id, each.drawnIn, shownOf(each), metric === 'cost' && each.quality])
            expect(plain(shown.groups), what).toEqual(plain(groups))
            const placed = (list: typeof cells) =>
              list
                .toSorted(inPlace)
                .map((cell) => ({ ...cell, provisional: metric === 'cost' && cell.provisional }))
            expect(placed(shown.cells), what).toEqual(placed(cells))
          }
  }, 120_000)

  it('says of a group that only some of it is provisional', async () => {
    const asked = { range, bucket: 'month', group: 'organization', basis: 'spread', metric: 'cost' } as const
    const { groups } = await picture({ ...asked, filters: { pool: ['api'] } })
    const known = Object.fromEntries(groups.map(({ group, quality, mixed }) => [group, { quality, mixed }]))
    expect(known).toEqual({
      'org-a': { quality: 'provisional', mixed: true },
      'org-b': { quality: 'billed', mixed: false },
    })
  })

  it('is asked again when a figure or a state changed, and not before', async () => {
    const asked: TimelineRequest = {
      range: week,
      bucket: 'day',
      group: 'key',
      basis: 'spread',
      metric: 'cost',
      filters: { organization: ['org-b'] },
    }
    const first = await picture(asked)
    await pool().query(
      `update spend_day_parts set amount_nano = amount_nano + 7
       where organization_id = 'org-b' and dimension = 'key' and day = '2026-11-18'`,
    )
    expect((await picture(asked)).total).toBe(first.total)
    await pool().query(
      `update coverage set digest = 'second' where organization_id = 'org-b' and day = '2026-11-18'`,
    )
    const second = await picture(asked)
    expect(second.total).toBeGreaterThan(first.total)
    expect(second.groups.every(({ quality }) => quality !== 'provisional')).toBe(true)
    await pool().query(
      `update coverage set state = 'provisional' where organization_id = 'org-b' and day = '2026-11-18'`,
    )
    expect((await picture(asked)).groups.some(({ quality }) => quality === 'provisional')).toBe(true)
  })

  it('does not keep figures under the name of others: a sync may commit between two questions', async () => {
    const asked: TimelineRequest = {
      range: week,
      bucket: 'week',
      group: 'key',
      basis: 'spread',
      metric: 'cost',
      filters: { organization: ['org-b'] },
    }
    const [sources, book] = await Promise.all([loadSources(asked.range, asked.filters), loadPlanBook()])
    const write = (digest: string, more: number) =>
      pool().query(
        `with parts as (
           update spend_day_parts set amount_nano = amount_nano + $2
           where organization_id = 'org-b' and dimension = 'key' and day = '2026-11-17')
         update coverage set digest = $1 where organization_id = 'org-b' and day = '2026-11-17'`,
        [digest, more],
      )
    await write('other', 1_000)
    const other = await pictureTimeline(viewer, asked, now, sources, book)
    await write('first', -1_000)
    const back = await pictureTimeline(viewer, asked, now, sources, book)
    expect(back.total).toBeLessThan(other.total)
  })

  it('finds what moved most between two periods', async () => {
    const previous = { from: day('2026-11-10'), to: day('2026-11-16') }
    const request: TimelineRequest = {
      range: week,
      bucket: 'day',
      group: 'model',
      basis: 'spread',
      metric: 'cost',
      filters: { organization: ['org-a'] },
    }
    const { change } = await getTimelineOverview(viewer, { request, previous, bucketChosen: true }, now)
    const moved = new Map<string, bigint>()
    let before = 0n
    for (const line of lines) {
      if (line.organization !== 'org-a' || line.amount === null) continue
      const isNow = line.day >= week.from
      if (!isNow) before += line.amount
      const pair = JSON.stringify([line.model, line.key])
      moved.set(pair, (moved.get(pair) ?? 0n) + (isNow ? line.amount : -line.amount))
    }
    const difference = [...moved.values()].reduce((a, b) => a + b, 0n)
    expect(change.api).toMatchObject({ kind: 'change', base: before, difference })
    if (change.api.kind !== 'change' || change.api.mover === null) return
    const { model, keyId, difference: most } = change.api.mover
    expect(moved.get(JSON.stringify([model, keyId]))).toBe(most)
  })
})
