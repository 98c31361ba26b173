import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { storeFinding } from '@/lib/db/finding-under-test'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day, daysIn, startOf } from '@/lib/domain/day'
import { nano, NANO_PER_USD, zero } from '@/lib/domain/money'
import { getGuideGround } from './guide-ground'
import { getOwnNumbers } from './own-numbers'
import { listOwnTokens } from './own-tokens'

useDatabase({
  emptied: [
    'organizations',
    'plans',
    'budgets',
    'spend_limits',
    'cost_facts',
    'spend_rollup',
    'priceable_usage',
    'coverage',
    'model_prices',
  ],
})

const NOW = new Date('2026-11-22T10:30:00Z')
const viewer = systemActor('test', 'viewer')
const NO_CACHE = { cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n }
const usd = (dollars: number) => nano(BigInt(dollars) * NANO_PER_USD)
/** All of them read but 10 November. */
const DAYS = daysIn({ from: day('2026-10-01'), to: day('2026-11-22') }).filter((on) => on !== '2026-11-10')

/** Ada, who holds Max with its credit linked, made key `a` ($3 a day); Bob, without a plan, key `b` ($1 a day). */
async function world({ isDemo = false } = {}) {
  await prisma().organization.create({ data: { id: 'o', name: 'O', createdAt: NOW, isDemo } })
  const made = { organizationId: 'o', createdByType: 'user', createdAt: startOf(day('2026-09-01')) }
  for (const [id, workspaceId] of [
    ['a', 'w'],
    ['b', 'v'],
  ] as const) {
    const email = id === 'a' ? 'Ada@example.com' : 'bob@example.com'
    await prisma().member.create({
      data: { organizationId: 'o', id: `user_${id}`, email, name: id, role: 'user' },
    })
    await prisma().apiKey.create({
      data: { ...made, id, name: id, status: 'active', workspaceId, createdById: `user_${id}` },
    })
  }
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select 'o', d, 'synced', 'analytics', 'hour', '-', 0, 1, now() from unnest($1::date[]) d`,
    [DAYS],
  )
  await pool().query(
    `insert into cost_facts (organization_id, day, starts_at, api_key_id, workspace_id, amount_nano)
     select 'o', d, d, k.id, k.workspace, k.dollars * 1000000000::bigint
     from unnest($1::date[]) d, (values ('a', 'w', 3), ('b', 'v', 1)) k (id, workspace, dollars)`,
    [DAYS],
  )
  await rebuildRollup(pool(), 'o', DAYS)
  const term = { effectiveOn: '2026-11-05', planCode: 'max', seats: 1 }
  const price = { priceNano: usd(100), priceUsdNano: usd(100), paused: false, createdAt: NOW }
  await prisma().plan.create({
    data: {
      ...{
        holderEmail: 'ada@example.com',
        cycle: 'monthly',
        currency: 'USD',
        startsOn: '2026-11-05',
        isDemo,
      },
      ...{ creditOrganizationId: 'o', creditClaimedOn: '2026-11-05', createdAt: NOW },
      terms: { create: { ...term, ...price } },
    },
  })
}

it('tells what was billed beside plans, what is left of the credit, and which days are missing', async () => {
  await world()
  const own = await getOwnNumbers(viewer, 'real', NOW)
  expect(own).toMatchObject({
    range: { from: '2026-10-23', to: '2026-11-22' },
    organizations: 1,
    missingDays: 1,
    api: { amount: usd(29 * 4), quality: 'billed' },
    besidePlans: {
      amount: usd(29 * 3),
      keys: [{ name: 'a', href: '/keys/o/a', amount: usd(87) }],
      partial: false,
    },
    plans: { running: 1, perMonth: usd(100), next: { on: '2026-12-05', amount: usd(100) } },
    // From 5 to 21 November, 10 left out: 16 days at $4.
    credit: { granted: usd(100), used: usd(64), lostOn: '2026-12-05', unlinked: zero },
    keys: { active: 2, unlimited: 2, neverExpires: 2 },
    limits: { known: 0, reached: 0 },
    leaks: 0,
  })
})

it('counts keys under a limit or a budget as limited, and Anthropic’s tier as no limit of theirs', async () => {
  await world()
  const limit = (subjectType: string, subjectId: string, source: string) =>
    prisma().spendLimit.create({
      data: {
        organizationId: 'o',
        subjectType,
        subjectId,
        source,
        amountNano: usd(500),
        called: 'x',
        statedAt: NOW,
      },
    })
  await limit('organization', 'o', 'usage_tier')
  expect((await getOwnNumbers(viewer, 'real', NOW)).keys.unlimited).toBe(2)
  await limit('workspace', 'w', 'entered')
  expect((await getOwnNumbers(viewer, 'real', NOW)).keys.unlimited).toBe(1)
  await limit('organization', 'o', 'anthropic')
  expect((await getOwnNumbers(viewer, 'real', NOW)).keys.unlimited).toBe(0)
})

it('sums the tokens of thirty days by model, the most used first', async () => {
  await world()
  await pool().query(
    `insert into priceable_usage (organization_id, day, model, is_mixed, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches)
     values ('o', '2026-11-20', 'claude-opus-5-5', false, 1, 2, 3, 4, 5, 6), ('o', '2026-11-21', 'claude-opus-5-5', false, 1, 0, 0, 0, 0, 0),
       ('o', '2026-11-20', 'claude-sonnet-5-5', false, 900, 0, 0, 0, 1, 0), ('o', '2026-11-22', 'claude-opus-5-5', false, 9, 9, 9, 9, 9, 9),
       ('o', '2026-10-22', 'claude-opus-5-5', false, 9, 9, 9, 9, 9, 9), ('o', '2026-11-20', null, false, 9, 9, 9, 9, 9, 9)`,
  )
  expect(await listOwnTokens(viewer, 'real', NOW)).toEqual([
    { model: 'claude-sonnet-5-5', uncachedInput: 900n, ...NO_CACHE, output: 1n, webSearches: 0n },
    {
      model: 'claude-opus-5-5',
      uncachedInput: 2n,
      cacheRead: 2n,
      cacheWrite5m: 3n,
      cacheWrite1h: 4n,
      output: 5n,
      webSearches: 6n,
    },
  ])
  expect(await listOwnTokens(viewer, 'demo', NOW)).toEqual([])
})

it('never mixes what is told with what is real', async () => {
  await world({ isDemo: true })
  expect(await getOwnNumbers(viewer, 'real', NOW)).toMatchObject({
    organizations: 0,
    api: { amount: zero },
    plans: { running: 0 },
    credit: { granted: zero },
    keys: { active: 0 },
  })
  expect((await getOwnNumbers(viewer, 'demo', NOW)).api.amount).toBe(usd(116))
})

it('counts open findings of a leaked key alone', async () => {
  await world()
  await storeFinding({ organizationId: 'o', rule: 'leaked-key' })
  await storeFinding({ organizationId: 'o', rule: 'fast-mode' })
  expect((await getOwnNumbers(viewer, 'real', NOW)).leaks).toBe(1)
})

it('gives strangers no price that was entered here, and people who sign in theirs', async () => {
  const prices = {
    inputNano: usd(77),
    cacheWrite5mNano: null,
    cacheWrite1hNano: null,
    cacheReadNano: null,
    outputNano: usd(99),
  }
  await prisma().modelPrice.create({
    data: { model: 'claude-opus-5-5', startsOn: '2026-01-01', source: 'contract', createdAt: NOW, ...prices },
  })
  const inputOf = async (reader: typeof viewer | null) => {
    const { book } = await getGuideGround(reader, NOW)
    return book.find('claude-opus-5-5')?.model.periods.at(-1)?.prices.uncachedInput
  }
  expect(await inputOf(viewer)).toBe(usd(77))
  expect(await inputOf(null)).toBe(usd(4))
})
