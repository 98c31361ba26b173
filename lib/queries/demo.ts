import { pool } from '@/lib/db/client'
import { STALE } from '@/lib/db/lease'
import type { Viewer } from '@/lib/domain/viewer'

export interface DemoState {
  /** `unfinished`: loading was cut off or failed; loading it again replaces what there is. */
  phase: 'none' | 'loading' | 'unfinished' | 'loaded'
  /** Name of the told organisation; null where none is told, or not yet. */
  company: string | null
  /** The moment it is told as of. */
  asOf: Date | null
  /** What went wrong, as a sentence. */
  failure: string | null
  run: { daysDone: number; daysTotal: number; rows: bigint } | null
  /** Whether there is anything real beside it: a connected or kept organisation, or a plan. */
  hasReal: boolean
}

type Row = Omit<DemoState, 'phase' | 'run'> & {
  isBusy: boolean
  daysDone: number | null
  daysTotal: number | null
  rows: bigint | null
}

/** What is known of the demo. Organisations are told one at a time. */
export async function demoState(_viewer: Viewer): Promise<DemoState> {
  const { rows } = await pool().query<Row>(
    `select told.name as company, told.last_synced_at as "asOf", told.failure,
       run.days_done as "daysDone", run.days_total as "daysTotal", run.rows,
       exists (select from sync_leases where organization_id = 'demo' and heartbeat_at >= ${STALE}) as "isBusy",
       exists (select from organizations where not is_demo)
         or exists (select from plans where not is_demo and deleted_at is null) as "hasReal"
     from (select) one
     left join lateral (
       select o.id, o.name, c.last_synced_at, c.failure
       from organizations o left join connections c on c.organization_id = o.id
       where o.is_demo order by o.created_at desc, o.id limit 1) told on true
     left join lateral (
       select * from sync_runs where organization_id = told.id order by created_at desc, id desc limit 1) run on true`,
  )
  const [row] = rows
  if (!row) throw new Error('a query of one row gave none')
  const { isBusy, daysDone, daysTotal, rows: read, ...known } = row
  const phase = isBusy ? 'loading' : known.company === null ? 'none' : known.asOf ? 'loaded' : 'unfinished'
  const run =
    daysDone === null || daysTotal === null || read === null ? null : { daysDone, daysTotal, rows: read }
  return { ...known, phase, run }
}
