import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import { restateDay, vanishRows } from '@/lib/simulator/world-changes'
import { SYNC_TABLES, connectSimulator, dumpFigures, sync } from './sync-under-test'

useDatabase({ emptied: SYNC_TABLES })

const MIGRATION = 'prisma/migrations/20261122171800_split_legacy_cost/migration.sql'

type Facts = Map<string, unknown>

const KEY = 'starts_at, api_key_id, workspace_id, model, product, service_tier'

const WITHOUT_KEY = `starts_at, case when c.source = 'legacy' then 'unattributed' else api_key_id end, workspace_id, model,
  product, service_tier`

/**
 * Every fact of days that are final now, by what it is of, in the words of a revision: what the legacy reports bill is
 * without keys, however it is split over them.
 */
async function finalFacts(): Promise<Facts> {
  const { rows } = await pool().query<{ key: unknown[]; said: unknown }>(
    `select json_build_array('cost', f.day, ${WITHOUT_KEY}, cost_type, token_type) as key,
       json_build_object('amount', sum(amount_nano)::text, 'list', sum(list_amount_nano)::text) as said
     from cost_facts f join coverage c using (organization_id, day) where c.state = 'synced'
     group by f.day, ${WITHOUT_KEY}, cost_type, token_type
     union all
     select json_build_array('usage', f.day, ${KEY}, null, null),
       json_build_object('uncached_input', uncached_input, 'cache_read', cache_read, 'cache_write_5m', cache_write_5m,
         'cache_write_1h', cache_write_1h, 'output', output, 'web_searches', web_searches, 'requests', requests)
     from usage_facts f join coverage c using (organization_id, day) where c.state = 'synced'`,
  )
  return new Map(rows.map(({ key, said }) => [JSON.stringify(key), said]))
}

async function finalCosts(): Promise<string[]> {
  const { rows } = await pool().query<{ fact: string }>(
    `select f::text as fact from cost_facts f join coverage c using (organization_id, day) where c.state = 'synced'`,
  )
  return rows.map(({ fact }) => fact).sort()
}

async function revisedFacts(): Promise<Map<string, unknown[]>> {
  const { rows } = await pool().query<{ key: unknown[]; before: unknown; after: unknown }>(
    `select json_build_array(kind, r.day, ${KEY}, cost_type, token_type) as key, before, after
     from revision_rows w join revisions r on r.id = w.revision_id`,
  )
  expect(new Set(rows.map(({ key }) => JSON.stringify(key))).size).toBe(rows.length)
  return new Map(rows.map(({ key, before, after }) => [JSON.stringify(key), [before, after]]))
}

function changesOf(was: Facts, is: Facts): Map<string, unknown[]> {
  const changes = new Map<string, unknown[]>()
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [before, after] = [was.get(key) ?? null, is.get(key) ?? null]
    if (JSON.stringify(before) !== JSON.stringify(after)) changes.set(key, [before, after])
  }
  return changes
}

async function totals(): Promise<Map<string, bigint>> {
  const { rows } = await pool().query<{ day: string; amount: bigint }>(
    'select day, amount_nano as amount from spend_days',
  )
  return new Map(rows.map(({ day, amount }) => [day, amount]))
}

describe('revisions', () => {
  it('list exactly what changed of final days, fact by fact, whichever source tells them', async () => {
    const change = fc.record({
      kind: fc.constantFrom('restate' as const, 'vanish' as const),
      age: fc.integer({ min: 0, max: 3 }),
      amount: fc.integer({ min: 1, max: 140 }),
      usage: fc.boolean(),
    })
    const cases = fc.record({
      seed: fc.integer(),
      source: fc.constantFrom('analytics' as const, 'legacy' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, source, changes }) => {
        await emptyTables(SYNC_TABLES)
        const simulator = await simulate({
          world: randomWorld({ seed, rows: 250, days: 5, ageDays: 30 }),
          source: source === 'legacy' ? 'legacy-only' : 'analytics',
        })
        await connectSimulator(simulator, source)
        await sync(simulator)
        const [was, spent] = [await finalFacts(), await totals()]
        for (const { kind, age, amount, usage } of changes) {
          const day = new Date(Date.parse('2026-11-22') - age * 86_400_000).toISOString().slice(0, 10)
          const to = new Date(Date.parse(day) + 86_400_000).toISOString()
          simulator.mutate((world) =>
            kind === 'restate'
              ? restateDay(world, { day, percent: amount, usage })
              : vanishRows(world, { from: `${day}T00:00:00Z`, to, every: 1 + (amount % 4) }),
          )
        }
        expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
        const expected = changesOf(was, await finalFacts())
        expect(await revisedFacts()).toEqual(expected)
        const spends = await totals()
        const revisions = await prisma().revision.findMany()
        expect(revisions.map(({ day }) => day.toISOString().slice(0, 10)).sort()).toEqual(
          [...new Set([...expected.keys()].map((key) => (JSON.parse(key) as string[])[1]))].sort(),
        )
        for (const { day, beforeNano, afterNano } of revisions) {
          const text = day.toISOString().slice(0, 10)
          expect([beforeNano, afterNano]).toEqual([spent.get(text) ?? 0n, spends.get(text) ?? 0n])
        }
        const before = await dumpFigures()
        await sync(simulator)
        expect(await dumpFigures()).toEqual(before)
      }),
      { numRuns: 8 },
    )
  }, 240_000)

  it('tell no change of money where only the keys moved that a billed line is split over', async () => {
    const simulator = await simulate({
      world: randomWorld({ rows: 500, days: 3, ageDays: 20 }),
      source: 'legacy-only',
    })
    await connectSimulator(simulator, 'legacy')
    await sync(simulator)
    const [first, second] = simulator.world().apiKeys
    const byKey = async () => {
      const { rows } = await pool().query<{ amount: bigint }>(
        'select sum(amount_nano)::bigint as amount from cost_facts where api_key_id = $1',
        [first?.id],
      )
      return rows[0]?.amount
    }
    const [was, spent] = [await byKey(), await totals()]
    simulator.mutate((world) => ({
      ...world,
      facts: world.facts.map((fact) =>
        fact.apiKeyId === first?.id ? { ...fact, apiKeyId: second?.id ?? null } : fact,
      ),
    }))
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
    expect(was).not.toBe(await byKey())
    expect(await totals()).toEqual(spent)
    const revisions = await prisma().revision.findMany({ include: { rows: true } })
    expect(revisions.length).toBeGreaterThan(0)
    for (const { beforeNano, afterNano, rows } of revisions) {
      expect(afterNano).toBe(beforeNano)
      expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['usage']))
    }
  })

  it('are none of days that were stored before their cost was split over keys', async () => {
    const simulator = await simulate({
      world: randomWorld({ rows: 500, days: 12, ageDays: 40 }),
      source: 'legacy-only',
    })
    await connectSimulator(simulator, 'legacy')
    await sync(simulator)
    const split = await finalCosts()
    // As it was stored before.
    await pool().query(
      `with gone as (delete from cost_facts returning *)
       insert into cost_facts select organization_id, day, starts_at, 'unattributed', workspace_id, model, product, service_tier,
         cost_type, token_type, sum(amount_nano), null from gone group by 1, 2, 3, 5, 6, 7, 8, 9, 10`,
    )
    await pool().query(`update coverage set digest = 'of what was stored before'`)
    await pool().query(readFileSync(MIGRATION, 'utf8'))
    const due = await prisma().coverage.count({ where: { state: 'partial' } })
    expect(due).toBe(await prisma().coverage.count({ where: { costRows: { gt: 0 } } }))
    expect(await sync(simulator)).toMatchObject({ status: 'succeeded', error: null })
    expect(await finalCosts()).toEqual(split)
    expect(await prisma().revision.count()).toBe(0)
    expect(await prisma().coverage.count({ where: { state: 'synced' } })).toBe(40)
  })

  it('are none of a day that closes, of one that never was final, nor of one another source takes over', async () => {
    const simulator = await simulate({
      world: randomWorld({ rows: 400, days: 4, ageDays: 20 }),
      source: 'legacy-only',
    })
    await connectSimulator(simulator, 'legacy')
    await sync(simulator)
    simulator.setSource('analytics')
    await sync(simulator)
    simulator.setClock(() => new Date('2026-11-23T02:00:00Z'))
    await sync(simulator)
    expect(await prisma().revision.count()).toBe(0)
    expect(await prisma().coverage.count({ where: { state: 'synced', source: 'analytics' } })).toBe(326)
  })
})
