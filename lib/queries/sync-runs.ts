import { pool, prisma } from '@/lib/db/client'
import { STALE } from '@/lib/db/lease'
import { nextSyncAt } from '@/lib/domain/sync-schedule'
import type { Viewer } from '@/lib/domain/viewer'
import { environment } from '@/lib/env'

export interface SyncRunView {
  id: string
  /** Null: every connected organisation. */
  organizationId: string | null
  status: 'queued' | 'running' | 'succeeded' | 'failed'
  daysDone: number
  daysTotal: number
  rows: bigint
  requests: number
  /** Whole sentences, one a line for each organisation that failed; `interrupted` for a run that was cut off. */
  error: string | null
  /** What went otherwise than before without being wrong, a sentence a line: an organisation is read through another source. */
  note: string | null
  requestedBy: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

/** A run whose heart stopped shows as interrupted before anybody has noted it. */
const COLUMNS = `id, organization_id as "organizationId", days_done as "daysDone", days_total as "daysTotal", rows, requests,
  requested_by as "requestedBy", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt",
  case when dead then 'failed' else status::text end as status, case when dead then 'interrupted' else error end as error, note
  from (select *, status = 'running' and coalesce(heartbeat_at < ${STALE}, true) as dead from sync_runs) runs`

/** Null when there is no such run. */
export async function getSyncRun(_viewer: Viewer, id: string): Promise<SyncRunView | null> {
  const { rows } = await pool().query<SyncRunView>(`select ${COLUMNS} where id = $1`, [id])
  return rows[0] ?? null
}

/** Telling a story is read as a run of its own, which is nobody's news but the demo's. */
const REAL =
  '(organization_id is null or organization_id not in (select id from organizations where is_demo))'

/** The run at work or waiting, else the last one; null before the first. Never that of the demo. */
export async function latestSyncRun(_viewer: Viewer): Promise<SyncRunView | null> {
  const { rows } = await pool().query<SyncRunView>(
    `select ${COLUMNS} where id = coalesce(
       (select id from sync_runs where status = 'running' and ${REAL} limit 1),
       (select id from sync_runs where status = 'queued' limit 1),
       (select id from sync_runs where ${REAL} order by created_at desc, id desc limit 1))`,
  )
  return rows[0] ?? null
}

/** Newest first, those created before the run `before`, without the demo's; null where `before` names no run. */
export async function listSyncRuns(
  _viewer: Viewer,
  { limit, before }: { limit: number; before: string | null },
): Promise<SyncRunView[] | null> {
  if (before !== null && (await prisma().syncRun.count({ where: { id: before } })) === 0) return null
  const { rows } = await pool().query<SyncRunView>(
    `select ${COLUMNS} where ${REAL}
       and ($1::text is null or (created_at, id) < (select created_at, id from sync_runs where id = $1))
     order by created_at desc, id desc limit $2`,
    [before, limit],
  )
  return rows
}

interface SyncFailure {
  organizationId: string
  organizationName: string
  sentence: string
  since: Date
}

export interface SyncStatus {
  /** How many organisations are connected, told ones aside. */
  connected: number
  /** The run at work or waiting; null when none is. */
  run: SyncRunView | null
  /** When every organisation was last up to date; null while one never was. */
  lastSyncedAt: Date | null
  failures: SyncFailure[]
  /** When the next sync begins by itself; null = only when asked. */
  nextSyncAt: Date | null
}

interface ConnectionState {
  organizationId: string
  organizationName: string
  failure: string | null
  failingSince: Date | null
  lastSyncedAt: Date | null
}

/** What the top bar says: progress, when it was last up to date, what fails since when, and when it is tried again. */
export async function syncStatus(viewer: Viewer, now: Date): Promise<SyncStatus> {
  const [{ rows: connections }, latest] = await Promise.all([
    pool().query<ConnectionState>(
      `select c.organization_id as "organizationId", o.name as "organizationName", c.failure,
         c.failing_since as "failingSince", c.last_synced_at as "lastSyncedAt"
       from connections c join organizations o on o.id = c.organization_id
       where not o.is_demo order by c.created_at, c.organization_id`,
    ),
    latestSyncRun(viewer),
  ])
  const times = connections.map(({ lastSyncedAt }) => lastSyncedAt?.getTime() ?? null)
  return {
    connected: connections.length,
    run: latest?.status === 'running' || latest?.status === 'queued' ? latest : null,
    lastSyncedAt:
      times.length > 0 && times.every((time) => time !== null) ? new Date(Math.min(...times)) : null,
    failures: connections.flatMap(({ organizationId, organizationName, failure, failingSince }) =>
      failure && failingSince
        ? [{ organizationId, organizationName, sentence: failure, since: failingSince }]
        : [],
    ),
    nextSyncAt: nextSyncAt(now, environment().ONEBILL_SYNC_EVERY),
  }
}
