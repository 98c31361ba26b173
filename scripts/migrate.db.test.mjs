import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { ROOT } from './checkout.mjs'
import { migrate } from './migrate.mjs'

const NAME = `migrations_${process.pid}`
const migrations = readdirSync(path.join(ROOT, 'prisma', 'migrations'))
  .filter((name) => /^\d{14}_/.test(name))
  .sort()

const url = (database) => Object.assign(new URL(inject('postgresUrl')), { pathname: `/${database}` }).href

async function query(database, sql) {
  const client = new pg.Client({ connectionString: url(database) })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

beforeEach(() => query('postgres', `create database ${NAME}`))
afterEach(() => query('postgres', `drop database ${NAME} with (force)`))

test('an empty database gets every migration, and a second time none', async () => {
  expect(await migrate(url(NAME))).toEqual(migrations)
  const before = await query(NAME, 'select * from _prisma_migrations order by started_at')
  expect(await migrate(url(NAME))).toEqual([])
  expect(await query(NAME, 'select * from _prisma_migrations order by started_at')).toEqual(before)
})

test('a database of a newer Onebill and a migration that failed before are told apart, and nothing is touched', async () => {
  await migrate(url(NAME))
  const add = (finished) =>
    query(
      NAME,
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values (gen_random_uuid()::text, 'x', '29990101000000_later', ${finished}, 1)`,
    )
  await add('now()')
  await expect(migrate(url(NAME))).rejects.toThrow(/used by a newer Onebill.*29990101000000_later/)
  await query(NAME, `delete from _prisma_migrations where migration_name = '29990101000000_later'`)
  await add('null')
  await expect(migrate(url(NAME))).rejects.toThrow(/29990101000000_later failed on this database earlier/)
})

test('a database that cannot be reached is one sentence', async () => {
  const unreachable = 'postgresql://nobody:nothing@127.0.0.1:1/none'
  await expect(migrate(unreachable)).rejects.toThrow(/^The database does not let us in: .*127\.0\.0\.1:1\.$/)
})

test('the migrations lead to exactly the schema, and the shadow database is gone afterwards', async () => {
  const prisma = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js')
  const args = [
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-schema',
    'prisma/schema.prisma',
  ]
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [prisma, ...args, '--script', '--exit-code'],
    {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: url(NAME), CHECKPOINT_DISABLE: '1' },
    },
  )
  expect(stdout).toContain('-- This is an empty migration.')
  const shadows = `select datname from pg_database where datname like 'prisma_migrate_shadow%'`
  expect(await query('postgres', shadows)).toEqual([])
})
