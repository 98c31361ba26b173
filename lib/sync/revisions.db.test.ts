import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import { restateDay, vanishRows } from '@/lib/simulator/world-changes'
import { SYNC_TABLES, connectSimulator, dumpFigures, sync } from './sync-under-test'

useDatabase({ emptied: SYNC_TABLES })

type Facts = Map<string, unknown>

const KEY = 'starts_at, api_key_id, workspace_id, model, product, service_tier'

/** Every fact of days that are final now, by what it is of, in the words of a revision. */
async function finalFacts(): Promise<Facts> {
  const { rows } = await pool().query<{ key: unknown[]; said: unknown }>(
    `select json_build_array('cost', f.day, ${KEY}, cost_type, token_type) as key,
       json_build_object('amount', amount_nano::text, 'list', list_amount_nano::text) as said
     from cost_facts f join coverage c using (organization_id, day) where c.state = 'synced'
     union all
     select json_build_array('usage', f.day, ${KEY}, null, null),
       json_build_object('uncached_input', uncached_input, 'cache_read', cache_read, 'cache_write_5m', cache_write_5m,
         'cache_write_1h', cache_write_1h, 'output', output, 'web_searches', web_searches, 'requests', requests)
     from usage_facts f join coverage c using (organization_id, day) where c.state = 'synced'`,
  )
  return new Map(rows.map(({ key, said }) => [JSON.stringify(key), said]))
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
