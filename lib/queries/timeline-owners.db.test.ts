import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import { getTimeline } from './timeline'

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
    await pool().query(
      `insert into cost_facts (organization_id, day, starts_at, api_key_id, product, amount_nano)
       values ($1, $2::date, $2::timestamptz, $3, $4, 1000000000)`,
      [
        id,
        of,
        owner === 'legacy' ? 'unattributed' : `key-of-${id}`,
        owner === 'legacy' ? 'unattributed' : 'p',
      ],
    )
    await pool().query(
      `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
       values ($1, $2, 'synced', $3::"UsageSource", $4, 'd', 0, 1, $5)`,
      [id, of, owner, owner === 'legacy' ? 'day' : 'hour', now],
    )
  }
  await rebuildRollup(pool(), id, Object.keys(days).map(day))
}

const ask = (change: Partial<TimelineRequest>) =>
  getTimeline(
    viewer,
    {
      range: { from: day('2026-11-10'), to: day('2026-11-12') },
      bucket: 'day',
      group: 'none',
      basis: 'spread',
      metric: 'cost',
      filters: {},
      ...change,
    },
    now,
  )
const groupsOf = async (change: Partial<TimelineRequest>) =>
  (await ask(change)).rows.map(({ start, group, name }) => `${start} ${group} ${name}`)
const refusal = { kind: 'unsupported_combination' }

describe('an organisation that lost the Analytics API', () => {
  beforeEach(() => organization('a', 'legacy', { '2026-11-10': 'analytics', '2026-11-11': 'legacy' }))

  it('keeps its keys where it told them; the rest is unattributed', async () => {
    expect(await groupsOf({ group: 'key' })).toEqual([
      '2026-11-10 key-of-a Key of a',
      '2026-11-11 unattributed Not told by key',
    ])
    const told = { from: day('2026-11-10'), to: day('2026-11-11') }
    expect(await groupsOf({ range: told, filters: { key: ['key-of-a'] } })).toHaveLength(1)
    await ask({ range: told, bucket: 'hour' })
  })

  it('cannot be asked for a key, or for hours, over days that do not have them', async () => {
    const asked = ask({ filters: { key: ['key-of-a'] } })
    await expect(asked).rejects.toMatchObject({ ...refusal, parameter: 'key' })
    await expect(asked).rejects.toThrow('2026-11-11')
    await expect(ask({ bucket: 'hour' })).rejects.toMatchObject({ ...refusal, parameter: 'bucket' })
  })

  it('refuses keys and products where every day is of the legacy reports, and names them', async () => {
    const range = { from: day('2026-11-11'), to: day('2026-11-12') }
    for (const group of ['key', 'product'] as const)
      await expect(ask({ range, group })).rejects.toThrow('legacy reports, the source of Name of a')
    expect(await groupsOf({ range })).toHaveLength(1)
  })

  it('refuses as much where a filter names a key nobody lists, or what no key can be said of', async () => {
    const range = { from: day('2026-11-11'), to: day('2026-11-12') }
    const source = 'legacy reports, the source of Name of a'
    await expect(ask({ range, filters: { key: ['gone'] } })).rejects.toThrow(source)
    const filters = { key: ['unattributed'] }
    expect((await ask({ range, filters })).total).toBe(1_000_000_000n)
    await expect(ask({ range, filters, bucket: 'hour' })).rejects.toThrow(source)
    await expect(ask({ range, filters, group: 'person' })).rejects.toThrow(source)
  })
})

describe('two organisations of two sources', () => {
  beforeEach(async () => {
    await organization('a', 'analytics', { '2026-11-10': 'analytics', '2026-11-11': 'analytics' })
    await organization('b', 'legacy', { '2026-11-10': 'legacy', '2026-11-11': 'legacy' })
  })

  it('group by key with one part unattributed', async () => {
    expect(await groupsOf({ group: 'key', bucket: 'total' })).toEqual([
      '2026-11-10 key-of-a Key of a',
      '2026-11-10 unattributed Not told by key',
    ])
  })

  it("filter by the key of the one, which cannot be the other's", async () => {
    expect((await ask({ filters: { key: ['key-of-a'] } })).total).toBe(2_000_000_000n)
    await expect(ask({ filters: { key: ['key-of-b'] } })).rejects.toMatchObject({
      ...refusal,
      parameter: 'key',
    })
    await expect(ask({ filters: { key: [null] } })).rejects.toMatchObject({ ...refusal, parameter: 'key' })
    await expect(ask({ filters: { key: ['gone'] } })).rejects.toMatchObject({ ...refusal, parameter: 'key' })
  })

  it('filter by a key that is not listed but was used in the one', async () => {
    await prisma().apiKey.deleteMany({ where: { id: 'key-of-a' } })
    expect((await ask({ filters: { key: ['key-of-a'] } })).total).toBe(2_000_000_000n)
  })

  it('refuse what the legacy one cannot give where it is asked about alone', async () => {
    const filters = { organization: ['b'] }
    await expect(ask({ filters, group: 'key' })).rejects.toMatchObject({ ...refusal, parameter: 'group' })
    const range = { from: day('2026-11-22'), to: day('2026-11-23') }
    await expect(ask({ filters, range })).rejects.toMatchObject({ ...refusal, parameter: 'from' })
    await ask({ filters: { organization: ['a'] }, group: 'key', bucket: 'hour' })
  })
})
