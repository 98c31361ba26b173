import type { PoolClient } from 'pg'
import type { BackedUpTable } from './backup-format'

/**
 * Not in a backup: what is over in minutes, and what lets somebody in without a password or a token. A restored copy must not
 * revive a session or a link; people sign in again and invite again.
 */
export const LEFT_OUT = [
  'invitations',
  'password_resets',
  'rate_limit_slots',
  'sessions',
  'sign_in_links',
  'sync_leases',
]
const HISTORY = '_prisma_migrations'

/** Every table there is, by name, with the columns that can be written; new ones come by themselves. */
export async function tablesOf(client: PoolClient): Promise<BackedUpTable[]> {
  const { rows } = await client.query<BackedUpTable>(
    `select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.relname <> $1
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     group by c.relname order by c.relname`,
    [HISTORY],
  )
  return rows
}

export function copiedColumns({ name, columns }: BackedUpTable): string {
  return `${name} (${columns.map((column) => `"${column}"`).join(', ')})`
}

/** Texts come out, and go in, the same whatever the server's settings are. */
export const PLAIN_SETTINGS = `
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local synchronize_seqscans = off;
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`
