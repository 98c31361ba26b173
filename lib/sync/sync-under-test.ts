import { expect } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { environment } from '@/lib/env'
import { sealSecret } from '@/lib/sealed-secret'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { truthMoney, truthUsage } from '@/lib/simulator/world'
import { requestSync } from './request-sync'
import { drainSyncQueue, type SyncSettings } from './run-sync'

/** All that connecting and syncing write. */
export const SYNC_TABLES = [
  'organizations',
  'connections',
  'workspaces',
  'api_keys',
  'members',
  'usage_facts',
  'cost_facts',
  'spend_rollup',
  'spend_days',
  'coverage',
  'sync_runs',
  'sync_leases',
]

/** Stores a connection as connecting would, without asking the simulator. */
export async function connectSimulator(simulator: Simulator, source: 'analytics' | 'legacy' = 'analytics') {
  const { id, name } = simulator.world().organization
  const now = simulator.now()
  await prisma().organization.create({ data: { id, name, createdAt: now } })
  await prisma().connection.create({ data: connectionOf(simulator, id, source, now) })
}

function connectionOf(simulator: Simulator, id: string, source: 'analytics' | 'legacy', now: Date) {
  const sealedKey = sealSecret(simulator.adminKey, `connection:${id}`, environment().ONEBILL_SECRET_KEY ?? '')
  return { organizationId: id, source, sealedKey, keyHint: 'hint', createdAt: now }
}

/** Asks for a sync and does it; gives the finished run. */
export async function sync(simulator: Simulator, settings: Partial<SyncSettings> = {}) {
  const clock = () => simulator.now()
  const { id } = await requestSync({ organizationId: null, requestedBy: 'test', now: clock() })
  await drainSyncQueue({ clock, baseUrl: simulator.url, ...settings })
  return prisma().syncRun.findUniqueOrThrow({ where: { id } })
}

const DIMENSIONS = {
  total: `'total'`,
  key: 'api_key_id',
  workspace: 'workspace_id',
  model: 'model',
  product: 'product',
  day: 'day::text',
} as const
const FACT_DIMENSIONS = {
  service_tier: 'service_tier',
  cost_type: 'cost_type',
  token_type: 'token_type',
} as const
const ALL_TIME = { from: '2026-01-01', to: '2028-01-01' }

interface Sums {
  label: string | null
  sums: string
}

/** Everything stored adds up to what the simulator knows, exactly, in every dimension. */
export async function expectTruth(simulator: Simulator): Promise<void> {
  const world = simulator.world()
  const range = { ...ALL_TIME, asOf: simulator.dataRefreshedAt() }
  const id = world.organization.id
  for (const by of Object.keys(DIMENSIONS) as (keyof typeof DIMENSIONS)[]) {
    const money = [...truthMoney(world, by, range)].map(([label, sum]) => [
      label,
      `${sum.amount} ${sum.listAmount}`,
    ])
    expect(
      await sumsOf(
        `select ${DIMENSIONS[by]} as label, concat_ws(' ', sum(amount_nano), sum(list_amount_nano)) as sums
         from spend_rollup where organization_id = $1 group by 1 having sum(cost_lines) > 0`,
        id,
      ),
    ).toEqual(new Map(money as [string | null, string][]))
    const usage = [...truthUsage(world, by, range)].map(([label, sum]) => [
      label,
      [
        sum.uncachedInput,
        sum.cacheRead,
        sum.cacheWrite5m,
        sum.cacheWrite1h,
        sum.output,
        sum.webSearches,
        sum.requests,
      ].join(' '),
    ])
    expect(
      await sumsOf(
        `select ${DIMENSIONS[by]} as label, concat_ws(' ', sum(uncached_input), sum(cache_read), sum(cache_write_5m),
           sum(cache_write_1h), sum(output), sum(web_searches), sum(requests)) as sums
         from spend_rollup where organization_id = $1 group by 1
         having sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output + web_searches + requests) > 0`,
        id,
      ),
    ).toEqual(new Map(usage as [string | null, string][]))
  }
  for (const by of Object.keys(FACT_DIMENSIONS) as (keyof typeof FACT_DIMENSIONS)[]) {
    const money = [...truthMoney(world, by, range)].map(([label, sum]) => [
      label,
      `${sum.amount} ${sum.listAmount}`,
    ])
    expect(
      await sumsOf(
        `select ${FACT_DIMENSIONS[by]} as label, concat_ws(' ', sum(amount_nano), sum(list_amount_nano)) as sums
         from cost_facts where organization_id = $1 group by 1`,
        id,
      ),
    ).toEqual(new Map(money as [string | null, string][]))
  }
}

async function sumsOf(sql: string, organizationId: string): Promise<Map<string | null, string>> {
  const { rows } = await pool().query<Sums>(sql, [organizationId])
  return new Map(rows.map(({ label, sums }) => [label, sums]))
}

/** Every row of the stored figures with the transaction that wrote it and its place: a rewritten row shows. */
export async function dumpFigures(): Promise<string[]> {
  const dumps = await Promise.all(
    ['usage_facts', 'cost_facts', 'spend_rollup', 'spend_days', 'coverage'].map((table) =>
      pool().query<{ row: string }>(
        `select concat('${table} ', xmin, ' ', ctid, ' ', t::text) as row from ${table} t`,
      ),
    ),
  )
  return dumps.flatMap(({ rows }) => rows.map(({ row }) => row)).sort()
}

export async function coverageStates(): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ state: string; count: number }>(
    'select state::text, count(*)::int from coverage group by 1 order by 1',
  )
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
