import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const LINES_PER_CHUNK = 1000

/** Loads lines of COPY text (see facts-text.ts) into `columns` of a table, within the client's transaction. */
export async function copyText(
  client: PoolClient,
  table: string,
  columns: string,
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return
  const copy = client.query(copyFrom(`copy ${table} (${columns}) from stdin`))
  await pipeline(Readable.from(chunks(lines)), copy)
}

function* chunks(lines: readonly string[]): Generator<string> {
  for (let first = 0; first < lines.length; first += LINES_PER_CHUNK)
    yield `${lines.slice(first, first + LINES_PER_CHUNK).join('\n')}\n`
}
