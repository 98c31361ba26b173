import { beforeAll, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import { getTimeline } from './timeline'

const now = new Date('2026-11-22T10:00:00Z')
const days = [day('2026-11-21'), day('2026-11-22')]

useDatabase()

beforeAll(async () => {
  await prisma().organization.create({
    data: {
      id: 'org',
      name: 'Acme',
      createdAt: now,
      connection: { create: { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt: now } },
    },
  })
  await pool().query(
    `insert into cost_facts (organization_id, day, starts_at, workspace_id, amount_nano)
     values ('org', '2026-11-21', '2026-11-21T05:00Z', 'w', 7)`,
  )
  await pool().query(
    `insert into usage_facts (organization_id, day, starts_at, workspace_id, uncached_input, cache_read,
       cache_write_5m, cache_write_1h, output, web_searches, requests)
     values ('org', '2026-11-22', '2026-11-22T05:00Z', 'w', 5, 0, 0, 0, 0, 0, 1)`,
  )
  await rebuildRollup(pool(), 'org', days)
  await prisma().coverage.createMany({
    data: days.map((d) => ({
      organizationId: 'org',
      day: new Date(`${d}T00:00:00Z`),
      state: d === '2026-11-22' ? ('provisional' as const) : ('synced' as const),
      source: 'analytics' as const,
      granularity: 'hour',
      digest: '',
      usageRows: 1,
      costRows: 1,
      readAt: now,
    })),
  })
})

const ask = (parts: Partial<TimelineRequest>) =>
  getTimeline(
    systemActor('test', 'viewer'),
    {
      range: { from: day('2026-11-21'), to: day('2026-11-23') },
      bucket: 'total',
      group: 'none',
      basis: 'spread',
      metric: 'cost',
      filters: {},
      ...parts,
    },
    now,
  )

it.each(['none', 'workspace'] as const)(
  'billed money stays billed beside usage without a price (by %s)',
  async (group) => {
    expect((await ask({ group })).rows).toMatchObject([{ amount: 7n, quality: 'billed' }])
    expect((await ask({ group, metric: 'tokens' })).rows).toMatchObject([{ quality: 'provisional' }])
  },
)

it('a plan’s value under organisations hides no day that was read', async () => {
  const { coverage } = await ask({ filters: { organization: ['plan:x'] } })
  expect(coverage.map(({ state }) => state)).toEqual(['synced', 'provisional'])
})
