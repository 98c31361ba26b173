import { pool } from '@/lib/db/client'
import { STALE } from '@/lib/db/lease'
import type { Viewer } from '@/lib/domain/viewer'
import { getStorage, type StoredAmount } from './storage'

interface MeasuredOrganization {
  id: string
  source: 'analytics' | 'legacy'
  isFailing: boolean
  lastSyncedAt: Date | null
}

interface MeasuredRun {
  status: 'queued' | 'running' | 'succeeded' | 'failed'
  count: number
}

interface LastRun {
  succeeded: boolean
  finishedAt: Date | null
  seconds: number
  rows: bigint
  requests: number
}

interface CoveredDays {
  organizationId: string
  state: 'synced' | 'partial' | 'provisional' | 'not_synced'
  days: number
}

export interface Measures {
  organizations: MeasuredOrganization[]
  /** Runs still on record, by what became of them. */
  runs: MeasuredRun[]
  /** The last one that is over; null before the first. */
  lastRun: LastRun | null
  /** UTC days of each organisation; not synced = missing between its first day and its last. */
  coverage: CoveredDays[]
  storage: StoredAmount[]
  databaseBytes: bigint
}

/** Read once when it is told and never again: an alarm for what is out of date would ring for ever. */
const TOLD = 'select id from organizations where is_demo'
const REAL_RUN = `(organization_id is null or organization_id not in (${TOLD}))`

/** What an operator watches, as it stands now; the demo only in what the whole takes on disk. */
export async function getMeasures(viewer: Viewer): Promise<Measures> {
  const [organizations, runs, lastRun, coverage, storage] = await Promise.all([
    pool().query<MeasuredOrganization>(
      `select organization_id as id, source, failure is not null as "isFailing", last_synced_at as "lastSyncedAt"
       from connections where organization_id not in (${TOLD}) order by organization_id`,
    ),
    pool().query<MeasuredRun>(
      `select s.status, count(r.id)::int as count from unnest(array['queued', 'running', 'succeeded', 'failed']) s(status)
       left join (select * from sync_runs where ${REAL_RUN}) r on s.status = case when r.status = 'running' and coalesce(r.heartbeat_at < ${STALE}, true)
         then 'failed' else r.status::text end
       group by s.status order by s.status`,
    ),
    pool().query<LastRun>(
      `select status = 'succeeded' as succeeded, finished_at as "finishedAt", rows, requests,
         coalesce(extract(epoch from finished_at - started_at), 0)::float8 as seconds
       from sync_runs where status in ('succeeded', 'failed') and ${REAL_RUN} order by created_at desc, id desc limit 1`,
    ),
    pool().query<CoveredDays>(
      `select organization_id as "organizationId", state::text as state, count(*)::int as days
         from coverage where organization_id not in (${TOLD}) group by organization_id, state
       union all
       select organization_id, 'not_synced', max(day) - min(day) + 1 - count(*)::int from coverage
         where organization_id not in (${TOLD}) group by organization_id
       order by 1, 2`,
    ),
    getStorage(viewer),
  ])
  return {
    organizations: organizations.rows,
    runs: runs.rows,
    lastRun: lastRun.rows[0] ?? null,
    coverage: coverage.rows,
    storage: storage.kinds,
    databaseBytes: storage.databaseBytes,
  }
}
