import { existsSync } from 'node:fs'
import path from 'node:path'
import { ensureDatabase, migrate } from './migrate.mjs'
import { startPostgres } from './postgres.mjs'
import { step } from './steps.mjs'

/** The migrated database of these settings: the one of DATABASE_URL, or the embedded server of the data folder. */
export async function openDatabase(settings, { onLost, out, signal, onOpened = () => {} } = {}) {
  const database = await openServer(settings, { onLost, out, signal })
  onOpened(database)
  try {
    await step('Checking the database', () => migrate(database.url), out)
    return database
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** The same without migrating it. */
export async function openUnmigrated(settings, options) {
  const database = await openServer(settings, options)
  try {
    await ensureDatabase(database.url)
    return database
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** The same without looking into it. */
export async function openServer({ dataDir, databaseUrl }, { onLost, out, signal } = {}) {
  if (databaseUrl) return { url: databaseUrl, stop: async () => {} }
  const first =
    !existsSync(path.join(dataDir, 'postgres')) && !existsSync(path.join(dataDir, 'postgres-is-at'))
  const name = first ? 'Creating the embedded PostgreSQL' : 'Starting the embedded PostgreSQL'
  return step(name, () => startPostgres({ dataDir, onLost, signal }), out)
}
