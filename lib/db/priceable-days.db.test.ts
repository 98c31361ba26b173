import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import { connectSimulator, sync, SYNC_TABLES } from '@/lib/sync/sync-under-test'
import { pool } from './client'
import { useDatabase } from './test-database'

useDatabase({ emptied: SYNC_TABLES })

const TABLES = ['priceable_usage', 'billed_kinds']
const MIGRATION = path.resolve('prisma', 'migrations', '20261122171350_prices', 'migration.sql')

async function dump(): Promise<string[]> {
  const dumps = await Promise.all(
    TABLES.map((table) => pool().query<{ row: string }>(`select t::text as row from ${table} t`)),
  )
  return dumps.flatMap(({ rows }) => rows.map(({ row }) => row)).sort()
}

it('what was stored before is summed by the migration as sync sums it', async () => {
  const simulator = await simulate({ world: randomWorld({ rows: 1500, days: 12 }) })
  await connectSimulator(simulator)
  await sync(simulator)
  const bySync = await dump()
  expect(bySync.length).toBeGreaterThan(100)
  for (const table of TABLES) await pool().query(`truncate ${table}`)
  const [, sums = ''] = (await readFile(MIGRATION, 'utf8')).split('-- What is stored already')
  await pool().query(sums.slice(sums.indexOf('WITH')))
  expect(await dump()).toEqual(bySync)
})

it('all use and all of the bill is in it, of days that are final and of others', async () => {
  const simulator = await simulate({ world: randomWorld({ rows: 1500, days: 12, seed: 2 }) })
  await connectSimulator(simulator)
  await sync(simulator)
  const sums = (table: string, columns: readonly string[]) =>
    pool().query(
      `select day, ${columns.map((name) => `sum(${name})::bigint as ${name}`).join(', ')} from ${table} group by 1
       having ${columns.map((name) => `sum(${name})`).join(' + ')} > 0 order by 1`,
    )
  for (const [table, columns] of [
    ['billed_kinds', ['amount_nano', 'list_amount_nano', 'cost_lines']],
    [
      'priceable_usage',
      ['uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output', 'web_searches'],
    ],
  ] as const)
    expect((await sums(table, columns)).rows).toEqual((await sums('spend_days', columns)).rows)
})
