import type { PoolClient } from 'pg'
import { pool } from './client'

export const HEARTBEAT_MS = 10_000
/** By the database's clock: the clocks of two app servers need not agree, and ours may be frozen for tests. */
export const STALE = `clock_timestamp() - interval '30 seconds'`

export interface Lease {
  organizationId: string
  runId: string
}

/** The lease is another run's now: whoever held it must not write any more. */
export class LeaseLost extends Error {
  constructor({ organizationId }: Lease) {
    super(`the sync of organisation ${organizationId} is no longer ours`)
    this.name = 'LeaseLost'
  }
}

/** False when another run holds the organisation and gave a sign of life within 30 seconds. */
export async function acquireLease({ organizationId, runId }: Lease): Promise<boolean> {
  const { rowCount } = await pool().query(
    `insert into sync_leases (organization_id, run_id, heartbeat_at) values ($1, $2, clock_timestamp())
     on conflict (organization_id) do update set run_id = excluded.run_id, heartbeat_at = excluded.heartbeat_at
     where sync_leases.run_id = excluded.run_id or sync_leases.heartbeat_at < ${STALE}`,
    [organizationId, runId],
  )
  return rowCount === 1
}

export async function releaseLease({ organizationId, runId }: Lease): Promise<void> {
  await pool().query('delete from sync_leases where organization_id = $1 and run_id = $2', [
    organizationId,
    runId,
  ])
}

export async function beatLeases(runId: string): Promise<void> {
  await pool().query('update sync_leases set heartbeat_at = clock_timestamp() where run_id = $1', [runId])
}

/**
 * First statement of every transaction that stores something: throws LeaseLost unless the lease is still ours and the
 * organisation still connected, and keeps both so until the transaction ends.
 */
export async function holdLease(client: PoolClient, lease: Lease): Promise<void> {
  const held = await client.query(
    'update sync_leases set heartbeat_at = clock_timestamp() where organization_id = $1 and run_id = $2',
    [lease.organizationId, lease.runId],
  )
  if (held.rowCount !== 1) throw new LeaseLost(lease)
  const connected = await client.query('select from connections where organization_id = $1 for key share', [
    lease.organizationId,
  ])
  if (connected.rowCount !== 1) throw new LeaseLost(lease)
}
