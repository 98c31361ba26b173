import { mkdtempSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { closeDatabase, pool } from '@/lib/db/client'
import { testDatabase } from '@/lib/db/test-database'
import { getDatabaseHealth } from './health'

const MIGRATIONS = path.join(import.meta.dirname, '..', '..', 'prisma', 'migrations')

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await closeDatabase()
  await database.drop()
})
beforeEach(async () => {
  await pool().query(`update _prisma_migrations set finished_at = started_at, rolled_back_at = null`)
})

it('is well on a migrated database', async () => {
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: true, migrated: true })
})

it('notices a migration this version brings that is not applied', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onebill-migrations-'))
  mkdirSync(path.join(folder, '20990101000000_later'))
  expect(await getDatabaseHealth(folder)).toEqual({ answers: true, migrated: false })
})

it('accepts migrations of a newer version', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onebill-migrations-'))
  expect(await getDatabaseHealth(folder)).toEqual({ answers: true, migrated: true })
})

it.each(['finished_at = null', 'rolled_back_at = now()'])('notices a migration with %s', async (change) => {
  await pool().query(`update _prisma_migrations set ${change}`)
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: true, migrated: false })
})

it('gives up a connection to a database that hangs', async () => {
  await closeDatabase()
  const { rows } = await pool().query<{ pid: number }>('select pg_backend_pid() as pid')
  expect(pool()).toMatchObject({ totalCount: 1, idleCount: 1 })
  const pid = rows[0]?.pid ?? expect.fail('the server has no process')
  process.kill(pid, 'SIGSTOP')
  try {
    expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: false, migrated: false })
    await vi.waitFor(() => expect(pool().totalCount).toBe(0), { timeout: 5_000 })
  } finally {
    process.kill(pid, 'SIGCONT')
  }
})

it('notices a database that was never migrated, and one that is away', async () => {
  await pool().query('alter table _prisma_migrations rename to elsewhere')
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: true, migrated: false })
  await pool().query('alter table elsewhere rename to _prisma_migrations')

  const blocker = await pool().connect()
  await blocker.query('begin; lock table _prisma_migrations in access exclusive mode')
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: false, migrated: false })
  await vi.waitFor(async () => expect(await waitingForLocks(blocker)).toBe(0), { timeout: 2_000 })
  await blocker.query('rollback')
  blocker.release()

  await closeDatabase()
  await database.drop()
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: false, migrated: false })
})

async function waitingForLocks(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.count ?? -1
}
