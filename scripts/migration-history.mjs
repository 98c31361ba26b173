import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './checkout.mjs'

/** The ordinary migrations of Prisma that this checkout brings, in their order. */
export function migrationsOfCheckout(folder = path.join(ROOT, 'prisma', 'migrations')) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Prisma's own table, so that `prisma migrate` goes on where we stopped and the other way round. */
const CREATE_HISTORY = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

/**
 * Applies migrations, each a whole file, and notes them, on a connection within a transaction: they stay together or not at
 * all. What a database refuses is thrown with the name of the migration as `migration`.
 */
export async function applyMigrations(client, migrations) {
  await client.query(CREATE_HISTORY)
  for (const { name, sql, checksum } of migrations) {
    await client.query(sql).catch((error) => {
      throw Object.assign(error, { migration: name })
    })
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
  }
}
