import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { closeDatabase, pool } from './client'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** A database of its own for this test file. Tables named in `emptied` are empty before each test. */
export function useDatabase({ emptied = [] }: { emptied?: readonly string[] } = {}): void {
  let drop = () => Promise.resolve()
  beforeAll(async () => {
    ;({ drop } = await testDatabase())
  })
  if (emptied.length > 0) beforeEach(() => emptyTables(emptied))
  afterAll(async () => {
    await closeDatabase()
    await drop()
  })
}

/** Empties these tables and those whose rows belong to theirs. */
export async function emptyTables(names: readonly string[]): Promise<void> {
  await pool().query(`truncate ${names.join(', ')} cascade`)
}

/**
 * A fresh clone of the migrated, empty database. DATABASE_URL names it from now on, so call this in `beforeAll`
 * before anything reads the database; `drop` removes it even while connections are open.
 */
export async function testDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const template = new URL(inject('postgresUrl'))
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template ${template.pathname.slice(1)}`)
  const clone = new URL(template)
  clone.pathname = `/${name}`
  process.env.DATABASE_URL = clone.href
  for (const secret of ['AUTH_SECRET', 'ONEBILL_SECRET_KEY'])
    process.env[secret] ??= `${secret} of the tests`.padEnd(32, '.')
  return { url: clone.href, drop: () => administer(`drop database if exists ${name} with (force)`) }
}

async function administer(sql: string): Promise<void> {
  const address = new URL(inject('postgresUrl'))
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: address.href })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
