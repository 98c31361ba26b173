import { pool } from '@/lib/db/client'
import { readRetention } from '@/lib/db/stored-retention'
import type { Day } from '@/lib/domain/day'
import type { Retention } from '@/lib/domain/retention'
import type { Viewer } from '@/lib/domain/viewer'

const TABLES = {
  facts: ['usage_facts', 'cost_facts', 'spend_hours'],
  sums: [
    'spend_rollup',
    'spend_days',
    'spend_day_parts',
    'person_spend',
    'priceable_usage',
    'billed_kinds',
    'coverage',
    'detail_coverage',
  ],
  details: ['rate_facts', 'claude_code_activity', 'claude_code_models'],
  revisions: ['revisions', 'revision_rows'],
  audit: ['audit_entries'],
  sync_runs: ['sync_runs'],
} as const

type StoredKind = keyof typeof TABLES | 'other'

export interface StoredAmount {
  kind: StoredKind
  bytes: bigint
  /** As the database estimates it. */
  rows: bigint
  /** First UTC day there is something of; null where the kind has no days or holds nothing. */
  since: Day | null
}

export interface Storage {
  kinds: StoredAmount[]
  /** Of the whole database: its catalogue and what was freed and not yet used again included. */
  databaseBytes: bigint
  retention: Retention
}

/** What the data takes on disk, indexes included, by kind, the largest first. */
export async function getStorage(_viewer: Viewer): Promise<Storage> {
  const [sizes, since, whole, retention] = await Promise.all([
    pool().query<{ name: string; bytes: bigint; rows: bigint }>(
      `select relname::text as name, pg_total_relation_size(oid) as bytes, greatest(reltuples::bigint, pg_stat_get_live_tuples(oid), 0) as rows
       from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`,
    ),
    pool().query<Partial<Record<StoredKind, Day | null>>>(
      `select (select min(day) from coverage where granularity = 'hour') as facts, (select min(day) from spend_days) as sums,
         (select min(day) from revisions) as revisions,
         (select min(at at time zone 'UTC')::date from audit_entries) as audit,
         (select min(created_at at time zone 'UTC')::date from sync_runs) as sync_runs`,
    ),
    pool().query<{ bytes: bigint }>('select pg_database_size(current_database()) as bytes'),
    readRetention(),
  ])
  const kinds = new Map<StoredKind, StoredAmount>()
  for (const { name, bytes, rows } of sizes.rows) {
    const kind = kindOf(name)
    const known = kinds.get(kind) ?? { kind, bytes: 0n, rows: 0n, since: since.rows[0]?.[kind] ?? null }
    kinds.set(kind, { ...known, bytes: known.bytes + bytes, rows: known.rows + rows })
  }
  return {
    kinds: [...kinds.values()].sort((one, other) => (other.bytes > one.bytes ? 1 : -1)),
    databaseBytes: whole.rows[0]?.bytes ?? 0n,
    retention,
  }
}

function kindOf(table: string): StoredKind {
  const found = Object.entries(TABLES).find(([, names]) => (names as readonly string[]).includes(table))
  return (found?.[0] as StoredKind | undefined) ?? 'other'
}
