import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import { getTimeline } from './timeline'
import { pictureTimeline } from './timeline-picture'
import { loadPlanBook } from './timeline-plans'
import { loadSources } from './timeline-sources'

useDatabase({
  emptied: ['organizations', 'connections', 'api_keys', 'cost_facts', 'usage_facts', 'coverage'],
})

const now = new Date('2026-11-22T10:00:00Z')
const viewer = systemActor('test', 'viewer')
type Source = 'analytics' | 'legacy'

async function organization(id: string, source: Source, days: Partial<Record<string, Source>>) {
  const connection = { create: { source, sealedKey: '-', keyHint: '-', createdAt: now } }
  await prisma().organization.create({ data: { id, name: `Name of ${id}`, createdAt: now, connection } })
  await prisma().apiKey.create({
    data: { organizationId: id, id: `key-of-${id}`, name: `Key of ${id}`, status: 'active' },
  })
  for (const [of, owner] of Object.entries(days)) {
    const told = [[`key-of-${id}`, 'p', 1_000_000_000]] as const
    const split = [
      [`key-of-${id}`, 'unattributed', 600_000_000],
      ['unattributed', 'unattributed', 400_000_000],
    ] as const
    for (const [key, product, amount] of owner === 'legacy' ? split : told)
      await pool().query(
        `insert into cost_facts (organization_id, day, starts_at, api_key_id, product, amount_nano)
         values ($1, $2::date, $2::timestamptz, $3, $4, $5)`,
        [id, of, key, product, amount],
      )
    await pool().query(
      `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
       values ($1, $2, 'synced', $3::"UsageSource", $4, 'd', 0, 1, $5)`,
      [id, of, owner, owner === 'legacy' ? 'day' : 'hour', now],
    )
  }
  await rebuildRollup(pool(), id, Object.keys(days).map(day))
}

const REQUEST: TimelineRequest = {
  range: { from: day('2026-11-10'), to: day('2026-11-12') },
  bucket: 'day',
  group: 'none',
  basis: 'spread',
  metric: 'cost',
  filters: {},
}
const ask = (change: Partial<TimelineRequest>) => getTimeline(viewer, { ...REQUEST, ...change }, now)
const groupsOf = async (change: Partial<TimelineRequest>) =>
  (await ask(change)).rows.map(
    ({ start, name, amount, quality }) => `${start} ${name}: ${amount / 1_000_000n} ${quality}`,
  )
const refusal = { kind: 'unsupported_combination' }

describe('an organisation that lost the Analytics API', () => {
  beforeEach(() => organization('a', 'legacy', { '2026-11-10': 'analytics', '2026-11-11': 'legacy' }))

  it('has its keys billed where they were told, and estimated where they were split; the rest is unattributed', async () => {
    expect(await groupsOf({ group: 'key' })).toEqual([
      '2026-11-10 Key of a: 1000 billed',
      '2026-11-11 Key of a: 600 estimated',
      '2026-11-11 Not told by key: 400 billed',
    ])
    expect(await groupsOf({ group: 'key', bucket: 'total' })).toEqual([
      '2026-11-10 Key of a: 1600 estimated',
      '2026-11-10 Not told by key: 400 billed',
    ])
  })

  it('is estimated where only a key is asked for, whatever it is grouped by, and nowhere else', async () => {
    const filters = { key: ['key-of-a'] }
    for (const group of ['none', 'model', 'workspace'] as const) {
      expect((await groupsOf({ group, filters })).map((row) => row.split(': ')[1])).toEqual([
        '1000 billed',
        '600 estimated',
      ])
      expect((await groupsOf({ group })).map((row) => row.split(': ')[1])).toEqual([
        '1000 billed',
        '1000 billed',
      ])
    }
    expect(await groupsOf({ filters: { key: ['unattributed'] } })).toEqual([
      '2026-11-11 API usage: 400 billed',
    ])
    const told = { from: day('2026-11-10'), to: day('2026-11-11') }
    await ask({ range: told, bucket: 'hour' })
  })

  it('shows a page what it tells machines', async () => {
    const request = { ...REQUEST, group: 'key', bucket: 'total' } as const
    const [sources, book] = await Promise.all([loadSources(request.range, {}), loadPlanBook()])
    const { groups, cells } = await pictureTimeline(viewer, request, now, sources, book)
    expect(groups.map(({ group, amount, quality, mixed }) => [group, amount, quality, mixed])).toEqual([
      ['key-of-a', 1_600_000_000n, 'estimated', true],
      ['unattributed', 400_000_000n, 'billed', false],
    ])
    expect(new Map(cells.map(({ figure, provisional }) => [figure, provisional]))).toEqual(
      new Map([
        [1_600_000_000n, true],
        [400_000_000n, false],
      ]),
    )
    const daily = await pictureTimeline(viewer, { ...REQUEST, group: 'key' }, now, sources, book)
    expect(daily.cells.map(({ start, provisional }) => `${start} ${provisional}`).sort()).toEqual([
      '2026-11-10 false',
      '2026-11-11 false',
      '2026-11-11 true',
    ])
  })

  it('cannot be asked for hours over days that do not have them', async () => {
    await expect(ask({ bucket: 'hour' })).rejects.toMatchObject({ ...refusal, parameter: 'bucket' })
    await expect(ask({ bucket: 'hour' })).rejects.toThrow('2026-11-11')
  })

  it('refuses products and people where every day is of the legacy reports, and names them', async () => {
    const range = { from: day('2026-11-11'), to: day('2026-11-12') }
    const source = 'legacy reports, the source of Name of a'
    await expect(ask({ range, group: 'product' })).rejects.toThrow(source)
    expect(await groupsOf({ range })).toHaveLength(1)
    const filters = { key: ['unattributed'] }
    expect((await ask({ range, filters })).total).toBe(400_000_000n)
    await expect(ask({ range, filters, bucket: 'hour' })).rejects.toThrow(source)
    await expect(ask({ range, filters, group: 'person' })).rejects.toThrow(source)
  })
})

describe('two organisations of two sources', () => {
  beforeEach(async () => {
    await organization('a', 'analytics', { '2026-11-10': 'analytics', '2026-11-11': 'analytics' })
    await organization('b', 'legacy', { '2026-11-10': 'legacy', '2026-11-11': 'legacy' })
  })

  it('group by key, each in its own quality', async () => {
    expect(await groupsOf({ group: 'key', bucket: 'total' })).toEqual([
      '2026-11-10 Key of a: 2000 billed',
      '2026-11-10 Key of b: 1200 estimated',
      '2026-11-10 Not told by key: 800 billed',
    ])
  })

  it('filter by the key of the one or the other', async () => {
    expect((await ask({ filters: { key: ['key-of-a'] } })).total).toBe(2_000_000_000n)
    expect((await ask({ filters: { key: ['key-of-b'] } })).total).toBe(1_200_000_000n)
    expect((await ask({ filters: { key: [null] } })).total).toBe(0n)
  })

  it('refuse what the source of a key cannot give where it is asked about alone', async () => {
    const products = (key: string) => groupsOf({ group: 'product', bucket: 'total', filters: { key: [key] } })
    expect(await products('key-of-a')).toEqual(['2026-11-10 p: 2000 billed'])
    await expect(products('key-of-b')).rejects.toMatchObject({ ...refusal, parameter: 'group' })
    await prisma().apiKey.deleteMany({ where: { id: 'key-of-a' } })
    expect(await products('key-of-a')).toEqual(['2026-11-10 p: 2000 billed'])
  })

  it('refuse what the legacy one cannot give where it is asked about alone', async () => {
    const filters = { organization: ['b'] }
    await expect(ask({ filters, group: 'product' })).rejects.toMatchObject({ ...refusal, parameter: 'group' })
    const range = { from: day('2026-11-22'), to: day('2026-11-23') }
    await expect(ask({ filters, range })).rejects.toMatchObject({ ...refusal, parameter: 'from' })
    await ask({ filters: { organization: ['a'] }, group: 'key', bucket: 'hour' })
  })
})
