import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ROOT } from './checkout.mjs'
import { ExpectedFailure } from './expected-failure.mjs'

const FOLDER = path.join(ROOT, 'prisma', 'migrations')

/** The number of the advisory lock that `prisma migrate` run by hand takes as well. */
const MIGRATING = 72_707_369
const ORPHAN_MS = 5_000
const DATABASE_MISSING = '3D000'
const EXISTS_BY_NOW = ['42P04', '23505']

/**
 * Brings a database to this checkout's migrations. Answers the names it applied; starts Prisma only when needed. Of
 * several starts at once one migrates while the others wait.
 */
export async function migrate(databaseUrl) {
  const client = await connect(databaseUrl)
  try {
    const before = await readHistory(client)
    if (before.pending.length === 0 && before.unfinished.length === 0) return []
    await waitUntilAlone(client)
    const { pending, unfinished, missing } = await readSettledHistory(client)
    const known = migrationsOfCheckout()
    const beyondRepair = unfinished.find(({ name, logs }) => logs !== null || !known.has(name))
    if (beyondRepair) throw didNotFinish(beyondRepair)
    if (unfinished.length > 0) await takeBack(databaseUrl)
    if (pending.length > 0) await deploy(databaseUrl)
    return missing
  } finally {
    await client.end().catch(() => {})
  }
}

/** A start that was killed may have left its migration running: it gets a moment to finish. */
async function readSettledHistory(client) {
  for (const deadline = Date.now() + ORPHAN_MS; ; await delay(100)) {
    const history = await readHistory(client)
    if (history.unfinished.every(({ logs }) => logs !== null) || Date.now() > deadline) return history
  }
}

/** A migration is sent as one statement, so of one that was cut off nothing stayed: it may begin again. */
async function takeBack(databaseUrl) {
  const client = await connect(databaseUrl)
  try {
    await client.query(
      'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null and logs is null',
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Until the connection ends no other start and no `prisma migrate` works on this database. The lock belongs to a
 * transaction, not to a session: behind PgBouncer a session's lock would stay on a connection that others get next.
 */
async function waitUntilAlone(client) {
  try {
    await client.query('begin')
    await client.query(
      `set local lock_timeout = '10min'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
    )
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATING])
  } catch (error) {
    if (error.code === '55P03')
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

function migrationsOfCheckout() {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return new Map(
    folders
      .map(({ name }) => name)
      .sort()
      .map((name) => [name, checksum(readFileSync(path.join(FOLDER, name, 'migration.sql')))]),
  )
}

function checksum(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * What this checkout brings and the database lacks: `pending` for Prisma (also where a file was changed), `missing` by
 * name; and what was begun there and not finished, which is also how a migration under way looks.
 */
async function readHistory(client) {
  const rows = await readRows(client)
  const applied = new Map(rows.filter((row) => row.finished).map((row) => [row.name, row.checksum]))
  const known = migrationsOfCheckout()
  const newer = [...applied.keys()].filter((name) => !known.has(name))
  if (newer.length > 0)
    throw new ExpectedFailure(
      `This database was used by a newer Onebill (it holds the migration ${newer.at(-1)}, unknown here). Update this checkout, or restore a backup.`,
    )
  const pending = [...known.keys()].filter((name) => applied.get(name) !== known.get(name))
  return {
    pending,
    missing: pending.filter((name) => !applied.has(name)),
    unfinished: rows.filter((row) => !row.finished),
  }
}

async function readRows(client) {
  try {
    const { rows: found } = await client.query(`select to_regclass('_prisma_migrations') as history`)
    if (found[0].history === null) return []
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

async function deploy(databaseUrl) {
  const prisma = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js')
  const child = spawn(process.execPath, [prisma, 'migrate', 'deploy'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK: '1', // we hold it
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new ExpectedFailure(explain(output))
}

function explain(output) {
  const name = /migration_name="([^"]+)"|Migration name: (\S+)/.exec(output)?.slice(1).find(Boolean)
  const lines = output.split('\n').map((line) => line.trim())
  const start = lines.findIndex((line) => line.startsWith('Error:'))
  const telling = lines
    .slice(Math.max(start, 0))
    .map((line) => line.replace(/^(Error querying the database: *|Error: *|ERROR: *)+/, ''))
  const database = lines.find((line) => line.startsWith('ERROR:'))?.replace('ERROR: ', '')
  const reason =
    database ??
    telling.find((line) => line !== '' && line !== 'external connector error') ??
    'no reason given'
  return name
    ? `The migration ${name} failed: ${reason.replace(/\.$/, '')}. The database stays as it was before it.`
    : `The database could not be migrated: ${reason.replace(/\.$/, '')}.`
}
