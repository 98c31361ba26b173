import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { addDays, day, daysIn, type Day } from '@/lib/domain/day'
import { nano, sum } from '@/lib/domain/money'
import { bucketStartOf, hourStart, type Bucket } from '@/lib/domain/timeline-buckets'
import {
  ASSIGNED,
  type Assigned,
  type TimelineFilters,
  type TimelineRequest,
} from '@/lib/domain/timeline-request'
import { getTimeline } from './timeline'
import { pictureTimeline } from './timeline-picture'
import { loadPlanBook } from './timeline-plans'
import { loadSources } from './timeline-sources'

const NOW = new Date('2026-11-22T10:00:00Z')
const viewer = systemActor('test', 'viewer')
const FROM = day('2026-11-02')
const TO = day('2026-11-23')
const KEYS = ['k1', 'k2', 'unlisted', "o'brien"] as const
/** Who made a key, as the list of members says. */
const CREATORS: Partial<Record<string, string>> = { k1: 'ada@example.com' }

interface Line {
  organization: 'org-a' | 'org-b'
  day: Day
  hour: number
  key: string | null
  model: string
  amount: bigint
}

const lines = fc.sample(
  fc.record<Line>({
    organization: fc.constantFrom('org-a', 'org-b'),
    day: fc.integer({ min: 0, max: 20 }).map((n) => addDays(FROM, n)),
    hour: fc.integer({ min: 0, max: 23 }),
    key: fc.constantFrom(null, 'unattributed', ...KEYS),
    model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-4-5'),
    amount: fc.bigInt({ min: -1_000n, max: 10n ** 12n }),
  }),
  { numRuns: 250, seed: 4 },
)

interface Assignment {
  organizationId: string
  keyId: string
  effectiveOn: string
  ownerEmail: string | null
  application: string | null
  environment: string | null
  costCentre: string | null
  tags: string[]
}

const said = (...values: string[]) => fc.option(fc.constantFrom(...values))
const assignments = fc.uniqueArray(
  fc.record<Assignment>({
    organizationId: fc.constantFrom('org-a', 'org-b'),
    keyId: fc.constantFrom(...KEYS),
    effectiveOn: fc.oneof(
      fc.constant('2000-01-01'),
      fc.integer({ min: -3, max: 24 }).map((n) => addDays(FROM, n)),
    ),
    ownerEmail: said('ada@example.com', 'grace@example.com'),
    application: said('Billing', '"><b>'),
    environment: said('prod', 'staging'),
    costCentre: said('4711', '=1+1'),
    tags: fc.uniqueArray(fc.constantFrom('batch', 'nightly', 'Äpfel', '🦊')),
  }),
  {
    maxLength: 14,
    selector: ({ organizationId, keyId, effectiveOn }) => `${organizationId} ${keyId} ${effectiveOn}`,
  },
)

useDatabase()

beforeAll(async () => {
  for (const id of ['org-a', 'org-b']) {
    const connection = { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt: NOW } as const
    await prisma().organization.create({
      data: {
        ...{ id, name: id, createdAt: NOW, connection: { create: connection } },
        members: { create: [{ id: 'user_1', email: 'Ada@Example.com', name: 'Ada', role: 'developer' }] },
        apiKeys: {
          create: [
            { id: 'k1', name: 'k1', status: 'active', createdByType: 'user', createdById: 'user_1' },
            { id: 'k2', name: 'k2', status: 'active' },
          ],
        },
      },
    })
  }
  for (const { organization, day: on, hour, key, model, amount } of lines) {
    const values = [organization, on, hourStart(on, hour), key, model]
    const columns = 'organization_id, day, starts_at, api_key_id, model'
    await pool().query(`insert into cost_facts (${columns}, amount_nano) values ($1, $2, $3, $4, $5, $6)`, [
      ...values,
      amount,
    ])
    await pool().query(
      `insert into usage_facts (${columns}, uncached_input, cache_read, cache_write_5m, cache_write_1h, output,
         web_searches, requests) values ($1, $2, $3, $4, $5, 7, 0, 0, 0, 0, 0, 1)`,
      values,
    )
  }
  for (const organizationId of ['org-a', 'org-b']) {
    await rebuildRollup(pool(), organizationId, daysIn({ from: FROM, to: TO }))
    await pool().query(
      `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
       select $1, unnest($2::date[]), 'synced', 'analytics', 'hour', 'd', 1, 1, $3`,
      [organizationId, daysIn({ from: FROM, to: TO }), NOW],
    )
  }
})
beforeEach(() => emptyTables(['key_assignments']))

function request(changes: Partial<TimelineRequest>): TimelineRequest {
  const whole = { range: { from: FROM, to: TO }, bucket: 'day', group: 'none' } as const
  return { ...whole, basis: 'spread', metric: 'cost', filters: {}, ...changes }
}

/** What the contract calls the group of a line, written out anew. */
function groupOf(line: Line, dimension: Assigned, given: readonly Assignment[]): string | null {
  if (line.key === null || line.key === 'unattributed') return line.key
  const held = heldBy(line, given)
  const values: Record<Assigned, string | null> = {
    owner: held?.ownerEmail ?? CREATORS[line.key] ?? null,
    application: held?.application ?? null,
    environment: held?.environment ?? null,
    cost_centre: held?.costCentre ?? null,
    tag: (held?.tags ?? []).length > 0 ? [...(held?.tags ?? [])].sort().join(' + ') : null,
  }
  return values[dimension] ?? 'none'
}

function heldBy(line: Line, given: readonly Assignment[]): Assignment | undefined {
  return given
    .filter(({ organizationId, keyId }) => organizationId === line.organization && keyId === line.key)
    .filter(({ effectiveOn }) => effectiveOn <= line.day)
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? 1 : -1))[0]
}

const startOf = (line: Line, range: TimelineRequest['range'], bucket: Bucket) =>
  bucket === 'hour' ? hourStart(line.day, line.hour) : bucketStartOf(line.day, range, bucket)

const inRange = ({ day: on }: Line, { from, to }: TimelineRequest['range']) => on >= from && on < to

describe('spend by what was said of its key', () => {
  it('follows the assignment of its day, and adds up to all there is, whatever was said and asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        assignments,
        fc.constantFrom(...ASSIGNED),
        fc.constantFrom<Bucket>('hour', 'day', 'week', 'month', 'total'),
        fc.constantFrom<TimelineFilters>({}, { model: ['claude-opus-5-5'] }, { organization: ['org-a'] }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 1, max: 7 }),
        async (given, group, bucket, filters, first, length) => {
          await emptyTables(['key_assignments'])
          await prisma().keyAssignment.createMany({ data: given.map((row) => ({ ...row, createdAt: NOW })) })
          const range = { from: addDays(FROM, first), to: addDays(FROM, first + length) }
          const asked = request({ range, bucket, group, filters })
          const expected = new Map<string, bigint>()
          for (const line of lines) {
            const isAsked =
              inRange(line, range) &&
              (filters.model?.includes(line.model) ?? true) &&
              (filters.organization?.includes(line.organization) ?? true)
            if (!isAsked) continue
            const cell = JSON.stringify([startOf(line, range, bucket), groupOf(line, group, given)])
            expected.set(cell, (expected.get(cell) ?? 0n) + line.amount)
          }
          const [timeline, plain] = await Promise.all([
            getTimeline(viewer, asked, NOW),
            getTimeline(viewer, { ...asked, group: 'none' }, NOW),
          ])
          const rows = timeline.rows.map((row): [string, bigint] => [
            JSON.stringify([row.start, row.group]),
            row.amount,
          ])
          expect(new Map(rows)).toEqual(expected)
          expect(rows).toHaveLength(expected.size)
          expect(timeline.total).toBe(plain.total)
          expect(sum(timeline.rows.map(({ amount }) => amount))).toBe(plain.total)

          const [sources, book] = await Promise.all([loadSources(range, filters), loadPlanBook()])
          const picture = await pictureTimeline(viewer, asked, NOW, sources, book)
          expect(picture.total).toBe(plain.total)
          const ofGroups = new Map<string | null, bigint>()
          for (const row of timeline.rows)
            ofGroups.set(row.group, (ofGroups.get(row.group) ?? 0n) + row.amount)
          expect(new Map(picture.groups.map(({ group: id, amount }) => [id, amount as bigint]))).toEqual(
            ofGroups,
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is picked by the very values its groups have, and by each tag alone', async () => {
    await fc.assert(
      fc.asyncProperty(assignments, fc.constantFrom(...ASSIGNED), async (given, dimension) => {
        await emptyTables(['key_assignments'])
        await prisma().keyAssignment.createMany({ data: given.map((row) => ({ ...row, createdAt: NOW })) })
        const whole = await getTimeline(viewer, request({ group: dimension, bucket: 'total' }), NOW)
        for (const { group, amount } of whole.rows) {
          const isOneTag = dimension === 'tag' && group !== null && !group.includes(' + ')
          if (isOneTag) continue
          const asked = request({ filters: { [dimension]: [group] } })
          expect((await getTimeline(viewer, asked, NOW)).total, `${dimension}=${group}`).toBe(amount)
        }
        const tagged = lines.filter((line) => heldBy(line, given)?.tags.includes('batch'))
        const batch = await getTimeline(viewer, request({ filters: { tag: ['batch'] } }), NOW)
        expect(batch.total).toBe(sum(tagged.map(({ amount }) => nano(amount))))
      }),
      { numRuns: 12 },
    )
  })

  it('is not remembered from before something was said', async () => {
    const asked = request({ group: 'owner', bucket: 'total' })
    const picture = async () => {
      const [sources, book] = await Promise.all([loadSources(asked.range, {}), loadPlanBook()])
      return (await pictureTimeline(viewer, asked, NOW, sources, book)).groups.map(({ name }) => name)
    }
    expect(await picture()).not.toContain('grace@example.com')
    await prisma().keyAssignment.create({
      data: {
        ...{ organizationId: 'org-a', keyId: 'k2', effectiveOn: '2000-01-01', createdAt: NOW },
        ownerEmail: 'grace@example.com',
      },
    })
    const names = await picture()
    expect(names).toContain('grace@example.com')
    expect(names).toEqual(
      expect.arrayContaining(['Ada', 'No owner', 'No key (Console, Playground)', 'Not told by key']),
    )
  })
})
