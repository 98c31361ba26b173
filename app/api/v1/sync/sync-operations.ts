import { z } from 'zod'
import { ExpectedError } from '@/lib/errors'
import { plainText } from '@/lib/parse-text'
import { getSyncRun, listSyncRuns, type SyncRunView } from '@/lib/queries/sync-runs'
import { requestSync, wakeSync } from '@/lib/sync/request-sync'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'

const status = z.enum(['queued', 'running', 'succeeded', 'failed'])
const instant = z.iso.datetime()

const syncRun = z.object({
  id: z.string(),
  status: status.describe('succeeded = every due day, backfill included, is stored and rolled up'),
  days_done: z.int(),
  days_total: z.int(),
  rows: z.int(),
  requests: z.int().describe('Sent to Anthropic'),
  error: z.string().nullable().describe('`interrupted` = cut off; the next run goes on where it stopped'),
  note: z
    .string()
    .nullable()
    .describe('What changed without being wrong: an organisation is read through another source'),
  organization: z.string().nullable().describe('null = every connected organisation'),
  requested_by: z.string(),
  created_at: instant,
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
})

function runOf(run: SyncRunView) {
  return {
    id: run.id,
    status: run.status,
    days_done: run.daysDone,
    days_total: run.daysTotal,
    rows: run.rows,
    requests: run.requests,
    error: run.error,
    note: run.note,
    organization: run.organizationId,
    requested_by: run.requestedBy,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
  }
}

/**
 * Asks for one run over all organisations, or over one. While one runs, one more is queued and everybody who asks gets
 * that one's id. 404 at `organization` for one that is not connected.
 */
export const startSync = endpoint(
  {
    permission: 'run_sync',
    summary: 'Ask for a sync',
    body: z.object({ organization: plainText(100).optional() }),
    bodyOptional: true,
    status: 202,
    answer: z.object({ id: z.string(), status }),
  },
  async ({ viewer, body, now }) => {
    const { id, status } = await requestSync({
      organizationId: body.organization ?? null,
      requestedBy: viewer.name,
      now,
    })
    wakeSync()
    return { id, status }
  },
)

/** 404 for an id that is not a run's. A run whose process died shows as failed, `interrupted`. */
export const readSyncRun = endpoint(
  {
    permission: 'read',
    summary: 'Read a sync run',
    params: z.object({ id: z.string().max(100) }),
    answer: syncRun,
  },
  async ({ viewer, params }) => {
    const run = await getSyncRun(viewer, params.id)
    if (!run) throw new ExpectedError('not_found', 'There is no sync run with this id.', { parameter: 'id' })
    return runOf(run)
  },
)

/** All runs, newest first, 50 a page unless `limit` (1 to 200) says otherwise. 400 for a `cursor` this list did not give. */
export const readSyncRuns = endpoint(
  {
    permission: 'read',
    summary: 'List sync runs',
    query: z.object({
      limit: pageLimit(50),
      cursor: plainText(100).optional(),
    }),
    answer: listPage(syncRun),
  },
  async ({ viewer, query }) => {
    const { limit, cursor = null } = query
    const runs = await listSyncRuns(viewer, { limit: limit + 1, before: cursor })
    if (!runs)
      throw new ExpectedError('invalid', 'cursor: is not one this list gave.', { parameter: 'cursor' })
    const page = runs.slice(0, limit)
    return { data: page.map(runOf), next_cursor: runs.length > limit ? (page.at(-1)?.id ?? null) : null }
  },
)
