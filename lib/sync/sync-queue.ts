import type { PoolClient } from 'pg'
import { pool } from '@/lib/db/client'
import { STALE } from '@/lib/db/lease'
import { inTransaction } from '@/lib/db/sql-transaction'
import { activeRuns, mayBeAlive, processIdentity } from './process-identity'
import { timeOrderedId } from './time-ordered-id'

export const INTERRUPTED = 'interrupted'

/** Serialises every change of the queue; held by the transaction alone, so it works behind a pooler. */
const QUEUE_LOCK = 7_263_455_002

export interface QueuedRun {
  id: string
  status: 'queued'
}

export interface ClaimedRun {
  id: string
  /** Null: every connected organisation. */
  organizationId: string | null
}

export interface RunRequest {
  organizationId: string | null
  requestedBy: string
  now: Date
}

function changeQueue<T>(now: Date, change: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [QUEUE_LOCK])
    await failInterrupted(client, now)
    return change(client)
  })
}

/** Marks runs whose process is gone as failed; the next run goes on where they stopped. */
export async function sweepInterruptedRuns(now: Date): Promise<void> {
  await changeQueue(now, () => Promise.resolve())
}

/** The one queued run, widened to the scope asked for, or a new one. */
export async function enqueueRun(request: RunRequest): Promise<QueuedRun> {
  return changeQueue(request.now, (client) => findOrCreateRun(client, request))
}

/** The same once: null when the same `requestedBy` already asked, when a run is at work or when one is queued. */
export async function enqueueRunOnce(request: RunRequest): Promise<QueuedRun | null> {
  return changeQueue(request.now, async (client) => {
    const { rowCount } = await client.query(
      `select where exists (select from sync_runs where status in ('queued', 'running'))
         or $1 in (select requested_by from sync_runs order by created_at desc limit 50)`,
      [request.requestedBy],
    )
    return rowCount === 0 ? findOrCreateRun(client, request) : null
  })
}

/** A run of its own that is at work at once, whatever the queue does: for an organisation no other run ever reads. */
export async function openRunBesideQueue({
  organizationId,
  requestedBy,
  now,
}: RunRequest): Promise<ClaimedRun> {
  const { host, pid } = processIdentity()
  const id = timeOrderedId()
  activeRuns().add(id)
  await pool().query(
    `insert into sync_runs (id, organization_id, requested_by, status, created_at, started_at, heartbeat_at, host, pid)
     values ($1, $2, $3, 'running', $4, $4, clock_timestamp(), $5, $6)`,
    [id, organizationId, requestedBy, now, host, pid],
  )
  return { id, organizationId }
}

async function findOrCreateRun(client: PoolClient, request: RunRequest): Promise<QueuedRun> {
  const queued = await client.query<{ id: string }>(
    `update sync_runs set organization_id = case when organization_id = $1 then organization_id end
     where status = 'queued' returning id`,
    [request.organizationId],
  )
  const id = queued.rows[0]?.id ?? timeOrderedId()
  if (queued.rowCount === 0)
    await client.query(
      `insert into sync_runs (id, organization_id, requested_by, status, created_at, heartbeat_at)
       values ($1, $2, $3, 'queued', $4, clock_timestamp())`,
      [id, request.organizationId, request.requestedBy, request.now],
    )
  return { id, status: 'queued' }
}

const CLAIM_RUN = `
update sync_runs set status = 'running', started_at = $1, heartbeat_at = clock_timestamp(), host = $2, pid = $3
where id = (select id from sync_runs where status = 'queued' and ($4::text is null or id = $4)
    order by created_at, id limit 1 for update skip locked)
  and not exists (select from sync_runs where status = 'running')
returning id, organization_id as "organizationId"`

/** Takes the queued run, or only the one named, over into this process; null when it is not queued or a run is at work. */
export async function claimRun(now: Date, only: string | null = null): Promise<ClaimedRun | null> {
  const { host, pid } = processIdentity()
  return changeQueue(now, async (client) => {
    const { rows } = await client.query<ClaimedRun>(CLAIM_RUN, [now, host, pid, only])
    if (rows[0]) activeRuns().add(rows[0].id)
    return rows[0] ?? null
  })
}

export async function hasQueuedRun(only: string | null = null): Promise<boolean> {
  const { rowCount } = await pool().query(
    `select from sync_runs where status = 'queued' and ($1::text is null or id = $1) limit 1`,
    [only],
  )
  return rowCount === 1
}

/** False when the run is no longer ours: it was taken for interrupted. */
export async function beatRun(id: string, requests: number): Promise<boolean> {
  const { rowCount } = await pool().query(
    `update sync_runs set heartbeat_at = clock_timestamp(), requests = $2 where id = $1 and status = 'running'`,
    [id, requests],
  )
  return rowCount === 1
}

export async function setDaysTotal(id: string, daysTotal: number): Promise<void> {
  await pool().query('update sync_runs set days_total = $2 where id = $1', [id, daysTotal])
}

/** A sentence about what went otherwise than before without being wrong. */
export async function noteInRun(id: string, sentence: string): Promise<void> {
  await pool().query(`update sync_runs set note = concat_ws(E'\\n', note, $2::text) where id = $1`, [
    id,
    sentence,
  ])
}

/** Ends a run that is still ours; `error` null = succeeded. */
export async function finishRun(
  id: string,
  requests: number,
  error: string | null,
  now: Date,
): Promise<void> {
  await pool().query(
    `update sync_runs set status = $2::"SyncRunStatus", requests = $3, error = $4, finished_at = $5,
       heartbeat_at = clock_timestamp() where id = $1 and status = 'running'`,
    [id, error === null ? 'succeeded' : 'failed', requests, error, now],
  )
}

async function failInterrupted(client: PoolClient, now: Date): Promise<void> {
  const { rows } = await client.query<{
    id: string
    host: string | null
    pid: number | null
    isStale: boolean
  }>(
    `select id, host, pid, coalesce(heartbeat_at < ${STALE}, true) as "isStale" from sync_runs where status = 'running'`,
  )
  for (const run of rows) {
    if (!run.isStale && mayBeAlive(run)) continue
    // A store of that run still under way holds its lease: waiting for it here keeps one order of locks.
    await client.query('delete from sync_leases where run_id = $1', [run.id])
    await client.query(
      `update sync_runs set status = 'failed', error = $2, finished_at = $3 where id = $1 and status = 'running'`,
      [run.id, INTERRUPTED, now],
    )
  }
}
