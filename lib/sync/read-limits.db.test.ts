import { expect, test } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { enterSpendLimit, removeSpendLimit } from '@/lib/commands/spend-limits'
import { prisma } from '@/lib/db/client'
import { readSpendLimits } from '@/lib/db/spend-limits'
import { useDatabase } from '@/lib/db/test-database'
import { nano, NANO_PER_USD } from '@/lib/domain/money'
import { listSpendLimits } from '@/lib/queries/spend-limits'
import type { FaultAction } from '@/lib/simulator/faults'
import { NOW, randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import { connectSimulator, sync, SYNC_TABLES } from './sync-under-test'

useDatabase({ emptied: [...SYNC_TABLES, 'audit_entries'] })

const admin = systemActor('Ada', 'admin')
const usd = (dollars: number) => nano(BigInt(dollars) * NANO_PER_USD)
const TOMORROW = new Date(NOW.getTime() + 86_400_000)

const world = randomWorld({ rows: 60, ageDays: 40 })
const workspace = world.workspaces[0]?.id ?? ''

function limit(scope: object, dollars: number, id: string) {
  const at = '2026-03-02T08:00:00Z'
  return {
    ...{ id: `spl_${id}`, type: 'spend_limit', scope, amount: String(dollars * 100), currency: 'USD' },
    ...{ period: 'monthly', is_enabled: true, created_at: at, updated_at: at },
  } as NonNullable<typeof world.spendLimits>[number]
}

const TOLD = [
  limit({ type: 'usage_tier' }, 1000, 'tier'),
  limit({ type: 'organization' }, 400, 'own'),
  limit({ type: 'workspace', workspace_id: workspace }, 50, 'ws'),
]

async function connected(options: object = {}) {
  const simulator = await simulate({ world: { ...world, spendLimits: TOLD }, ...options })
  await connectSimulator(simulator)
  return simulator
}

test('Anthropic’s limits are read once a day, and what it told before gives way', async () => {
  const simulator = await connected()
  expect((await sync(simulator)).status).toBe('succeeded')
  const organization = { type: 'organization', id: simulator.organizationId }
  expect(await readSpendLimits(simulator.organizationId)).toEqual([
    { subject: organization, amount: usd(400), called: 'limit of the organisation' },
    { subject: { type: 'workspace', id: workspace }, amount: usd(50), called: 'limit of the workspace' },
  ])
  simulator.mutate((now) => ({ ...now, spendLimits: TOLD.slice(0, 1) }))
  await sync(simulator)
  expect(simulator.requests.count('spend_limits')).toBe(1)
  expect(await readSpendLimits(simulator.organizationId)).toHaveLength(2)
  simulator.setClock(() => TOMORROW)
  await sync(simulator)
  expect(await readSpendLimits(simulator.organizationId)).toEqual([
    { subject: organization, amount: usd(1000), called: 'Build tier' },
  ])
})

test.each(['not-enabled', 'organization-type', 'not-found'] as const)(
  'where Anthropic does not tell them (%s) the sync succeeds and what was entered holds',
  async (spendLimitRefusal) => {
    const simulator = await connected({ world, spendLimitRefusal })
    const id = simulator.organizationId
    await enterSpendLimit(admin, { organizationId: id, workspaceId: null, amount: usd(500) }, NOW)
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
    expect(await readSpendLimits(id)).toEqual([
      { subject: { type: 'organization', id }, amount: usd(500), called: 'limit entered here' },
    ])
    const limits = (await listSpendLimits(admin, [id], NOW)).get(id)
    expect(limits?.asked).toEqual({ on: '2026-11-22', told: false })
  },
)

test.each<FaultAction>([
  { kind: 'status', status: 401 },
  { kind: 'status', status: 500, shouldRetry: false },
])('no failure of that question fails the sync, and it is asked again: %o', async (action) => {
  const simulator = await connected({ faults: [{ path: 'spend_limits', action }] })
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
  expect(await readSpendLimits(simulator.organizationId)).toEqual([])
  await sync(simulator)
  expect(await readSpendLimits(simulator.organizationId)).toHaveLength(2)
})

test('an entered limit gives way to a told one, and holds again when that is gone', async () => {
  const simulator = await connected()
  const id = simulator.organizationId
  await enterSpendLimit(admin, { organizationId: id, workspaceId: null, amount: usd(300) }, NOW)
  await sync(simulator)
  const limits = (await listSpendLimits(admin, [id], NOW)).get(id)?.limits
  const shown = limits?.map(({ source, amount, isInForce }) => [source, amount, isInForce])
  expect(shown).toEqual([
    ['usage_tier', usd(1000), false],
    ['entered', usd(300), false],
    ['anthropic', usd(400), true],
    ['anthropic', usd(50), true],
  ])
  simulator.mutate((now) => ({ ...now, spendLimits: undefined }))
  simulator.setClock(() => TOMORROW)
  await sync(simulator)
  expect((await readSpendLimits(id)).map(({ amount }) => amount)).toEqual([usd(300)])
})

test('each stands beside what this month cost so far, to the last digit', async () => {
  const simulator = await connected()
  const id = simulator.organizationId
  await sync(simulator)
  const shown = (await listSpendLimits(admin, [id], NOW)).get(id)
  const sums = await prisma().$queryRaw<{ workspace: string | null; amount: bigint }[]>`
    select workspace_id as workspace, sum(amount_nano)::bigint as amount from cost_facts
    where day >= '2026-11-01' group by grouping sets ((), (workspace_id))`
  const spent = new Map(sums.map(({ workspace: of, amount }) => [of, amount]))
  expect(shown?.month).toBe('2026-11-01')
  expect(shown?.unreadDays).toBe(0)
  const total = shown?.limits.find(({ source }) => source === 'usage_tier')?.spent
  const ofWorkspace = shown?.limits.find(({ subject }) => subject.type === 'workspace')?.spent
  expect([total, ofWorkspace]).toEqual([spent.get(null), spent.get(workspace)])
  expect(ofWorkspace).toBeGreaterThan(0n)
  await prisma().$executeRaw`delete from coverage where day in ('2026-11-02', '2026-11-03')`
  expect((await listSpendLimits(admin, [id], NOW)).get(id)?.unreadDays).toBe(2)
})

test('entering and removing are audited, and a mistake gets a sentence', async () => {
  const simulator = await connected()
  const of = { organizationId: simulator.organizationId, workspaceId: null }
  await expect(removeSpendLimit(admin, of, NOW)).rejects.toMatchObject({ kind: 'not_found' })
  for (const amount of [0n, -1n, usd(1_000_000_001)])
    await expect(enterSpendLimit(admin, { ...of, amount: nano(amount) }, NOW)).rejects.toMatchObject({
      parameter: 'amount',
    })
  const elsewhere = { ...of, workspaceId: 'wrkspc_other', amount: usd(1) }
  await expect(enterSpendLimit(admin, elsewhere, NOW)).rejects.toMatchObject({ parameter: 'workspace' })
  await expect(
    enterSpendLimit(systemActor('Max', 'member'), { ...of, amount: usd(1) }, NOW),
  ).rejects.toMatchObject({ kind: 'forbidden' })
  await enterSpendLimit(admin, { ...of, amount: usd(5) }, NOW)
  await enterSpendLimit(admin, { ...of, amount: usd(7) }, NOW)
  await removeSpendLimit(admin, of, NOW)
  const entries = await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })
  const name = simulator.world().organization.name
  expect(entries.map(({ action, before, after }) => [action, before, after])).toEqual([
    ['spend_limit.entered', null, { of: name, amount_usd: '5.00' }],
    ['spend_limit.entered', { of: name, amount_usd: '5.00' }, { of: name, amount_usd: '7.00' }],
    ['spend_limit.removed', { of: name, amount_usd: '7.00' }, null],
  ])
})
