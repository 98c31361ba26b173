import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day, daysIn, startOf } from '@/lib/domain/day'
import { getKeySavings, listKeySavings } from './key-savings'

useDatabase({
  emptied: ['organizations', 'key_actions', 'key_events', 'cost_facts', 'spend_rollup', 'coverage'],
})

const NOW = new Date('2026-11-22T10:30:00Z')
const viewer = systemActor('test', 'viewer')
const DAYS = daysIn({ from: day('2026-09-01'), to: day('2026-11-22') })

/** Two keys of one workspace: `a` costs $2 a day until it is stopped on 1 Nov, `b` $1 a day, and $2 from then on. */
async function world({ source = 'analytics', isDemo = false } = {}) {
  await prisma().organization.create({ data: { id: 'o', name: 'O', createdAt: NOW, isDemo } })
  const made = { organizationId: 'o', workspaceId: 'w', createdAt: startOf(day('2026-09-01')) }
  await prisma().apiKey.createMany({
    data: ['a', 'b', 'c'].map((id) => ({ ...made, id, name: `"${id}" <b>`, status: 'active' })),
  })
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select 'o', d, 'synced', $2::"UsageSource", 'hour', '-', 0, 1, now() from unnest($1::date[]) d`,
    [DAYS, source],
  )
  const spend = (key: string, on: string, dollars: number) =>
    pool().query(
      `insert into cost_facts (organization_id, day, starts_at, api_key_id, workspace_id, amount_nano, list_amount_nano)
       values ('o', $1, $1::date, $2, 'w', $3, $3)`,
      [on, key, dollars * 1e9],
    )
  for (const on of DAYS) {
    if (on < '2026-11-01') await spend('a', on, 2)
    await spend('b', on, on < '2026-11-01' ? 1 : 2)
  }
  await spend('a', '2026-11-01', 1)
  await spend('a', '2026-11-03', 5)
  await rebuildRollup(pool(), 'o', DAYS)
}

const stop = (keyId: string, at: string, rest: object = {}) =>
  prisma().keyAction.create({
    data: {
      ...{ organizationId: 'o', keyId, requestedAt: new Date(at), actorKind: 'user', actorName: 'Ada' },
      ...{ field: 'status', before: 'active', wanted: 'inactive', reason: 'x', state: 'confirmed', ...rest },
    },
  })

it('two weeks after a key was stopped it says what that saved, and where the work may have gone', async () => {
  await world()
  await stop('a', '2026-11-01T09:00:00Z')
  await stop('b', '2026-11-01T09:00:00Z', { state: 'unconfirmed' })
  await stop('c', '2026-11-15T09:00:00Z')
  const { stops, saved } = await listKeySavings(viewer, { data: 'real' }, NOW)
  // 30 days before at $2; 20 days since, 2 to 21 Nov; $5 spent on one of them.
  expect(stops).toMatchObject([
    {
      ...{ id: 'a', name: '"a" <b>', stop: { stoppedOn: '2026-11-01', endedOn: null } },
      saving: { daysBefore: 30, daysSince: 20, spentBefore: 60_000_000_000n, spentSince: 5_000_000_000n },
    },
  ])
  expect([stops[0]?.saving.expected, saved]).toEqual([40_000_000_000n, 35_000_000_000n])

  const [found] = await getKeySavings(viewer, { organizationId: 'o', id: 'a' }, NOW)
  expect(found?.moved).toMatchObject({
    moved: [{ id: 'b', rise: 20_000_000_000n }],
    total: 20_000_000_000n,
  })
  expect(await getKeySavings(viewer, { organizationId: 'o', id: 'c' }, NOW)).toMatchObject([{ saving: null }])
  expect(await getKeySavings(viewer, { organizationId: 'o', id: 'b' }, NOW)).toEqual([])
  expect((await listKeySavings(viewer, { data: 'demo' }, NOW)).stops).toEqual([])
})

it('ends with whoever made the key active again, and takes unknown days for neither side', async () => {
  await world()
  await stop('a', '2026-11-01T09:00:00Z')
  await prisma().keyEvent.create({
    data: {
      ...{ organizationId: 'o', keyId: 'a', at: new Date('2026-11-18T00:00:00Z') },
      ...{ kind: 'status', before: 'inactive', after: 'active' },
    },
  })
  await pool().query(`update coverage set state = 'partial' where day in ('2026-10-31', '2026-11-03')`)
  const { stops } = await listKeySavings(viewer, {}, NOW)
  expect(stops).toMatchObject([
    { stop: { endedOn: '2026-11-18' }, saving: { daysBefore: 30, daysSince: 15, spentSince: 0n } },
  ])
  expect(stops[0]?.saving.beforeFrom).toBe('2026-10-01')
  expect(stops[0]?.saving.saved).toBe(30_000_000_000n)
})

it('that was taken back at once saved nothing, and none is told', async () => {
  await world()
  const at = '2026-11-01T09:00:00Z'
  const { id } = await stop('a', at)
  await stop('a', at, { before: 'inactive', wanted: 'active', undoOf: id })
  for (const [before, after] of [
    ['active', 'inactive'],
    ['inactive', 'active'],
  ])
    await prisma().keyEvent.create({
      data: { organizationId: 'o', keyId: 'a', at: new Date(at), kind: 'status', before, after },
    })
  expect(await getKeySavings(viewer, { organizationId: 'o', id: 'a' }, NOW)).toEqual([])
  expect((await listKeySavings(viewer, {}, NOW)).saved).toBe(0n)
})

it('is not known where the source does not tell the cost of a key', async () => {
  await world({ source: 'legacy' })
  await stop('a', '2026-11-01T09:00:00Z')
  expect((await listKeySavings(viewer, {}, NOW)).stops).toEqual([])
  expect(await getKeySavings(viewer, { organizationId: 'o', id: 'a' }, NOW)).toMatchObject([{ saving: null }])
})
