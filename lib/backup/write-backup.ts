import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { pool } from '@/lib/db/client'
import { ExpectedError } from '@/lib/errors'
import packageFile from '@/package.json'
import { copiedColumns, LEFT_OUT, PLAIN_SETTINGS, tablesOf } from './backed-up-tables'
import {
  END_OF_ROWS,
  FIRST_WORDS,
  FORMAT,
  type BackedUpTable,
  type BackupEnd,
  type BackupHeader,
} from './backup-format'

export interface WrittenBackup {
  header: BackupHeader
  tables: BackupEnd['tables']
  bytes: number
}

interface BackupSettings {
  now: Date
  signal?: AbortSignal
  onTable?: (name: string) => void
}

/**
 * Writes one consistent moment of the database, as it stands and whatever its version, into `file`, readable for its owner
 * alone. What was there under this name is replaced once the new file is whole and on the disk.
 */
export async function writeBackup(file: string, settings: BackupSettings): Promise<WrittenBackup> {
  const draft = `${file}.${process.pid}.part`
  const client = await pool().connect()
  let isOver = false
  try {
    await client.query('begin isolation level repeatable read, read only')
    await client.query(PLAIN_SETTINGS)
    const header = await readHeader(client, settings.now)
    const tables: BackupEnd['tables'] = []
    await pipeline(
      Readable.from(textOf(client, header, tables, settings), { objectMode: false, highWaterMark: 65_536 }),
      createGzip(),
      createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
      ...(settings.signal ? [{ signal: settings.signal }] : []),
    )
    await client.query('commit')
    isOver = true
    await rename(draft, file)
    return { header, tables, bytes: (await stat(file)).size }
  } catch (error) {
    await rm(draft, { force: true })
    throw asExpected(error, file)
  } finally {
    client.release(!isOver) // a COPY may be half read
  }
}

async function readHeader(client: PoolClient, now: Date): Promise<BackupHeader> {
  const { rows } = await client.query<{ isMigrated: boolean }>(
    `select to_regclass('_prisma_migrations') is not null and to_regclass('instance') is not null as "isMigrated"`,
  )
  if (!rows[0]?.isMigrated) throw neverStarted()
  const migrations = await client.query<{ name: string }>(
    `select migration_name as name from _prisma_migrations
     where finished_at is not null and rolled_back_at is null order by migration_name`,
  )
  if (migrations.rowCount === 0) throw neverStarted()
  const instance = await client.query<{ fingerprint: string }>(
    'select secret_key_fingerprint as fingerprint from instance where id = 1',
  )
  return {
    created_at: now.toISOString(),
    app_version: packageFile.version,
    migrations: migrations.rows.map(({ name }) => name),
    secret_key_fingerprint: instance.rows[0]?.fingerprint ?? null,
  }
}

function neverStarted(): ExpectedError {
  return new ExpectedError('not_found', 'There is nothing to back up: no Onebill was ever started here.')
}

async function* textOf(
  client: PoolClient,
  header: BackupHeader,
  tables: BackupEnd['tables'],
  { onTable }: BackupSettings,
): AsyncGenerator<Buffer> {
  const whole = createHash('sha256')
  const noted = (text: string | Buffer) => {
    const bytes = Buffer.from(text)
    whole.update(bytes)
    return bytes
  }
  yield noted(`${FIRST_WORDS}${FORMAT}\n${JSON.stringify(header)}\n`)
  for (const table of await tablesOf(client)) {
    if (LEFT_OUT.includes(table.name)) continue
    onTable?.(table.name)
    const hash = createHash('sha256')
    yield noted(`table ${JSON.stringify(table)}\n`)
    const copy = rowsOf(client, table, hash)
    for await (const chunk of copy.chunks) yield noted(chunk)
    yield noted(END_OF_ROWS)
    tables.push({ name: table.name, rows: copy.rowCount(), sha256: hash.digest('hex') })
  }
  yield Buffer.from(`end ${JSON.stringify({ sha256: whole.digest('hex'), tables } satisfies BackupEnd)}\n`)
}

/** The rows of a table as COPY text; `hash` takes them as they pass. */
export function rowsOf(client: PoolClient, table: BackedUpTable, hash: Hash) {
  const copy = client.query(copyTo(`copy ${copiedColumns(table)} to stdout`))
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      hash.update(chunk)
      yield chunk
    }
  }
  return { chunks: chunks(), rowCount: () => copy.rowCount }
}

function asExpected(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return cannotWrite(file, 'its folder does not exist', error)
  if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST')
    return cannotWrite(file, 'a folder or another file is in the way', error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return cannotWrite(file, 'writing there is not allowed', error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return cannotWrite(file, 'the disk is full', error)
  if (code === 'ABORT_ERR')
    return new ExpectedError('unavailable', 'Stopped. No backup was written.', { cause: error })
  return error
}

function cannotWrite(file: string, why: string, cause: unknown): ExpectedError {
  return new ExpectedError('invalid', `The backup cannot be written to ${file}: ${why}.`, { cause })
}
