import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from './migrate.mjs'
import { startPostgres } from './postgres.mjs'

/** One throw-away PostgreSQL per test run, holding a migrated template database that every test file clones. */
export default async function setup(project) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'onebill-test-'))
  const postgres = await startPostgres({ dataDir, throwAway: true })
  await migrate(postgres.url)
  project.provide('postgresUrl', postgres.url)
  return () => postgres.stop()
}
