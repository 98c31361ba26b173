import { beforeAll, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { getTimelineOverview } from './timeline-overview'

const now = new Date('2026-11-22T10:00:00Z')
const range = { from: day('2026-11-10'), to: day('2026-11-13') }
const refreshed = new Date('2026-11-20T08:00:00Z')

useDatabase()

beforeAll(async () => {
  const rows = {
    acme: { source: 'analytics', told: ['legacy', 'analytics', 'analytics'], read: '2026-11-21T09:00:00Z' },
    beta: { source: 'legacy', told: ['legacy', 'legacy'], read: '2026-11-20T09:00:00Z' },
  } as const
  for (const [id, { source, told, read }] of Object.entries(rows)) {
    await prisma().organization.create({
      data: {
        ...{ id, name: id, createdAt: now },
        connection: { create: { source, sealedKey: '-', keyHint: '-', createdAt: now } },
        apiKeys: { create: { id: `key-of-${id}`, name: 'k', status: 'active' } },
      },
    })
    await prisma().coverage.createMany({
      data: told.map((owner, index) => ({
        ...{ organizationId: id, day: new Date(`2026-11-1${index}T00:00:00Z`), state: 'synced' as const },
        ...{ source: owner, granularity: 'day', digest: '', usageRows: 0, costRows: 0 },
        ...{ readAt: new Date(read), dataRefreshedAt: owner === 'analytics' ? refreshed : null },
      })),
    })
  }
})

const overview = (filters: TimelineFilters) =>
  getTimelineOverview(
    systemActor('test', 'viewer'),
    {
      request: { range, bucket: 'day', group: 'pool', basis: 'spread', metric: 'cost', filters },
      previous: { from: day('2026-11-07'), to: range.from },
      bucketChosen: true,
    },
    now,
  )

it('tells which source owns which day of which organisation', async () => {
  const { told, provenance } = await overview({})
  expect(told).toMatchObject([
    { id: 'acme', analytics: ['2026-11-11', '2026-11-12'], legacy: ['2026-11-10'] },
    { id: 'beta', analytics: [], legacy: ['2026-11-10', '2026-11-11'] },
  ])
  expect(provenance).toEqual({ readAt: new Date('2026-11-21T09:00:00Z'), refreshedAt: refreshed })
})

it.each([{ organization: ['beta'] }, { key: ['key-of-beta'] }])(
  'keeps what another organisation was read through, and when, out of %o',
  async (filters) => {
    const { told, provenance } = await overview(filters)
    expect(told.map(({ id }) => id)).toEqual(['beta'])
    expect(provenance).toEqual({ readAt: new Date('2026-11-20T09:00:00Z'), refreshedAt: null })
  },
)
