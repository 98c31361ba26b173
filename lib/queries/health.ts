import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { QueryResult } from 'pg'
import { pool } from '@/lib/db/client'

const PATIENCE_MS = 3_000

export interface DatabaseHealth {
  answers: boolean
  /** Every migration this version brings is applied, and none is left half done. */
  migrated: boolean
}

interface AppliedMigration {
  name: string
  done: boolean
}

/** Whether the database answers within three seconds and has the shape this version needs. Never throws. */
export async function getDatabaseHealth(migrationsFolder: string): Promise<DatabaseHealth> {
  const needed = await neededMigrations(migrationsFolder)
  try {
    const rows = await withinPatience(appliedMigrations())
    const done = new Set(rows.filter((row) => row.done).map((row) => row.name))
    const isWhole = rows.every((row) => row.done) && done.size > 0
    return { answers: true, migrated: isWhole && needed.every((name) => done.has(name)) }
  } catch (error) {
    const answers = (error as { code?: unknown }).code === UNDEFINED_TABLE
    return { answers, migrated: false }
  }
}

const UNDEFINED_TABLE = '42P01'

/** A check leaves nothing behind: the server gives up by itself, and a connection to one that hangs is dropped. */
async function appliedMigrations(): Promise<AppliedMigration[]> {
  const text = `
    set local statement_timeout = ${PATIENCE_MS};
    select migration_name as name, finished_at is not null as done from _prisma_migrations where rolled_back_at is null`
  const results: unknown = await pool().query({ text, query_timeout: PATIENCE_MS + 2_000 } as {
    text: string
  })
  return (results as [QueryResult, QueryResult<AppliedMigration>])[1].rows
}

async function neededMigrations(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.basename(entry.name))
}

async function withinPatience<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), PATIENCE_MS)
  })
  try {
    return await Promise.race([answer, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
