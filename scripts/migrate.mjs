import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './checkout.mjs'
import { ExpectedFailure } from './expected-failure.mjs'

const FOLDER = path.join(ROOT, 'prisma', 'migrations')

/** Brings a database to this checkout's migrations. Answers the names it applied; starts Prisma only when needed. */
export async function migrate(databaseUrl) {
  const { applied, failed } = await readHistory(databaseUrl)
  const known = migrationsOfCheckout()
  if (failed.length > 0)
    throw new ExpectedFailure(
      `The migration ${failed[0]} failed on this database earlier. Restore a backup, or repair it and run: npx prisma migrate resolve --rolled-back ${failed[0]}`,
    )
  const newer = [...applied.keys()].filter((name) => !known.has(name))
  if (newer.length > 0)
    throw new ExpectedFailure(
      `This database was used by a newer Onebill (it holds the migration ${newer.at(-1)}, unknown here). Update this checkout, or restore a backup.`,
    )
  const pending = [...known]
    .filter(([name, checksum]) => applied.get(name) !== checksum)
    .map(([name]) => name)
  if (pending.length > 0) await deploy(databaseUrl)
  return pending.filter((name) => !applied.has(name))
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

async function readHistory(databaseUrl) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(
      'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by started_at',
    )
    const finished = rows.filter((row) => row.finished_at !== null)
    const failed = rows.filter((row) => row.finished_at === null).map((row) => row.migration_name)
    return { applied: new Map(finished.map((row) => [row.migration_name, row.checksum])), failed }
  } catch (error) {
    const tableOrDatabaseMissing = error.code === '42P01' || error.code === '3D000'
    if (tableOrDatabaseMissing) return { applied: new Map(), failed: [] }
    throw new ExpectedFailure(`The database does not let us in: ${reasonOf(error)}.`)
  } finally {
    await client.end().catch(() => {})
  }
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
