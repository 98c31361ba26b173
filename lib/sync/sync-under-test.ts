import { expect } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { environment } from '@/lib/env'
import { sealSecret } from '@/lib/sealed-secret'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { truthMoney, truthUsage, type UsageDimension } from '@/lib/simulator/world'
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
  'priceable_usage',
  'billed_kinds',
  'spend_day_parts',
  'coverage',
  'person_spend',
  'usage_actors',
  'rate_facts',
  'claude_code_activity',
  'claude_code_models',
  'detail_coverage',
  'spend_limits',
  'spend_limit_readings',
  'revisions',
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

async function sumsOf(sql: string, ...values: unknown[]): Promise<Map<string | null, string>> {
  const { rows } = await pool().query<Sums>(sql, values)
  return new Map(rows.map(({ label, sums }) => [label, sums]))
}

const FIGURES = [
  'usage_facts',
  'cost_facts',
  'spend_rollup',
  'spend_days',
  'priceable_usage',
  'billed_kinds',
  'coverage',
  'person_spend',
  'usage_actors',
  'rate_facts',
  'claude_code_activity',
  'claude_code_models',
  'detail_coverage',
  'revisions',
  'revision_rows',
]

/** Every row of the stored figures with the transaction that wrote it and its place: a rewritten row shows. */
export async function dumpFigures(): Promise<string[]> {
  const dumps = await Promise.all(
    FIGURES.map((table) =>
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

type Owner = 'analytics' | 'legacy'

/**
 * Every day that is final adds up to what the simulator knows, exactly, in total, by workspace and by model, as far as the
 * source that owns the day tells it: the legacy reports know no requests, no cost of the Priority Tier, and no model of cost
 * beside tokens. Gives how many final days each source owns.
 */
export async function expectFinalDays(simulator: Simulator): Promise<Record<Owner, number>> {
  const world = simulator.world()
  const id = world.organization.id
  const final = await pool().query<{ day: string; source: Owner }>(
    `select day, source::text from coverage where organization_id = $1 and state = 'synced'`,
    [id],
  )
  const owners = new Map(final.rows.map(({ day, source }) => [day, source]))
  const expected = new Map<string, bigint[]>()
  for (const fact of world.facts) {
    const day = new Date(fact.minute * 60_000).toISOString().slice(0, 10)
    const owner = owners.get(day)
    if (!owner) continue
    const isLegacy = owner === 'legacy'
    const add = (model: string | null, sums: readonly bigint[]) => {
      const key = JSON.stringify([day, fact.workspaceId, model])
      const before = expected.get(key)
      expected.set(
        key,
        sums.map((value, index) => value + (before?.[index] ?? 0n)),
      )
    }
    const counts = [
      fact.uncachedInput,
      fact.cacheRead,
      fact.cacheWrite5m,
      fact.cacheWrite1h,
      fact.output,
      fact.webSearches,
      isLegacy ? 0 : fact.requests,
    ]
    add(fact.model, [0n, ...counts.map(BigInt)])
    if (isLegacy && fact.serviceTier?.startsWith('priority')) continue
    for (const { costType, amount } of fact.costs)
      add(isLegacy && costType !== 'tokens' ? null : fact.model, [amount, ...counts.map(() => 0n)])
  }
  const { rows } = await pool().query<{ key: string[]; sums: bigint[] }>(
    `select json_build_array(r.day, workspace_id, model) as key, array[sum(amount_nano), sum(uncached_input),
       sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(web_searches), sum(requests)]::text[] as sums
     from spend_rollup r join coverage c on c.organization_id = r.organization_id and c.day = r.day
     where r.organization_id = $1 and c.state = 'synced' group by r.day, workspace_id, model`,
    [id],
  )
  const hasSomething = (sums: readonly bigint[]) => sums.some((sum) => sum !== 0n)
  const asEntries = (entries: Iterable<[string, bigint[]]>) =>
    [...entries].filter(([, sums]) => hasSomething(sums)).map(([key, sums]) => `${key} ${sums.join(' ')}`)
  const stored = rows.map(({ key, sums }): [string, bigint[]] => [JSON.stringify(key), sums.map(BigInt)])
  expect(asEntries(stored).sort()).toEqual(asEntries(expected).sort())
  const owned = (owner: Owner) => final.rows.filter(({ source }) => source === owner).length
  return { analytics: owned('analytics'), legacy: owned('legacy') }
}

const RATES = { speed: 'speed', context_window: 'context_window', inference_geo: 'inference_geo' } as const
const MEASURES = `coalesce(sum(uncached_input), 0), coalesce(sum(cache_read), 0), coalesce(sum(cache_write_5m), 0),
  coalesce(sum(cache_write_1h), 0), coalesce(sum(output), 0), coalesce(sum(web_searches), 0), coalesce(sum(requests), 0)`

/**
 * The daily passes tell the simulator's truth of the days the Analytics API owns, by who and by rate, and nothing of others.
 * A day still open when that source was lost stands as it was last told until another source owns it: it is left out.
 */
export async function expectDetails(simulator: Simulator): Promise<void> {
  const world = simulator.world()
  const id = world.organization.id
  const owned = await pool().query<{ day: string; isTold: boolean }>(
    `select d.day, d.state = 'synced' or c.source = 'analytics' as "isTold"
     from coverage d join connections c using (organization_id)
     where d.organization_id = $1 and d.source = 'analytics'`,
    [id],
  )
  const days = new Set(owned.rows.filter(({ isTold }) => isTold).map(({ day }) => day))
  const untold = owned.rows.filter(({ isTold }) => !isTold).map(({ day }) => day)
  const range = { from: '2023-01-01', to: '2028-01-01', asOf: simulator.dataRefreshedAt() }
  const isOwned = (fact: { minute: number }) =>
    days.has(new Date(fact.minute * 60_000).toISOString().slice(0, 10))
  const tables = [
    ...Object.entries(RATES).map(([by, column]) => ({ by, column, table: 'rate_facts' })),
    { by: 'actor', column: 'actor_id', table: 'person_spend' },
    { by: 'product', column: 'product', table: 'person_spend' },
    { by: 'key', column: 'api_key_id', table: 'rate_facts' },
  ] as const
  for (const { by, column, table } of tables) {
    const dimension = by as UsageDimension
    const money = truthMoney(world, dimension, range, isOwned)
    const usage = truthUsage(world, dimension, range, isOwned)
    const expected = new Map<string | null, string>()
    for (const label of new Set([...money.keys(), ...usage.keys()])) {
      const [paid, used] = [money.get(label), usage.get(label)]
      const counts = used && [
        used.uncachedInput,
        used.cacheRead,
        used.cacheWrite5m,
        used.cacheWrite1h,
        used.output,
        used.webSearches,
        used.requests,
      ]
      expected.set(
        label,
        [paid?.amount ?? 0n, paid?.listAmount ?? 0n, ...(counts ?? Array(7).fill(0))].join(' '),
      )
    }
    expect(
      await sumsOf(
        `select ${column} as label, concat_ws(' ', coalesce(sum(amount_nano), 0), coalesce(sum(list_amount_nano), 0),
           ${MEASURES}) as sums from ${table} where organization_id = $1 and day <> all ($2) group by 1`,
        id,
        untold,
      ),
    ).toEqual(expected)
  }
}

/** Final days of the hourly pass whose detail passes are not final too. */
export async function unsettledDetails(): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `select count(*)::int from coverage c cross join (values ('people'), ('rates')) p (pass)
     left join detail_coverage d on d.organization_id = c.organization_id and d.day = c.day and d.pass = p.pass
     where c.state = 'synced' and c.source = 'analytics' and d.state is distinct from 'synced'`,
  )
  return rows[0]?.count ?? -1
}
