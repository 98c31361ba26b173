import { setTimeout as delay } from 'node:timers/promises'
import { ExpectedFailure } from './expected-failure.mjs'
import { applyMigrations, migrationsOfCheckout } from './migration-history.mjs'

/** The number of the advisory lock that `prisma migrate` run by hand takes as well. */
const MIGRATING = 72_707_369
const ORPHAN_MS = 5_000
const DATABASE_MISSING = '3D000'
const EXISTS_BY_NOW = ['42P04', '23505']
const LOCKED = '55P03'

/**
 * Brings a database to this checkout's migrations, all in one transaction: what fails leaves it as it was. Answers the names
 * it applied. Of several starts at once one migrates while the others wait.
 */
export async function migrate(databaseUrl, known = migrationsOfCheckout()) {
  const client = await connect(databaseUrl)
  try {
    const before = await readHistory(client, known)
    if (before.pending.length === 0 && before.unfinished.length === 0) return []
    await waitUntilAlone(client)
    const { pending, unfinished } = await readSettledHistory(client, known)
    const beyondRepair = unfinished.find(
      ({ name, logs }) => logs !== null || !known.some((migration) => migration.name === name),
    )
    if (beyondRepair) throw didNotFinish(beyondRepair)
    if (unfinished.length > 0) await takeBack(client)
    await apply(client, pending)
    return pending.map(({ name }) => name)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Makes the database where it does not exist, and looks no further. */
export async function ensureDatabase(databaseUrl) {
  await (await connect(databaseUrl)).end()
}

async function apply(client, pending) {
  try {
    await client.query(`set local lock_timeout = '1min'`)
    await applyMigrations(client, pending)
    await client.query('commit')
  } catch (error) {
    const unchanged = 'The database stays as it was before this start.'
    if (error.code === LOCKED)
      throw new ExpectedFailure(
        `The database is in use by something that does not let go of it. ${unchanged} Stop other Onebills on it and start again.`,
      )
    if (!error.migration) throw refused(error)
    throw new ExpectedFailure(`The migration ${error.migration} failed: ${reasonOf(error)}. ${unchanged}`)
  }
}

/** A `prisma migrate` that was killed may have left its migration running: it gets a moment to finish. */
async function readSettledHistory(client, known) {
  for (const deadline = Date.now() + ORPHAN_MS; ; await delay(100)) {
    const history = await readHistory(client, known)
    if (history.unfinished.every(({ logs }) => logs !== null) || Date.now() > deadline) return history
  }
}

/** A migration is sent as one statement, so of one that was cut off nothing stayed: it may begin again. */
async function takeBack(client) {
  await client.query(
    'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null and logs is null',
  )
}

/**
 * Begins the transaction in which no other start and no `prisma migrate` works on this database. The lock belongs to it,
 * not to a session: behind PgBouncer a session's lock would stay on a connection that others get next.
 */
async function waitUntilAlone(client) {
  try {
    await client.query('begin')
    await client.query(
      `set local lock_timeout = '10min'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
    )
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATING])
  } catch (error) {
    if (error.code === LOCKED)
      throw new ExpectedFailure(
        'Another program has been migrating this database for ten minutes. Start Onebill again when it is done.',
      )
    throw refused(error)
  }
}

function didNotFinish({ name, logs }) {
  const how = logs === null ? 'was cut off' : 'failed'
  return new ExpectedFailure(
    `The migration ${name} ${how} on this database earlier. Restore a backup, or repair it and run: npm run prisma -- migrate resolve --rolled-back ${name}`,
  )
}

/** What this checkout brings and the database lacks; and what was begun there and not finished, which is also how a migration under way looks. */
async function readHistory(client, known) {
  const rows = await readRows(client)
  const applied = new Set(rows.filter((row) => row.finished).map((row) => row.name))
  const newer = [...applied].filter((name) => !known.some((migration) => migration.name === name))
  if (newer.length > 0) throw await usedByNewer(client, newer.at(-1))
  return {
    pending: known.filter(({ name }) => !applied.has(name)),
    unfinished: rows.filter((row) => !row.finished),
  }
}

async function usedByNewer(client, name) {
  const version = await client
    .query('select app_version as version from instance where id = 1')
    .then(({ rows }) => rows[0]?.version)
    .catch(() => undefined) // so new that it is kept elsewhere
  const newer = version ? `Onebill ${version}, which is newer than this one` : 'a newer Onebill'
  return new ExpectedFailure(
    `This database was used by ${newer} (it holds the migration ${name}, unknown here). Nothing was changed. Update this checkout, or restore a backup made before.`,
  )
}

// From the catalogue itself: to_regclass remembers that there was none, also after waiting for another start to make it.
const HISTORY = `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relname = '_prisma_migrations' and n.nspname = any(current_schemas(false))`

async function readRows(client) {
  try {
    const { rowCount } = await client.query(HISTORY)
    if (rowCount === 0) return []
    const { rows } = await client.query(
      `select migration_name as name, checksum, logs, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null order by started_at`,
    )
    return rows
  } catch (error) {
    throw refused(error)
  }
}

/** Connects to the database, and makes it first where it does not exist. */
async function connect(databaseUrl) {
  const { default: pg } = await import('pg')
  const open = async (url) => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true })
    client.on('error', () => {})
    await client.connect().catch((error) => {
      client.end().catch(() => {})
      throw error
    })
    return client
  }
  try {
    return await open(databaseUrl).catch(async (error) => {
      if (error.code !== DATABASE_MISSING) throw error
      const administration = await open(Object.assign(new URL(databaseUrl), { pathname: '/postgres' }).href)
      const { database } = new pg.Client({ connectionString: databaseUrl })
      await administration
        .query(`create database ${pg.escapeIdentifier(database)}`)
        .catch((refusal) => {
          if (!EXISTS_BY_NOW.includes(refusal.code)) throw refusal
        })
        .finally(() => administration.end().catch(() => {}))
      return open(databaseUrl)
    })
  } catch (error) {
    throw refused(error)
  }
}

function refused(error) {
  return new ExpectedFailure(`The database does not let us in: ${reasonOf(error)}.`)
}

function reasonOf(error) {
  return (error.message || error.errors?.[0]?.message || error.code || 'no answer').replace(/\.$/, '')
}
