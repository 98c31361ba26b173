import { createHash, randomUUID } from 'node:crypto'
import { finished } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { pool } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/sql-transaction'
import { ExpectedError } from '@/lib/errors'
import packageFile from '@/package.json'
import { applyMigrations, migrationsOfCheckout } from '@/scripts/migration-history.mjs'
import { copiedColumns, PLAIN_SETTINGS, tablesOf } from './backed-up-tables'
import { damaged, type BackedUpTable, type BackupEnd, type BackupHeader } from './backup-format'
import {
  dropForeignKeys,
  dropOurTables,
  forgetSealed,
  holdsData,
  revokeUnkeyedTokens,
  setAlertsAside,
} from './emptied-database'
import { readBackup, type RowSink } from './read-backup'
import { rowsOf } from './write-backup'

interface RestoreSettings {
  /** Of the ONEBILL_SECRET_KEY in use; another one than the backup's is refused unless `withoutKeys`. */
  fingerprint: string
  /** What another secret key has sealed is left behind. */
  withoutKeys: boolean
  /** What the database holds may go. */
  replace: boolean
  now: Date
  onTable?: (name: string) => void
}

export interface RestoredBackup {
  header: BackupHeader
  tables: BackupEnd['tables']
  /** Migrations newer than the backup, applied after it was loaded. */
  migrated: string[]
  /** Admin keys and second factors left behind. */
  leftBehind: { connections: number; secondFactors: number; alertChannels: number }
}

/** As in scripts/migrate.mjs: nobody migrates meanwhile. */
const MIGRATING = 72_707_369
const IN_USE = ['55P03', '40P01']

/**
 * Makes the database what the backup holds: its tables as they were then, its rows, then the migrations that came since. The
 * file is checked from end to end first; everything after is one transaction, so what fails leaves the database as it was.
 */
export async function restoreBackup(file: string, settings: RestoreSettings): Promise<RestoredBackup> {
  const { header, end } = await readBackup(file)
  const { first, later } = splitMigrations(file, header)
  requireSameKey(header, settings)
  try {
    const leftBehind = await inTransaction(async (client) => {
      await client.query(`${PLAIN_SETTINGS}; set local lock_timeout = '30s'`)
      await client.query('select pg_advisory_xact_lock($1)', [MIGRATING])
      if (!settings.replace && (await holdsData(client))) throw notEmpty()
      await dropOurTables(client)
      await applyMigrations(client, first)
      await loadTables(client, file, end, settings)
      await applyMigrations(client, later)
      await revokeUnkeyedTokens(client, settings.now)
      await setAlertsAside(client, settings.now)
      const left =
        settings.fingerprint === header.secret_key_fingerprint ? NOTHING : await forgetSealed(client)
      await client.query('update instance set secret_key_fingerprint = $1', [settings.fingerprint])
      await noteRestore(client, header, settings.now)
      return left
    })
    await pool().query('analyze')
    return { header, tables: end.tables, migrated: later.map(({ name }) => name), leftBehind }
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code === 'string' && IN_USE.includes(code)) throw inUse(error)
    throw error
  }
}

const NOTHING = { connections: 0, secondFactors: 0, alertChannels: 0 }

function splitMigrations(file: string, header: BackupHeader) {
  const known = migrationsOfCheckout()
  const unknown = header.migrations.find((name) => !known.some((migration) => migration.name === name))
  if (unknown !== undefined)
    throw new ExpectedError(
      'unsupported_combination',
      `${file} comes from Onebill ${header.app_version} with the migration ${unknown}, which this one (${packageFile.version}) does not know. Nothing was changed. Update Onebill, then restore.`,
    )
  return {
    first: known.filter(({ name }) => header.migrations.includes(name)),
    later: known.filter(({ name }) => !header.migrations.includes(name)),
  }
}

function requireSameKey(header: BackupHeader, { fingerprint, withoutKeys }: RestoreSettings): void {
  const theirs = header.secret_key_fingerprint
  if (theirs === null || theirs === fingerprint || withoutKeys) return
  throw new ExpectedError(
    'conflict',
    'This backup was made with another ONEBILL_SECRET_KEY. Nothing was changed. Set ONEBILL_SECRET_KEY to the original one, or copy the file secret-key of the original data folder into this one; or restore with --without-keys to leave Admin keys and second factors behind.',
  )
}

function notEmpty(): ExpectedError {
  return new ExpectedError(
    'conflict',
    'This database is in use already. Nothing was changed. Restore into an empty one, or give up what it holds with --replace.',
  )
}

function inUse(cause: unknown): ExpectedError {
  return new ExpectedError(
    'unavailable',
    'The database is in use by something that does not let go of it. Nothing was changed. Stop Onebill, then restore.',
    { cause },
  )
}

async function loadTables(
  client: PoolClient,
  file: string,
  end: BackupEnd,
  { onTable }: RestoreSettings,
): Promise<void> {
  const tables = await tablesOf(client)
  const addForeignKeys = await dropForeignKeys(client)
  await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`) // what migrations put there
  const loaded: BackedUpTable[] = []
  const again = await readBackup(file, async (table) => {
    const known = tables.find(({ name }) => name === table.name)
    if (!known || table.columns.some((column) => !known.columns.includes(column))) throw damaged(file)
    onTable?.(table.name)
    loaded.push(table)
    return copyInto(client, table)
  })
  if (JSON.stringify(again.end) !== JSON.stringify(end)) throw damaged(file) // exchanged under our hands
  for (const table of loaded) await verify(client, file, table, end)
  await addForeignKeys()
}

/** A COPY fails at once or, for its last rows, at its end: whichever comes first is thrown. */
function copyInto(client: PoolClient, table: BackedUpTable): RowSink {
  const copy = client.query(copyFrom(`copy ${copiedColumns(table)} from stdin`))
  const done = finished(copy)
  done.catch(() => {})
  return {
    async write(rows) {
      if (copy.errored) throw copy.errored
      if (!copy.write(rows)) await Promise.race([new Promise((free) => copy.once('drain', free)), done])
    },
    async end() {
      copy.end()
      await done
    },
    async cancel(cause) {
      copy.destroy(cause as Error) // tells the server, which then takes other statements again
      await done.catch(() => {})
    },
  }
}

/** What is stored reads back as what the file says, to the byte. */
async function verify(client: PoolClient, file: string, table: BackedUpTable, end: BackupEnd): Promise<void> {
  const hash = createHash('sha256')
  const copy = rowsOf(client, table, hash)
  for await (const _ of copy.chunks);
  const wanted = end.tables.find(({ name }) => name === table.name)
  if (wanted?.rows !== copy.rowCount() || wanted.sha256 !== hash.digest('hex')) throw damaged(file)
}

async function noteRestore(client: PoolClient, header: BackupHeader, now: Date): Promise<void> {
  await client.query(
    `insert into audit_entries (id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, after)
     values ($1, $2, 'system', null, 'command line', 'instance.restored', 'instance', '1', $3)`,
    [
      randomUUID(),
      now,
      JSON.stringify({ backup_of: header.created_at, written_by_version: header.app_version }),
    ],
  )
}
