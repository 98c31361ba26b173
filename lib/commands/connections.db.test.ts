import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { acquireLease, holdLease, LeaseLost } from '@/lib/db/lease'
import { inTransaction } from '@/lib/db/sql-transaction'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { nano, NANO_PER_USD } from '@/lib/domain/money'
import type { Role } from '@/lib/domain/viewer'
import { listConnections, listKeptOrganizations } from '@/lib/queries/connections'
import {
  deleteOrganization,
  disconnect,
  replaceConnectionKey,
  setReadOnly,
  setSource,
  storeConnection,
  type TriedKey,
} from './connections'
import { correctPlan, createPlan, deletePlan, type PlanInput } from './plans'

const NOW = new Date('2026-11-22T10:30:00Z')
const LATER = new Date('2026-11-22T11:30:00Z')
const owner = systemActor('test')

useDatabase()

const as = (role: Role) => systemActor(`a ${role}`, role)

function triedKey(name: string, more: Partial<TriedKey> = {}): TriedKey {
  return {
    organization: { id: randomUUID(), name },
    source: 'analytics',
    sealedKey: 'v1.a.b.c',
    keyHint: 'sk-ant-admin01-Ab1...XyZz',
    ...more,
  }
}

async function connected(name: string) {
  const tried = triedKey(name)
  const { id } = await storeConnection(owner, tried, NOW)
  return { id, tried, organizationId: tried.organization.id }
}

const teamPlan = (organizationId: string): PlanInput => ({
  holderEmail: 'ann@example.com',
  planCode: 'team_standard',
  seats: 5,
  price: nano(125n * NANO_PER_USD),
  currency: 'USD',
  priceUsd: null,
  cycle: 'monthly',
  startsOn: day('2026-10-01'),
  endsOn: null,
  apiCredit: { organizationId, claimedOn: day('2026-10-01') },
})

const shown = async (id: string) => (await listConnections(owner)).find((connection) => connection.id === id)
const auditOf = (subjectId: string) =>
  prisma().auditEntry.findMany({ where: { subjectId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })

/** One row of everything a sync brings. */
async function bring(organizationId: string) {
  const now = NOW
  await prisma().workspace.create({ data: { organizationId, id: 'wrkspc_a', name: 'A', isDefault: false } })
  await prisma().apiKey.create({ data: { organizationId, id: 'apikey_a', name: 'a', status: 'active' } })
  await prisma().member.create({
    data: { organizationId, id: 'user_a', email: 'a@a.a', name: 'A', role: 'user' },
  })
  await prisma().coverage.create({
    data: {
      organizationId,
      day: new Date('2026-11-20'),
      state: 'synced',
      source: 'analytics',
      granularity: 'hour',
      digest: 'x',
      usageRows: 1,
      costRows: 1,
      readAt: now,
    },
  })
  await prisma().syncRun.create({
    data: { organizationId, requestedBy: 'test', status: 'succeeded', createdAt: now },
  })
  await pool().query(
    `insert into usage_facts values ($1, '2026-11-20', '2026-11-20', null, null, 'm', null, null, 1, 1, 1, 1, 1, 1, 1)`,
    [organizationId],
  )
  await pool().query(
    `insert into cost_facts values ($1, '2026-11-20', '2026-11-20', null, null, 'm', null, null, null, null, 5, 5)`,
    [organizationId],
  )
  await pool().query(
    `insert into spend_rollup values ($1, '2026-11-20', null, null, 'm', null, 5, 5, 1, 1, 1, 1, 1, 1, 1, 1)`,
    [organizationId],
  )
}

const BROUGHT = [
  'usage_facts',
  'cost_facts',
  'spend_rollup',
  'coverage',
  'workspaces',
  'api_keys',
  'members',
  'sync_runs',
]

async function rowsOf(organizationId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of BROUGHT) {
    const { rows } = await pool().query<{ n: number }>(
      `select count(*)::int as n from ${table} where organization_id = $1`,
      [organizationId],
    )
    counts[table] = rows[0]?.n ?? -1
  }
  return counts
}

const each = (n: number) => Object.fromEntries(BROUGHT.map((table) => [table, n]))

describe('connecting', () => {
  test('stores a read-only connection, with an entry in the audit log that has the hint alone', async () => {
    const { id, organizationId } = await connected('Acme')
    expect(await shown(id)).toEqual({
      id,
      organizationId,
      name: 'Acme',
      source: 'analytics',
      readOnly: true,
      keyHint: 'sk-ant-admin01-Ab1...XyZz',
      state: 'new',
      lastSyncedAt: null,
      failure: null,
      failingSince: null,
    })
    const [entry] = await auditOf(id)
    expect(entry).toMatchObject({ action: 'connection.connected', organizationId, actorName: 'test' })
    expect(JSON.stringify(entry)).not.toContain('v1.a.b.c')
  })

  test('twice is a conflict that offers to replace the key, also at the same moment', async () => {
    const tried = triedKey('Twice')
    const results = await Promise.allSettled([
      storeConnection(owner, tried, NOW),
      storeConnection(owner, tried, NOW),
      storeConnection(owner, tried, NOW),
    ])
    const failures = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => reason as unknown)
    expect(failures).toHaveLength(2)
    for (const failure of failures)
      expect(failure).toMatchObject({ kind: 'conflict', parameter: 'admin_key', message: /Replace key/ })
    expect(await prisma().connection.count({ where: { organizationId: tried.organization.id } })).toBe(1)
  })

  test('again after disconnecting finds the figures and takes the new name', async () => {
    const { id, tried, organizationId } = await connected('Before')
    await bring(organizationId)
    await disconnect(owner, id, NOW)
    const again = { ...tried, organization: { id: organizationId, name: 'After' } }
    const { id: newId } = await storeConnection(owner, again, LATER)
    expect((await shown(newId))?.name).toBe('After')
    expect(await rowsOf(organizationId)).toEqual(each(1))
  })
})

describe('replacing the key', () => {
  test('forgets what failed with the old one', async () => {
    const { id, tried } = await connected('Replaced')
    await prisma().connection.update({
      where: { id },
      data: { state: 'failing', failure: 'refused', failingSince: NOW, lastSyncedAt: NOW },
    })
    const other = { ...tried, sealedKey: 'v1.d.e.f', keyHint: 'sk-ant-admin01-New...Keyy' }
    await replaceConnectionKey(owner, id, other, LATER)
    expect(await shown(id)).toMatchObject({
      keyHint: 'sk-ant-admin01-New...Keyy',
      state: 'ok',
      failure: null,
      failingSince: null,
      lastSyncedAt: NOW,
    })
    expect((await prisma().connection.findUniqueOrThrow({ where: { id } })).sealedKey).toBe('v1.d.e.f')
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      'connection.connected',
      'connection.key_replaced',
    ])
  })

  test('of another organisation is refused with both names, and nothing is changed', async () => {
    const { id } = await connected('Mine')
    const before = await prisma().connection.findUniqueOrThrow({ where: { id } })
    await expect(replaceConnectionKey(owner, id, triedKey('Theirs'), LATER)).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringMatching(/belongs to Theirs, but the connection is for Mine/) as string,
    })
    expect(await prisma().connection.findUniqueOrThrow({ where: { id } })).toEqual(before)
  })
})

test('the read-only switch and the source are kept and audited', async () => {
  const { id } = await connected('Switch')
  await setReadOnly(owner, id, false, NOW)
  await setSource(owner, id, 'legacy', LATER)
  expect(await shown(id)).toMatchObject({ readOnly: false, source: 'legacy' })
  expect((await auditOf(id)).slice(1)).toMatchObject([
    { action: 'connection.read_only_set', before: { read_only: true }, after: { read_only: false } },
    { action: 'connection.source_checked', before: { source: 'analytics' }, after: { source: 'legacy' } },
  ])
})

test('setting what is set already changes nothing', async () => {
  const { id } = await connected('Same')
  await setReadOnly(owner, id, true, LATER)
  await setSource(owner, id, 'analytics', LATER)
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(['connection.connected'])
})

describe('disconnecting', () => {
  test('keeps what it brought and forgets the key', async () => {
    const { id, organizationId } = await connected('Kept')
    await bring(organizationId)
    await expect(disconnect(owner, id, NOW)).resolves.toEqual({ name: 'Kept' })
    expect(await shown(id)).toBeUndefined()
    expect(await rowsOf(organizationId)).toEqual(each(1))
    expect(await listKeptOrganizations(owner)).toContainEqual({ id: organizationId, name: 'Kept' })
  })

  test('and deleting removes all it brought, nothing of another, and can come later', async () => {
    const gone = await connected('Gone')
    const later = await connected('Later')
    const other = await connected('Other')
    for (const { organizationId } of [gone, later, other]) await bring(organizationId)
    await disconnect(owner, later.id, NOW)
    await deleteOrganization(owner, gone.organizationId, ' Gone ', NOW)
    await deleteOrganization(owner, later.organizationId, 'Later', NOW)
    expect(await rowsOf(gone.organizationId)).toEqual(each(0))
    expect(await rowsOf(later.organizationId)).toEqual(each(0))
    expect(await rowsOf(other.organizationId)).toEqual(each(1))
    expect(await prisma().organization.count({ where: { id: gone.organizationId } })).toBe(0)
    expect(await auditOf(gone.organizationId)).toMatchObject([
      { action: 'organization.deleted', after: { usage_rows: 1, cost_rows: 1, days: 1 } },
    ])
  })

  test('and deleting unlinks the credits of plans, deleted ones too, so that they can be corrected', async () => {
    const { organizationId } = await connected('Credited')
    const other = await connected('Not credited')
    const linked = await createPlan(owner, teamPlan(organizationId), NOW)
    const deleted = await createPlan(owner, teamPlan(organizationId), NOW)
    await deletePlan(owner, deleted.id, NOW)
    const elsewhere = await createPlan(owner, teamPlan(other.organizationId), NOW)
    await deleteOrganization(owner, organizationId, 'Credited', LATER)

    const credits = await prisma().plan.findMany({ orderBy: { id: 'asc' } })
    expect(
      credits.map(({ id, creditOrganizationId, creditClaimedOn }) => [
        id,
        creditOrganizationId,
        creditClaimedOn,
      ]),
    ).toEqual([
      [linked.id, null, null],
      [deleted.id, null, null],
      [elsewhere.id, other.organizationId, '2026-10-01'],
    ])
    for (const { id } of [linked, deleted])
      expect((await auditOf(id)).at(-1)).toMatchObject({
        action: 'plan.credit_unlinked',
        organizationId,
        before: { api_credit: { organization: organizationId, claimed_on: '2026-10-01' } },
        after: { api_credit: null },
      })
    await correctPlan(owner, linked.id, { ...teamPlan(organizationId), apiCredit: null }, LATER)
  })

  test('a credit cannot be linked to an organisation that is being deleted', async () => {
    const { organizationId } = await connected('Going')
    const { linking } = await inTransaction(async (client) => {
      await client.query('delete from organizations where id = $1', [organizationId])
      const linking = createPlan(owner, teamPlan(organizationId), NOW).catch((error: unknown) => error)
      await waitUntilSomebodyWaits(client)
      return { linking }
    })
    expect(await linking).toMatchObject({ kind: 'incomplete', parameter: 'api_credit.organization' })
    expect(await prisma().plan.count({ where: { creditOrganizationId: organizationId } })).toBe(0)
  })

  test('and deleting takes the typed name and the role owner', async () => {
    const { organizationId } = await connected('Precious')
    await bring(organizationId)
    await expect(deleteOrganization(owner, organizationId, 'precious', NOW)).rejects.toMatchObject({
      kind: 'incomplete',
      parameter: 'typed_name',
    })
    await expect(deleteOrganization(as('admin'), organizationId, 'Precious', NOW)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    expect(await rowsOf(organizationId)).toEqual(each(1))
  })

  test.each(['keep', 'delete'] as const)(
    'ends the sync at work (%s): it stores nothing any more',
    async (choice) => {
      const { id, organizationId } = await connected(`Running ${choice}`)
      const lease = { organizationId, runId: randomUUID() }
      expect(await acquireLease(lease)).toBe(true)
      const storing = inTransaction(async (client) => {
        await holdLease(client, lease)
        const ended =
          choice === 'keep'
            ? disconnect(owner, id, NOW)
            : deleteOrganization(owner, organizationId, `Running ${choice}`, NOW)
        await waitUntilSomebodyWaits(client)
        await client.query(
          `insert into cost_facts values ($1, '2026-11-20', '2026-11-20', null, null, 'm', null, null, null, null, 5, 5)`,
          [organizationId],
        )
        return { ended }
      })
      await (
        await storing
      ).ended
      expect((await rowsOf(organizationId)).cost_facts).toBe(choice === 'keep' ? 1 : 0)
      await expect(inTransaction((client) => holdLease(client, lease))).rejects.toBeInstanceOf(LeaseLost)
    },
  )
})

async function waitUntilSomebodyWaits(client: { query(text: string): Promise<{ rows: { n: number }[] }> }) {
  await vi.waitFor(
    async () => {
      const { rows } = await client.query(
        `select count(*)::int as n from pg_locks where not granted and pid <> pg_backend_pid()
           and pid in (select pid from pg_stat_activity where datname = current_database())`,
      )
      expect(rows[0]?.n).toBeGreaterThan(0)
    },
    { timeout: 10_000, interval: 5 },
  )
}

test.each(['viewer', 'member'] as const)('a %s changes nothing', async (role) => {
  const { id, tried, organizationId } = await connected(`Guarded from a ${role}`)
  const actor = as(role)
  const attempts = [
    () => storeConnection(actor, triedKey('New'), NOW),
    () => replaceConnectionKey(actor, id, tried, NOW),
    () => setReadOnly(actor, id, false, NOW),
    () => setSource(actor, id, 'legacy', NOW),
    () => disconnect(actor, id, NOW),
    () => deleteOrganization(actor, organizationId, tried.organization.name, NOW),
  ]
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ kind: 'forbidden' })
  expect(await shown(id)).toMatchObject({ readOnly: true, source: 'analytics' })
  expect(await auditOf(id)).toHaveLength(1)
})

test('an unknown connection is not found', async () => {
  for (const attempt of [
    () => setReadOnly(owner, 'nobody', false, NOW),
    () => setSource(owner, 'nobody', 'legacy', NOW),
    () => disconnect(owner, 'nobody', NOW),
  ])
    await expect(attempt()).rejects.toMatchObject({ kind: 'not_found', parameter: 'id' })
  await expect(deleteOrganization(owner, 'nobody', '', NOW)).rejects.toMatchObject({
    kind: 'not_found',
    parameter: 'organization_id',
  })
})
