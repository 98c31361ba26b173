import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import type { FaultAction } from './faults'
import { clientOf, collect, nanoOf, NOW, randomWorld, refusalOf, simulate } from './simulator-under-test'
import type { Simulator } from './start-simulator'
import { truthTotal } from './world'

const RANGE = { from: '2026-11-12T00:00:00Z', to: '2026-11-22T00:00:00Z' }
const QUERY = {
  starting_at: RANGE.from,
  ending_at: RANGE.to,
  time_bucket_width: '1h' as const,
  order_by: 'time' as const,
  group_by: ['api_key_id' as const, 'cost_type' as const],
  limit: 40,
}

function costOf(simulator: Simulator) {
  return clientOf(simulator).beta.organization.analytics.cost
}

async function totalOf(simulator: Simulator): Promise<bigint> {
  const items = await collect(costOf(simulator).list(QUERY))
  return items.reduce((sum, row) => sum + nanoOf(row.cost.amount), 0n)
}

async function struckBy(action: FaultAction) {
  const simulator = await simulate({ world: randomWorld(), faults: [{ action }] })
  const refused = await refusalOf(clientOf(simulator).beta.organization.retrieve())
  await expect(clientOf(simulator).beta.organization.retrieve()).resolves.toMatchObject({
    type: 'organization',
  })
  return refused
}

describe('faults in answers', () => {
  test('429 with, without and with a stale hint', async () => {
    const told = await struckBy({ kind: 'status', status: 429, retryAfter: 7 })
    expect(told).toBeInstanceOf(Anthropic.RateLimitError)
    expect(told.headers?.get('retry-after')).toBe('7')
    const silent = await struckBy({ kind: 'status', status: 429 })
    expect(silent.headers?.has('retry-after')).toBe(false)
    const stale = await struckBy({ kind: 'status', status: 429, reset: 'stale' })
    const reset = Date.parse(stale.headers?.get('anthropic-ratelimit-requests-reset') ?? '')
    expect(reset).toBeLessThan(NOW.getTime())
    expect(stale.requestID).toMatch(/^req_/)
  })

  test('500, 529 and x-should-retry: false', async () => {
    expect((await struckBy({ kind: 'status', status: 500 })).type).toBe('api_error')
    const overloaded = await struckBy({ kind: 'status', status: 529, shouldRetry: false })
    expect([overloaded.status, overloaded.type]).toEqual([529, 'overloaded_error'])
    expect(overloaded.headers?.get('x-should-retry')).toBe('false')
  })

  test('a cut connection and a cut body are connection failures, not answers', async () => {
    expect(await struckBy({ kind: 'cut-before-answer' })).toBeInstanceOf(Anthropic.APIConnectionError)
    const simulator = await simulate({ world: randomWorld(), faults: [{ action: { kind: 'cut-body' } }] })
    await expect(costOf(simulator).list(QUERY)).rejects.toThrow()
    expect(simulator.requests.all().map((entry) => entry.status)).toEqual(['cut'])
    expect(await totalOf(simulator)).toBe(truthTotal(simulator.world(), RANGE).amount)
  })

  test('a slow answer comes late but whole', async () => {
    const simulator = await simulate({
      world: randomWorld(),
      faults: [{ action: { kind: 'slow', delayMs: 60 } }],
    })
    const before = performance.now()
    await clientOf(simulator).beta.organization.retrieve()
    expect(performance.now() - before).toBeGreaterThan(55)
  })

  test('skip, times and path say which requests are struck', async () => {
    const simulator = await simulate({ world: randomWorld() })
    simulator.faults.add({
      action: { kind: 'status', status: 500 },
      path: 'analytics/cost',
      skip: 2,
      times: 2,
    })
    const statuses: number[] = []
    for (let round = 0; round < 5; round++) {
      await clientOf(simulator).beta.organization.retrieve()
      statuses.push(
        await costOf(simulator)
          .list(QUERY)
          .then(
            () => 200,
            () => 500,
          ),
      )
    }
    expect(statuses).toEqual([200, 200, 500, 500, 200])
    expect([simulator.faults.struck(), simulator.faults.pending()]).toEqual([2, 0])
    simulator.faults.add({ action: { kind: 'status', status: 500 }, times: null })
    await refusalOf(clientOf(simulator).beta.organization.retrieve())
    await refusalOf(clientOf(simulator).beta.organization.retrieve())
    simulator.faults.clear()
    await expect(clientOf(simulator).beta.organization.retrieve()).resolves.toBeDefined()
  })

  test('a page that names itself as next, and a freshness that is not told', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const first = await costOf(simulator).list(QUERY)
    simulator.faults.add({ action: { kind: 'repeat-page' } })
    const second = await costOf(simulator).list({ ...QUERY, page: first.next_page })
    expect([second.has_more, second.next_page]).toEqual([true, first.next_page])
    simulator.faults.add({ action: { kind: 'no-refreshed-at' } })
    expect((await costOf(simulator).list(QUERY)).data_refreshed_at).toBeNull()
    expect((await costOf(simulator).list(QUERY)).data_refreshed_at).toBe('2026-11-22T11:20:00Z')
  })
})

describe('faults in the world', () => {
  test('a restated day and vanished rows change truth and answers alike', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const before = await totalOf(simulator)
    simulator.faults.add(
      { action: { kind: 'restate', restatement: { day: '2026-11-15', percent: 130 } } },
      { action: { kind: 'vanish', vanishing: { from: '2026-11-17', to: '2026-11-18', every: 2 } } },
    )
    const after = await totalOf(simulator)
    expect(after).not.toBe(before)
    expect(after).toBe(truthTotal(simulator.world(), RANGE).amount)
    simulator.reset()
    expect(await totalOf(simulator)).toBe(before)
  })

  test('a change between the pages of one read mixes old and new figures', async () => {
    const simulator = await simulate({ world: randomWorld() })
    const before = await totalOf(simulator)
    simulator.faults.add({
      action: { kind: 'restate', restatement: { day: '2026-11-21', percent: 200 } },
      path: 'analytics/cost',
      skip: 1,
    })
    const mixed = await totalOf(simulator)
    const after = await totalOf(simulator)
    expect(after).toBe(truthTotal(simulator.world(), RANGE).amount)
    expect(after).toBeGreaterThan(before)
    expect(mixed).toBeLessThan(after)
  })
})

describe('rate limit', () => {
  test('refuses past the allowance of a family and lets through again as time passes', async () => {
    let milliseconds = 0
    const simulator = await simulate({
      world: randomWorld(),
      rateLimit: { analyticsPerMinute: 3, adminPerMinute: 5, milliseconds: () => milliseconds },
    })
    const ask = () =>
      costOf(simulator)
        .list(QUERY)
        .then(
          () => 200,
          (error: { status: number }) => error.status,
        )
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([200, 200, 200, 429])
    await expect(clientOf(simulator).beta.organization.retrieve()).resolves.toBeDefined()
    const refused = await refusalOf(costOf(simulator).list(QUERY))
    expect(refused.headers?.get('retry-after')).toBe('20')
    milliseconds += 20_000
    expect([await ask(), await ask()]).toEqual([200, 429])
  })

  test('may tell nothing, or only a reset that is past', async () => {
    for (const tells of ['nothing', 'stale-reset'] as const) {
      const simulator = await simulate({ world: randomWorld(), rateLimit: { adminPerMinute: 1, tells } })
      await clientOf(simulator).beta.organization.retrieve()
      const refused = await refusalOf(clientOf(simulator).beta.organization.retrieve())
      expect(refused.status).toBe(429)
      expect(refused.headers?.has('retry-after')).toBe(false)
      expect(refused.headers?.has('anthropic-ratelimit-requests-reset')).toBe(tells === 'stale-reset')
    }
  })
})
