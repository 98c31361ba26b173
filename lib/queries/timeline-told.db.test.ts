import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { TimelineFilters, TimelineRequest } from '@/lib/domain/timeline-request'
import { getTimelineOverview } from './timeline-overview'
import { getRefusedTimeline } from './timeline-refused'

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
        ...{
          source: owner,
          granularity: owner === 'analytics' ? 'hour' : 'day',
          digest: '',
          usageRows: 0,
          costRows: 0,
        },
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

describe('a timeline that is refused', () => {
  const refused = (changes: Partial<TimelineRequest>) =>
    getRefusedTimeline(
      systemActor('test', 'viewer'),
      {
        request: {
          ...{ range: { from: day('2026-11-11'), to: range.to }, bucket: 'day', group: 'pool' },
          ...{ basis: 'spread', metric: 'cost', filters: {}, ...changes },
        },
        bucketChosen: true,
      },
      now,
    )

  it('knows which of several organisations can answer', async () => {
    expect(await refused({ bucket: 'hour' })).toMatchObject({ among: [{ id: 'acme' }], instead: [] })
    const both = { organization: ['acme', 'beta'] }
    expect(await refused({ bucket: 'hour', filters: both })).toMatchObject({ among: [{ id: 'acme' }] })
    // With a day the legacy reports told, it cannot either.
    expect(await refused({ bucket: 'hour', range })).toMatchObject({ among: [], instead: [] })
  })

  it('knows who could answer instead, and keeps what the controls are made of', async () => {
    const asked = await refused({ group: 'product', filters: { organization: ['beta'], model: ['m'] } })
    expect(asked).toMatchObject({ among: [], instead: [{ id: 'acme' }], organizations: 2 })
    expect(asked.sources).toMatchObject({ legacy: ['beta'], analytics: false })
    expect(asked.filterNames.get('organization:beta')).toBe('beta')
    const ofBeta = { organization: ['beta'], key: ['key-of-beta'] }
    expect((await refused({ group: 'product', filters: ofBeta })).instead).toEqual([])
  })
})
