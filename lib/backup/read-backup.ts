import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { ExpectedError } from '@/lib/errors'
import {
  damaged,
  END_OF_ROWS,
  endSchema,
  FIRST_WORDS,
  FORMAT,
  headerSchema,
  tableSchema,
  type BackedUpTable,
  type BackupEnd,
  type BackupHeader,
} from './backup-format'

/** Where the rows of one table go. */
export interface RowSink {
  write(rows: Buffer): Promise<void>
  end(): Promise<void>
  /** The rows broke off. */
  cancel(cause: unknown): Promise<void>
}

const NEWLINE = 10
const LONGEST_LINE = 1_000_000
const NOWHERE: RowSink = { write: async () => {}, end: async () => {}, cancel: async () => {} }

/**
 * Reads a backup through, gives each table's rows to what `open` answers for it, and checks every digest and count. Throws
 * ExpectedError for a file that is damaged, is something else, or has a layout newer than ours.
 */
export async function readBackup(
  file: string,
  open: (table: BackedUpTable) => Promise<RowSink> = async () => NOWHERE,
): Promise<{ header: BackupHeader; end: BackupEnd }> {
  const source = createReadStream(file)
  const text = createGunzip()
  pipeline(source, text, () => {}) // a failure of either ends the reading below
  try {
    return await readText(cursorOn(text), file, open)
  } catch (error) {
    throw asExpected(error, file)
  } finally {
    source.destroy()
  }
}

async function readText(
  cursor: Cursor,
  file: string,
  open: (table: BackedUpTable) => Promise<RowSink>,
): Promise<{ header: BackupHeader; end: BackupEnd }> {
  const [, format] = new RegExp(`^${FIRST_WORDS}(\\d{1,6})$`).exec((await cursor.line()) ?? '') ?? []
  if (format === undefined) throw damaged(file)
  if (Number(format) !== FORMAT)
    throw new ExpectedError(
      'unsupported_combination',
      `${file} was written by a newer Onebill (backup format ${format}; this one reads ${FORMAT}). Nothing was changed. Update Onebill, then restore.`,
    )
  const header = parseLine(headerSchema, await cursor.line())
  const tables: BackupEnd['tables'] = []
  for (;;) {
    const sha256 = cursor.digest()
    const line = (await cursor.line()) ?? ''
    if (line.startsWith('table ')) tables.push(await readTable(cursor, line, open))
    else {
      const end = parseLine(endSchema, line.startsWith('end ') ? line.slice(4) : undefined)
      const found = JSON.stringify({ sha256, tables } satisfies BackupEnd)
      if (JSON.stringify(end) !== found || (await cursor.line()) !== null) throw damaged(file)
      return { header, end }
    }
  }
}

async function readTable(cursor: Cursor, line: string, open: (table: BackedUpTable) => Promise<RowSink>) {
  const table = parseLine(tableSchema, line.slice('table '.length))
  const sink = await open(table)
  const hash = createHash('sha256')
  let rows = 0
  try {
    for await (const some of cursor.rows()) {
      hash.update(some)
      for (let at = some.indexOf(NEWLINE); at !== -1; at = some.indexOf(NEWLINE, at + 1)) rows += 1
      await sink.write(some)
    }
    await sink.end()
  } catch (error) {
    await sink.cancel(error)
    throw error
  }
  return { name: table.name, rows, sha256: hash.digest('hex') }
}

function parseLine<T>(schema: z.ZodType<T>, line: string | null | undefined): T {
  return schema.parse(JSON.parse(line ?? ''))
}

interface Cursor {
  /** The next line without its end; null where the text is over. */
  line(): Promise<string | null>
  /** Whole text up to the end of rows, in pieces. */
  rows(): AsyncGenerator<Buffer>
  /** Of everything taken so far. */
  digest(): string
}

function cursorOn(stream: AsyncIterable<Buffer>): Cursor {
  const chunks = stream[Symbol.asyncIterator]()
  const hash = createHash('sha256')
  let rest: Buffer = Buffer.alloc(0)

  async function more(): Promise<boolean> {
    const { value, done } = await chunks.next()
    if (done) return false
    rest = rest.length === 0 ? value : Buffer.concat([rest, value])
    return true
  }
  function take(length: number): Buffer {
    const taken = rest.subarray(0, length)
    rest = rest.subarray(length)
    hash.update(taken)
    return taken
  }

  return {
    async line() {
      let at = rest.indexOf(NEWLINE)
      while (at === -1) {
        if (rest.length > LONGEST_LINE) throw new SyntaxError('a line without end')
        if (!(await more())) {
          if (rest.length === 0) return null
          throw new SyntaxError('the text breaks off')
        }
        at = rest.indexOf(NEWLINE)
      }
      return take(at + 1)
        .subarray(0, at)
        .toString('utf8')
    },
    async *rows() {
      // The end stands at the beginning of a line: at the very first, or after a line end among the rows.
      while (rest.length < END_OF_ROWS.length) if (!(await more())) throw new SyntaxError('no end of rows')
      if (!rest.subarray(0, END_OF_ROWS.length).equals(Buffer.from(END_OF_ROWS))) {
        for (;;) {
          const at = rest.indexOf(`\n${END_OF_ROWS}`)
          if (at !== -1) {
            yield take(at + 1)
            break
          }
          if (rest.length > END_OF_ROWS.length) yield take(rest.length - END_OF_ROWS.length)
          if (!(await more())) throw new SyntaxError('no end of rows')
        }
      }
      take(END_OF_ROWS.length)
    },
    digest: () => hash.copy().digest('hex'),
  }
}

function asExpected(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return cannotRead(file, 'does not exist', error)
  if (code === 'EISDIR') return cannotRead(file, 'is a folder', error)
  if (code === 'EACCES' || code === 'EPERM') return cannotRead(file, 'may not be read by this account', error)
  if (error instanceof SyntaxError || error instanceof z.ZodError || code?.startsWith('Z_'))
    return damaged(file, error)
  return error
}

function cannotRead(file: string, why: string, cause: unknown): ExpectedError {
  return new ExpectedError('not_found', `${file} ${why}. Nothing was changed.`, { cause })
}
