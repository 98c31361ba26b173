import { z } from 'zod'
import { ExpectedError } from '@/lib/errors'

/**
 * A backup is gzipped text that reads like a dump:
 *
 *     onebill backup 1
 *     {"created_at":…,"app_version":…,"migrations":[…],"secret_key_fingerprint":…}
 *     table {"name":"users","columns":["id",…]}
 *     …rows as COPY writes them: a line each, columns apart by tabs, \N for null…
 *     \.
 *     …further tables…
 *     end {"sha256":…,"tables":[{"name":"users","rows":3,"sha256":…},…]}
 *
 * A table's digest is over its rows with their line ends, the last line's over everything before it. Another layout takes
 * another number in the first line.
 */
export const FORMAT = 1
export const FIRST_WORDS = 'onebill backup '
export const END_OF_ROWS = '\\.\n'

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const headerSchema = z.object({
  created_at: z.iso.datetime(),
  app_version: z.string().regex(/^[\w.+-]{1,60}$/), // it is said on a terminal
  /** Names of the migrations that made the tables, in their order. */
  migrations: z.array(z.string().regex(/^\w+$/)).min(1),
  /** Null: the database had never been started on. */
  secret_key_fingerprint: z.string().nullable(),
})
export type BackupHeader = z.infer<typeof headerSchema>

export const tableSchema = z.object({ name, columns: z.array(name).min(1) })
export type BackedUpTable = z.infer<typeof tableSchema>

export const endSchema = z.object({
  sha256,
  tables: z.array(z.object({ name, rows: z.int().nonnegative(), sha256 })),
})
export type BackupEnd = z.infer<typeof endSchema>

export function damaged(file: string, cause?: unknown): ExpectedError {
  return new ExpectedError(
    'invalid',
    `${file} is not a whole Onebill backup: it was cut short or altered, or is something else. Nothing was changed.`,
    { cause },
  )
}
