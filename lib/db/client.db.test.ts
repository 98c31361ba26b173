import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDatabase, pool, prisma } from './client'
import { inTransaction } from './sql-transaction'
import { testDatabase } from './test-database'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await closeDatabase()
  await database.drop()
})

/** As PostgreSQL going away does: from outside, while nothing is asked of the connection. */
async function terminate(pid: number | undefined) {
  const outside = new pg.Client({ connectionString: database.url })
  await outside.connect()
  await outside.query('select pg_terminate_backend($1)', [pid])
  await outside.end()
}

it('survives losing a connection inside a transaction of plain SQL, and works on', async () => {
  const lost = inTransaction(async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const gone = new Promise((resolve) => client.once('end', resolve))
    await terminate(rows[0]?.pid)
    await gone
    await client.query('select 1')
  })
  await expect(lost).rejects.toThrow()
  expect((await pool().query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

it('survives losing a connection inside a transaction of Prisma, and works on', async () => {
  const lost = prisma().$transaction(async (tx) => {
    const [own] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`
    await terminate(own?.pid)
    for (;;) {
      await tx.$queryRaw`select 1`
      await delay(5)
    }
  })
  await expect(lost).rejects.toThrow()
  await expect(prisma().$queryRaw`select 1 as one`).resolves.toEqual([{ one: 1 }])
})

it('reads bigint and date its own way in plain SQL, and leaves Prisma its own', async () => {
  const sql = `select 9007199254740993::int8 as big, date '2026-11-22' as day, 1.5::numeric as exact`
  expect((await pool().query(sql)).rows).toEqual([
    { big: 9007199254740993n, day: '2026-11-22', exact: '1.5' },
  ])
  const read = await prisma().$queryRawUnsafe<{ big: bigint; day: Date; exact: object }[]>(sql)
  expect(read.map(({ big, day, exact }) => [big, day, String(exact)])).toEqual([
    [9007199254740993n, new Date('2026-11-22T00:00:00Z'), '1.5'],
  ])
})

it('serves plain SQL and Prisma from the same connections', async () => {
  const connections = `select count(*)::int as count from pg_stat_activity where datname = current_database()`
  await Promise.all(
    Array.from({ length: 30 }, (_, at) =>
      at % 2 ? prisma().$queryRaw`select pg_sleep(0.02)::text` : pool().query('select pg_sleep(0.02)'),
    ),
  )
  const { rows } = await pool().query<{ count: number }>(connections)
  expect(rows).toEqual([{ count: 10 }])
})
