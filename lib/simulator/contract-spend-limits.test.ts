import { expect, test } from 'vitest'
import { createAdminClient } from '@/lib/anthropic/admin-client'
import { createRequestLimiter } from '@/lib/anthropic/request-limiter'
import { clientOf, collect, randomWorld, refusalOf, simulate } from './simulator-under-test'
import type { Simulator } from './start-simulator'
import type { World } from './world'

type Limit = NonNullable<World['spendLimits']>[number]

function limit(id: string, scope: Limit['scope'], more: Partial<Limit> = {}): Limit {
  return {
    ...{ id: `spl_${id}`, type: 'spend_limit', scope, amount: '100000', currency: 'USD', period: 'monthly' },
    ...{ is_enabled: true, created_at: '2026-03-02T08:00:00Z', updated_at: '2026-03-02T08:00:00Z' },
    ...more,
  }
}

const of = (id: string) => ({ type: 'workspace' as const, workspace_id: id })
const LIMITS = [
  limit('tier', { type: 'usage_tier' }),
  limit('own', { type: 'organization' }, { amount: '50050', created_at: '2026-05-01T08:00:00Z' }),
  limit('staging', of('wrkspc_1'), { amount: '2500', created_at: '2026-06-01T08:00:00Z' }),
  limit('none', of('wrkspc_2'), { amount: null, created_at: '2026-07-01T08:00:00Z' }),
]

const limited = (spendLimits: readonly Limit[] = LIMITS, more: object = {}) =>
  simulate({ world: { ...randomWorld({ rows: 5 }), spendLimits }, ...more })

function readerOf(simulator: Simulator) {
  const limiter = createRequestLimiter({ requestsPerMinute: null, attempts: 1 })
  return createAdminClient({ adminKey: simulator.adminKey, baseUrl: simulator.url, limiter })
}

test('the official client pages through them, newest first, and narrows them', async () => {
  const { spendLimits } = clientOf(await limited()).beta.organization
  const ids = async (query: Parameters<typeof spendLimits.list>[0]) =>
    (await collect(spendLimits.list(query))).map(({ id }) => id)
  expect(await ids({ limit: 1 })).toEqual(['spl_none', 'spl_staging', 'spl_own', 'spl_tier'])
  expect(await ids({ scope_type: ['usage_tier', 'organization'] })).toEqual(['spl_own', 'spl_tier'])
  expect(await ids({ workspace_id: 'wrkspc_1' })).toEqual(['spl_staging'])
  expect(await spendLimits.retrieve('spl_tier')).toEqual(LIMITS[0])
})

test('scopes of other organisations, odd cursors and unknown ids are refused', async () => {
  const { spendLimits } = clientOf(await limited()).beta.organization
  const messages = await Promise.all(
    [
      spendLimits.list({ scope_type: ['user'] }).asResponse(),
      spendLimits.list({ page: 'page_x' }).asResponse(),
      spendLimits.retrieve('spl_other'),
    ].map(async (asked) => {
      const { status, apiMessage } = await refusalOf(asked)
      return [status, apiMessage]
    }),
  )
  expect(messages).toEqual([
    [400, "scope_type.0: Input should be 'organization', 'usage_tier' or 'workspace'"],
    [400, 'page: Invalid cursor'],
    [404, 'Spend limit not found: spl_other'],
  ])
})

test.each([
  ['not-enabled', 403, 'spend_limits_admin_api_writes_not_enabled'],
  ['organization-type', 400, 'organization_type_not_supported'],
  ['not-found', 404, null],
] as const)('without early access: %s', async (spendLimitRefusal, status, errorCode) => {
  const simulator = await simulate({ spendLimitRefusal })
  const refused = await refusalOf(clientOf(simulator).beta.organization.spendLimits.list().asResponse())
  expect([refused.status, refused.errorCode]).toEqual([status, errorCode])
  expect(await readerOf(simulator).spendLimits()).toBeNull()
})

test('our client reads cents as nano-dollars over all pages, and leaves out what ends no month', async () => {
  const odd = [
    limit('weekly', { type: 'organization' }, { period: 'weekly' }),
    limit('euro', { type: 'organization' }, { currency: 'EUR' }),
    limit('off', { type: 'organization' }, { is_enabled: false }),
    limit('person', { type: 'user', user_id: 'user_1' }),
  ]
  const simulator = await limited([...LIMITS, ...odd], { maxPageRows: 3 })
  expect(await readerOf(simulator).spendLimits()).toEqual([
    { scope: 'workspace', workspaceId: 'wrkspc_1', amount: 25_000_000_000n },
    { scope: 'organization', workspaceId: null, amount: 500_500_000_000n },
    { scope: 'usage_tier', workspaceId: null, amount: 1_000_000_000_000n },
  ])
  expect(await readerOf(await limited([])).spendLimits()).toEqual([])
})

test.each(['12.5', '1e3', '-1', ''])(
  'an amount of %j cents is no whole number of cents and stored as none',
  async (amount) => {
    const simulator = await limited([limit('odd', { type: 'organization' }, { amount })])
    await expect(readerOf(simulator).spendLimits()).rejects.toThrow('Anthropic sent the spend limit')
  },
)
