import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { ROOT } from './checkout.mjs'
import { ensureDatabase, migrate } from './migrate.mjs'
import { applyMigrations, migrationsOfCheckout } from './migration-history.mjs'

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

test('of two starts at once one migrates and the other waits, also where the database does not exist yet', async () => {
  await query('postgres', `drop database ${NAME}`)
  const applied = await Promise.all([migrate(url(NAME)), migrate(url(NAME))])
  expect(applied.sort((one, other) => other.length - one.length)).toEqual([migrations, []])
  expect(await query(NAME, 'select count(*)::int as count from _prisma_migrations')).toEqual([
    { count: migrations.length },
  ])
})

test('who waited sees what the other one made, though it had looked before', async () => {
  const few = [{ name: '20260101000000_first', sql: 'create table first (id int)', checksum: 'x' }]
  const other = new pg.Client({ connectionString: url(NAME) })
  await other.connect()
  await other.query('begin')
  await other.query('select pg_advisory_xact_lock(72707369)')
  const waiting = migrate(url(NAME), few)
  await vi.waitFor(
    async () =>
      expect(
        await query(
          NAME,
          `select from pg_locks where locktype = 'advisory' and objid = 72707369 and not granted`,
        ),
      ).toHaveLength(1),
    { timeout: 5_000 },
  )
  await applyMigrations(other, few)
  await other.query('commit')
  await other.end()
  expect(await waiting).toEqual([])
})

test('a migration under way elsewhere is waited for, and no lock stays behind', async () => {
  await migrate(url(NAME))
  const other = new pg.Client({ connectionString: url(NAME) })
  await other.connect()
  await other.query('select pg_advisory_lock(72707369)')
  await other.query(
    `update _prisma_migrations set finished_at = null where migration_name = '${migrations[0]}'`,
  )
  const waiting = migrate(url(NAME))
  const locks = (granted) =>
    query(
      NAME,
      `select from pg_locks where locktype = 'advisory' and objid = 72707369 and granted = ${granted}`,
    )
  await vi.waitFor(async () => expect(await locks(false)).toHaveLength(1), { timeout: 5_000 })
  await other.query('update _prisma_migrations set finished_at = now() where finished_at is null')
  await other.end()
  expect(await waiting).toEqual([])
  await vi.waitFor(async () => expect(await locks(true)).toEqual([]), { timeout: 5_000 })
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
  await expect(migrate(url(NAME))).rejects.toThrow(
    /29990101000000_later was cut off on this database earlier/,
  )
  await query(NAME, `update _prisma_migrations set logs = 'no' where finished_at is null`)
  await expect(migrate(url(NAME))).rejects.toThrow(/29990101000000_later failed on this database earlier/)
})

test('a migration that was cut off begins again by itself', async () => {
  await query(
    NAME,
    `create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null,
       finished_at timestamptz, migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
       started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`,
  )
  const [first] = migrations
  await query(
    NAME,
    `insert into _prisma_migrations (id, checksum, migration_name) values (gen_random_uuid()::text, 'x', '${first}')`,
  )
  expect(await migrate(url(NAME))).toContain(first)
  expect(await migrate(url(NAME))).toEqual([])
})

test('a migration that fails takes those before it back, is named, and the next start tries all of them again', async () => {
  await migrate(url(NAME))
  const good = { name: '29990101000000_good', sql: 'create table good (id int); select 1;', checksum: 'a' }
  const bad = { name: '29990101000001_bad', sql: 'create table bad (id int); select 1/0;', checksum: 'b' }
  const known = migrationsOfCheckout()
  const before = await query(NAME, 'select * from _prisma_migrations order by started_at')
  await expect(migrate(url(NAME), [...known, good, bad])).rejects.toThrow(
    /^The migration 29990101000001_bad failed: division by zero\. The database stays as it was before this start\.$/,
  )
  expect(await query(NAME, 'select * from _prisma_migrations order by started_at')).toEqual(before)
  expect(await query(NAME, `select to_regclass('good') as good, to_regclass('bad') as bad`)).toEqual([
    { good: null, bad: null },
  ])
  expect(await migrate(url(NAME))).toEqual([])
  const mended = { ...bad, sql: 'create table bad (id int)' }
  expect(await migrate(url(NAME), [...known, good, mended])).toEqual([good.name, mended.name])
  await expect(migrate(url(NAME))).rejects.toThrow(/used by a newer Onebill.*29990101000001_bad/)
})

test('a newer Onebill that wrote its version down is named', async () => {
  await migrate(url(NAME))
  await query(
    NAME,
    `insert into instance (id, secret_key_fingerprint, app_version) values (1, 'x', '7.8.9');
     insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '2999_later', now())`,
  )
  await expect(migrate(url(NAME))).rejects.toThrow(/used by Onebill 7\.8\.9, which is newer than this one/)
})

test('a database is made where it is missing, and left alone where it is there', async () => {
  await query('postgres', `drop database ${NAME}`)
  await ensureDatabase(url(NAME))
  await query(NAME, 'create table kept (id int)')
  await ensureDatabase(url(NAME))
  expect(await query(NAME, `select to_regclass('kept')::text as kept`)).toEqual([{ kept: 'kept' }])
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
