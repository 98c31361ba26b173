import { setTimeout as delay } from 'node:timers/promises'
import { readCoverage } from '@/lib/db/coverage'
import { prisma } from '@/lib/db/client'
import type { Connection } from '@/lib/db/generated/client'
import { acquireLease, beatLeases, HEARTBEAT_MS, LeaseLost, releaseLease } from '@/lib/db/lease'
import { ExpectedError } from '@/lib/errors'
import { withoutSecrets } from '@/lib/without-secrets'
import { connectionClient } from './connection-client'
import { type DueDay, dueDays } from './due-days'
import { activeRuns } from './process-identity'
import {
  beatRun,
  type ClaimedRun,
  claimRun,
  finishRun,
  hasQueuedRun,
  INTERRUPTED,
  setDaysTotal,
} from './sync-queue'
import { syncOrganization } from './sync-organization'

export interface SyncSettings {
  clock: () => Date
  /** Aborting stops after the transaction under way; the run is then `failed`, `interrupted`. */
  signal?: AbortSignal
  fetch?: typeof fetch
  /** Default: ANTHROPIC_BASE_URL. */
  baseUrl?: string
  /** Id of the only run to work; default: whatever is queued. */
  until?: string
}

type NamedConnection = Connection & { organization: { name: string } }

const ANOTHER_RUN_POLL_MS = 1000
const NOTHING_TO_READ =
  'This organisation has no access to the Usage and Cost Analytics API of Anthropic, and Onebill cannot read the older reports yet, so nothing was synced.'

/**
 * Works the queue until it is empty, or until the run `until` is no longer queued: done here, or another process has it.
 * Waits for a run of another process where there is one. Throws when the database fails.
 */
export async function drainSyncQueue(settings: SyncSettings): Promise<void> {
  const { until = null } = settings
  while (!settings.signal?.aborted) {
    const run = await claimRun(settings.clock(), until)
    if (run) await executeRun(run, settings)
    else if (await hasQueuedRun(until))
      await delay(ANOTHER_RUN_POLL_MS, undefined, { signal: settings.signal }).catch(() => {})
    else return
  }
}

async function executeRun(run: ClaimedRun, settings: SyncSettings): Promise<void> {
  const stop = new AbortController()
  const signal = settings.signal ? AbortSignal.any([settings.signal, stop.signal]) : stop.signal
  const progress = { daysDone: 0, rows: 0, requests: 0 }
  const heartbeat = setInterval(() => {
    beatRun(run.id, progress.requests)
      .then((isOurs) =>
        isOurs ? beatLeases(run.id) : stop.abort(new LeaseLost({ organizationId: '*', runId: run.id })),
      )
      .catch(() => {}) // the database is away: what is being stored will say so
  }, HEARTBEAT_MS)
  heartbeat.unref()
  try {
    const error = await syncConnections(run, progress, { ...settings, signal })
    await finishRun(run.id, progress.requests, signal.aborted ? INTERRUPTED : error, settings.clock())
  } finally {
    clearInterval(heartbeat)
    activeRuns().delete(run.id)
  }
}

/**
 * Null when all went well, else what did not, as sentences. One organisation failing does not stop the others; one that has
 * nothing to read is left out, and said only where there is no other.
 */
async function syncConnections(
  run: ClaimedRun,
  progress: { daysDone: number; rows: number; requests: number },
  settings: Required<Pick<SyncSettings, 'clock' | 'signal'>> & SyncSettings,
): Promise<string | null> {
  const connected = await prisma().connection.findMany({
    where: run.organizationId === null ? {} : { organizationId: run.organizationId },
    include: { organization: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
  })
  const connections = connected.filter(({ source }) => source === 'analytics')
  const due = new Map<string, DueDay[]>()
  for (const { organizationId } of connections)
    due.set(organizationId, dueDays(await readCoverage(organizationId), settings.clock()))
  await setDaysTotal(
    run.id,
    [...due.values()].reduce((total, days) => total + days.length, 0),
  )
  if (connections.length === 0 && connected.length > 0)
    return connected.map(({ organization }) => `${organization.name}: ${NOTHING_TO_READ}`).join('\n')
  const failures: string[] = []
  for (const connection of connections) {
    if (settings.signal.aborted) break
    const failure = await syncConnection(
      run,
      connection,
      due.get(connection.organizationId) ?? [],
      progress,
      settings,
    )
    if (failure !== null) failures.push(`${connection.organization.name}: ${failure}`)
  }
  return failures.length > 0 ? failures.join('\n') : null
}

async function syncConnection(
  run: ClaimedRun,
  connection: NamedConnection,
  due: readonly DueDay[],
  progress: { daysDone: number; rows: number; requests: number },
  { clock, signal, fetch, baseUrl }: Required<Pick<SyncSettings, 'clock' | 'signal'>> & SyncSettings,
): Promise<string | null> {
  const lease = { organizationId: connection.organizationId, runId: run.id }
  const requests = new AbortController()
  try {
    if (!(await acquireLease(lease)))
      throw new ExpectedError(
        'conflict',
        'another sync of this organisation is at work; try again when it is done.',
      )
    const client = connectionClient(connection, {
      signal: AbortSignal.any([signal, requests.signal]),
      onRequest: () => (progress.requests += 1),
      ...(fetch && { fetch }),
      ...(baseUrl && { baseUrl }),
    })
    await syncOrganization({ lease, client, due, progress, signal, clock })
    await noteSuccess(connection, clock())
    return null
  } catch (error) {
    if (signal.aborted) return INTERRUPTED
    const sentence = failureSentence(error)
    await noteFailure(connection, sentence, clock())
    return sentence
  } finally {
    requests.abort()
    await releaseLease(lease)
  }
}

function failureSentence(error: unknown): string {
  if (error instanceof ExpectedError) return error.message
  if (error instanceof LeaseLost)
    return 'Another process took this sync over, or the organisation was disconnected meanwhile.'
  const id = crypto.randomUUID().slice(0, 8)
  console.error(`sync failed unexpectedly (${id}): ${withoutSecrets(error)}`)
  return `An unexpected error stopped the sync; what was stored before it is safe. The server's log has the details under ${id}.`
}

async function noteSuccess({ id }: Connection, now: Date): Promise<void> {
  await prisma().connection.updateMany({
    where: { id },
    data: { state: 'ok', failure: null, failingSince: null, lastSyncedAt: now },
  })
}

/** Of a key that was replaced meanwhile it says nothing. */
async function noteFailure(
  { id, sealedKey, failingSince }: Connection,
  failure: string,
  now: Date,
): Promise<void> {
  await prisma().connection.updateMany({
    where: { id, sealedKey },
    data: { state: 'failing', failure, failingSince: failingSince ?? now },
  })
}
