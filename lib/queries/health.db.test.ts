import { mkdtempSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
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

it('notices a database that was never migrated, and one that is away', async () => {
  await pool().query('alter table _prisma_migrations rename to elsewhere')
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: true, migrated: false })
  await pool().query('alter table elsewhere rename to _prisma_migrations')

  const blocker = await pool().connect()
  await blocker.query('begin; lock table _prisma_migrations in access exclusive mode')
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: false, migrated: false })
  await blocker.query('rollback')
  blocker.release()

  await closeDatabase()
  await database.drop()
  expect(await getDatabaseHealth(MIGRATIONS)).toEqual({ answers: false, migrated: false })
})
