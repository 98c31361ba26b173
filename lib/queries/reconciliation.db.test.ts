import { describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, day, dayOf, startOf } from '@/lib/domain/day'
import { nano, sum } from '@/lib/domain/money'
import type { Gap, Reconciled } from '@/lib/domain/reconciliation'
import { randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { createWorld, type Fact, truthTotal } from '@/lib/simulator/world'
import { connectSimulator, sync, SYNC_TABLES } from '@/lib/sync/sync-under-test'
import { getReconciliation } from './reconciliation'

useDatabase({ emptied: [...SYNC_TABLES, 'model_prices'] })

const viewer = systemActor('test', 'viewer')
const ON = day('2026-11-19')

async function reconciliationOf(simulator: Simulator, days = 60) {
  const to = addDays(dayOf(simulator.now()), 1)
  const range = { from: addDays(to, -days), to }
  return getReconciliation(viewer, { range, data: 'real' }, simulator.now())
}

function gapsOf({ gaps }: Reconciled): [Gap, bigint][] {
  return [...gaps].map(([gap, { amount }]): [Gap, bigint] => [gap, amount]).sort()
}

/** Facts of one day that cost exactly so much at list price, in an organisation without others. */
async function organizationOf(
  facts: readonly Partial<Fact>[],
  source: 'analytics' | 'legacy' = 'analytics',
): Promise<Simulator> {
  const empty = randomWorld({ rows: 0, days: 8, keys: 2 })
  const [apiKeyId = null] = empty.apiKeys.map(({ id }) => id)
  const usual: Fact = {
    ...{ minute: startOf(ON).getTime() / 60_000 + 600, apiKeyId, workspaceId: empty.defaultWorkspaceId },
    ...{ model: 'claude-opus-5-5', product: 'messages_api', serviceTier: 'standard', speed: 'standard' },
    ...{ contextWindow: '0-200k', inferenceGeo: 'global', actorId: null },
    ...{ uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, webSearches: 0 },
    ...{ requests: 1, costs: [] },
  }
  const world = createWorld({ ...empty, claudeCode: [], facts: facts.map((fact) => ({ ...usual, ...fact })) })
  const simulator = await simulate({ world, ...(source === 'legacy' && { source: 'legacy-only' }) })
  await connectSimulator(simulator, source)
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
  return simulator
}

const output = (dollars: string) => line('tokens', dollars, 'output_tokens')

function line(costType: string, dollars: string, tokenType: string | null = null) {
  const amount = BigInt(Math.round(Number(dollars) * 1e9))
  return { costType, tokenType, amount, listAmount: amount }
}

describe('what the simulator tells through the Analytics API', () => {
  it.each(['northwind', 'fast-mode', 'quiet-team'] as const)(
    '%s: every day is billed at list price, to the nano-dollar',
    async (story) => {
      const simulator = await simulate({ story })
      await connectSimulator(simulator)
      await sync(simulator)
      const { days, closed, missing } = await reconciliationOf(simulator)
      expect(days.filter(({ difference }) => difference !== 0n)).toEqual([])
      expect(closed).toMatchObject({ difference: 0n, unpriced: [] })
      expect(closed.gaps.size + closed.estimated.size + missing).toBe(0)
      expect(closed.billed).toBeGreaterThan(0n)
    },
    60_000,
  )

  it('team: what is left is its discount and what is billed by time, and all of it is the bill', async () => {
    const simulator = await simulate({ story: 'team' })
    await connectSimulator(simulator)
    await sync(simulator)
    const { days, closed } = await reconciliationOf(simulator)
    const first = days.at(-1)?.day ?? ON
    const last = days.find(({ isFinal }) => isFinal)?.day ?? ON
    const range = { from: first, to: addDays(last, 1) }
    const world = simulator.world()
    const truth = truthTotal(world, range)
    const byTime = world.facts
      .filter(({ minute }) => minute >= startOf(first).getTime() / 60_000)
      .filter(({ minute }) => minute < startOf(range.to).getTime() / 60_000)
    const ofType = (type: string) =>
      byTime
        .flatMap(({ costs }) => costs)
        .reduce((all, { costType, listAmount }) => all + (costType === type ? listAmount : 0n), 0n)
    expect(closed.billed).toBe(truth.amount)
    const { rounding = 0n, ...gaps } = Object.fromEntries(gapsOf(closed)) as Record<Gap, bigint>
    expect(gaps).toEqual({
      discount: truth.amount - truth.listAmount,
      code_execution: ofType('code_execution'),
      session: ofType('session_usage'),
    })
    // US regions at 1.1 times the price do not end in whole millionths of a cent.
    expect(rounding > -1000n && rounding < 1000n).toBe(true)
  }, 60_000)

  it('a model without a price is counted and stands by itself, never at nothing', async () => {
    const simulator = await organizationOf([
      { model: 'claude-tomorrow-9', output: 1000, costs: [output('3.5')] },
      { output: 1_000_000, costs: [output('20')] },
    ])
    const { closed } = await reconciliationOf(simulator, 8)
    expect(closed).toMatchObject({ billed: 23_500_000_000n, priced: 20_000_000_000n })
    expect(gapsOf(closed)).toEqual([['no_price', 3_500_000_000n]])
    expect(closed.unpriced).toMatchObject([
      { model: 'claude-tomorrow-9', why: 'model', tokens: 1000n, rows: 1 },
    ])
  })

  it('an entered price closes that gap from its day on', async () => {
    const simulator = await organizationOf([
      { model: 'claude-tomorrow-9', output: 1_000_000, costs: [output('3.5')] },
    ])
    await pool().query(
      `insert into model_prices (id, model, starts_on, input_nano, output_nano, source, created_at)
       values ('1', 'claude-tomorrow-9', '2026-11-19', 1, 3500000000, 'announcement', now())`,
    )
    const { closed } = await reconciliationOf(simulator, 8)
    expect([closed.difference, closed.unpriced]).toEqual([0n, []])
  })

  it('batch, region and fast mode of one key are priced as they are told', async () => {
    const simulator = await organizationOf([
      { serviceTier: 'batch', inferenceGeo: 'us', output: 1_000_000, costs: [output('11')] },
      { model: 'claude-opus-5', speed: 'fast', output: 1_000_000, costs: [output('50')] },
      { model: 'claude-opus-5', inferenceGeo: 'us', output: 1_000_000, costs: [output('27.5')] },
    ])
    expect((await reconciliationOf(simulator, 8)).closed.difference).toBe(0n)
  })

  it('two tiers and two rates of one key and model are told apart by nobody', async () => {
    const simulator = await organizationOf([
      { serviceTier: 'batch', output: 1_000_000, costs: [output('10')] },
      { inferenceGeo: 'us', output: 1_000_000, costs: [output('22')] },
    ])
    expect(gapsOf((await reconciliationOf(simulator, 8)).closed)).toEqual([['mixed_rates', 2_000_000_000n]])
  })

  it('use that was not billed, and searches, are named', async () => {
    const simulator = await organizationOf([
      { output: 1_000_000, webSearches: 3, costs: [output('15'), line('web_search', '0.02')] },
    ])
    expect(gapsOf((await reconciliationOf(simulator, 8)).closed)).toEqual([
      ['not_billed', -5_000_000_000n],
      ['web_search', -10_000_000n],
    ])
  })

  it('a day that is not final stands apart, priced as it is', async () => {
    const simulator = await organizationOf([
      { minute: Date.parse('2026-11-22T01:00:00Z') / 60_000, output: 1_000_000, costs: [] },
      { output: 1_000_000, costs: [output('20')] },
    ])
    const { days, open, closed } = await reconciliationOf(simulator, 8)
    expect(days[0]).toMatchObject({ day: '2026-11-22', isFinal: false, billed: 0n, priced: 20_000_000_000n })
    expect(open).toMatchObject({ difference: -20_000_000_000n })
    expect(open && gapsOf(open)).toEqual([['not_final', -20_000_000_000n]])
    expect(closed.difference).toBe(0n)
  })
})

describe('what the simulator tells through the legacy reports', () => {
  it('leaves fast mode, regions and the Priority Tier to be named', async () => {
    const simulator = await organizationOf(
      [
        { output: 1_000_000, costs: [output('20')] },
        { speed: 'fast', output: 1_000_000, costs: [output('40')] },
        { model: 'claude-sonnet-5', inferenceGeo: 'us', output: 1_000_000, costs: [output('11')] },
        { model: 'claude-fable-5-2', serviceTier: 'priority', output: 1_000_000, costs: [output('40')] },
        { model: null, product: null, serviceTier: null, costs: [line('code_execution', '0.5')] },
      ],
      'legacy',
    )
    const { closed, hasLegacy } = await reconciliationOf(simulator, 8)
    expect(hasLegacy).toBe(true)
    expect(gapsOf(closed)).toEqual([
      ['code_execution', 500_000_000n],
      ['rates_not_told', 21_000_000_000n],
    ])
    expect(closed.gaps.get('rates_not_told')?.models).toEqual(['claude-opus-5-5', 'claude-sonnet-5'])
    expect(closed.unpriced).toMatchObject([
      { model: 'claude-fable-5-2', why: 'service_tier', tokens: 1_000_000n },
    ])
  })
})

it.each(['analytics', 'legacy'] as const)(
  '%s: whatever is billed adds up: priced and differences by kind, differences and gaps',
  async (source) => {
    const simulator = await simulate({
      world: randomWorld({ rows: 900, seed: source }),
      ...(source === 'legacy' && { source: 'legacy-only' }),
    })
    await connectSimulator(simulator, source)
    await sync(simulator)
    const { days, closed } = await reconciliationOf(simulator, 12)
    for (const one of [...days, closed]) {
      const kinds = Object.values(one.kinds)
      expect(sum(kinds.map(({ billed }) => billed))).toBe(one.billed)
      expect(sum(kinds.map(({ difference }) => difference))).toBe(one.difference)
      expect(nano(one.priced + one.difference)).toBe(one.billed)
      expect(sum([...one.gaps.values()].map(({ amount }) => amount))).toBe(one.difference)
    }
    const { rows } = await pool().query<{ billed: bigint }>(
      `select sum(d.amount_nano)::bigint as billed from spend_days d join coverage c using (organization_id, day)
       where c.state = 'synced' and d.day >= '2026-11-11' and d.organization_id = $1`,
      [simulator.organizationId],
    )
    expect(closed.billed).toBe(rows[0]?.billed)
  },
)
