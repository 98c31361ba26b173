import { setTimeout as delay } from 'node:timers/promises'
import { prisma } from '@/lib/db/client'
import type { Connection } from '@/lib/db/generated/client'
import { acquireLease, beatLeases, HEARTBEAT_MS, LeaseLost, releaseLease } from '@/lib/db/lease'
import { ExpectedError } from '@/lib/errors'
import { withoutSecrets } from '@/lib/without-secrets'
import { connectionClient } from './connection-client'
import type { Source } from './due-days'
import { evaluateBudgets } from './evaluate-budgets'
import { activeRuns } from './process-identity'
import {
  beatRun,
  type ClaimedRun,
  claimRun,
  finishRun,
  hasQueuedRun,
  INTERRUPTED,
  noteInRun,
  openRunBesideQueue,
  setDaysTotal,
} from './sync-queue'
import { type OpenOrganization, openOrganization, syncOrganization } from './sync-organization'

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

/** A told organisation is read once, while its story is told, and never again. */
const REAL = { organization: { isDemo: false } }

type NamedConnection = Connection & { organization: { name: string } }

const ANOTHER_RUN_POLL_MS = 1000
const SOURCE_NOTES: Record<Source, string> = {
  analytics:
    "Anthropic's Usage and Cost Analytics API is there for it now: the days it reaches are read from it, in the place of the legacy reports.",
  legacy:
    "Anthropic's Usage and Cost Analytics API is not there for it any more: days it told for good stay, others come from the legacy reports.",
}

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

interface BesideQueue {
  stop: AbortController
  done: Promise<string | null>
}

// One list per process, also where Next loads this file twice.
const holder = globalThis as unknown as { onebillBesideQueue?: Set<BesideQueue> }

/**
 * Syncs one organisation at once instead of waiting in the queue: a told one, whose simulator is there only now. Answers null
 * when everything is stored, else why not, as a sentence.
 */
export async function syncBesideQueue(
  request: { organizationId: string; requestedBy: string },
  settings: Omit<SyncSettings, 'until' | 'signal'>,
): Promise<string | null> {
  const run = await openRunBesideQueue({ ...request, now: settings.clock() })
  const stop = new AbortController()
  const work = { stop, done: executeRun(run, { ...settings, signal: stop.signal }) }
  const all = (holder.onebillBesideQueue ??= new Set())
  all.add(work)
  return work.done.finally(() => all.delete(work))
}

/** Each stops after its transaction under way; resolves when they have. */
export async function stopRunsBesideQueue(): Promise<void> {
  const all = [...(holder.onebillBesideQueue ?? [])]
  for (const { stop } of all) stop.abort()
  await Promise.allSettled(all.map(({ done }) => done))
}

/** Null when all went well, else what did not. */
async function executeRun(run: ClaimedRun, settings: SyncSettings): Promise<string | null> {
  const stop = new AbortController()
  const signal = settings.signal ? AbortSignal.any([settings.signal, stop.signal]) : stop.signal
  const progress = { daysDone: 0, daysTotal: 0, rows: 0, requests: 0 }
  const heartbeat = setInterval(() => {
    beatRun(run.id, progress.requests)
      .then((isOurs) =>
        isOurs ? beatLeases(run.id) : stop.abort(new LeaseLost({ organizationId: '*', runId: run.id })),
      )
      .catch(() => {}) // the database is away: what is being stored will say so
  }, HEARTBEAT_MS)
  heartbeat.unref()
  try {
    const failure = await syncConnections(run, progress, { ...settings, signal })
    const error = signal.aborted ? INTERRUPTED : failure
    await finishRun(run.id, progress.requests, error, settings.clock())
    return error
  } finally {
    clearInterval(heartbeat)
    activeRuns().delete(run.id)
  }
}

type Progress = OpenOrganization['progress'] & { daysTotal: number }
type RunSettings = Required<Pick<SyncSettings, 'clock' | 'signal'>> & SyncSettings

/** Null when all went well, else what did not, as sentences. One organisation failing does not stop the others. */
async function syncConnections(
  run: ClaimedRun,
  progress: Progress,
  settings: RunSettings,
): Promise<string | null> {
  const connections: NamedConnection[] = await prisma().connection.findMany({
    where: run.organizationId === null ? REAL : { organizationId: run.organizationId },
    include: { organization: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
  })
  const works = connections.map((connection) => connectionWork(run, connection, progress, settings))
  try {
    // All are opened first: only then is it known how much there is to do.
    for (const work of works) await work.open()
    await setDaysTotal(run.id, progress.daysTotal)
    for (const work of works) await work.sync()
  } finally {
    for (const work of works) await work.close()
  }
  const failures = works.flatMap(({ failure }, index) => {
    const sentence = failure()
    return sentence === null ? [] : [`${connections[index]?.organization.name}: ${sentence}`]
  })
  return failures.length > 0 ? failures.join('\n') : null
}

/** One organisation's part of a run, step by step; a step after a failed one does nothing. */
function connectionWork(
  run: ClaimedRun,
  connection: NamedConnection,
  progress: Progress,
  { clock, signal, fetch, baseUrl }: RunSettings,
) {
  const lease = { organizationId: connection.organizationId, runId: run.id }
  const requests = new AbortController()
  let open: OpenOrganization | null = null
  let failed: string | null = null

  async function step(work: () => Promise<void>): Promise<void> {
    if (failed !== null || signal.aborted) return
    try {
      await work()
    } catch (error) {
      if (signal.aborted) return
      failed = failureSentence(error)
      await noteFailure(connection, failed, clock())
    }
  }

  return {
    open: () =>
      step(async () => {
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
        open = await openOrganization({
          lease,
          client,
          source: connection.source,
          progress,
          signal,
          clock,
          onSource: async (source) => {
            await setSource(connection, source)
            await noteInRun(run.id, `${connection.organization.name}: ${SOURCE_NOTES[source]}`)
          },
          onDue: async (more) => {
            progress.daysTotal += more
            if (open) await setDaysTotal(run.id, progress.daysTotal)
          },
        })
      }),
    sync: () =>
      step(async () => {
        if (!open) return
        await syncOrganization(open)
        await noteSuccess(connection, clock())
        await evaluateBudgets(connection.organizationId, {
          ...{ clock, signal },
          ...(fetch && { fetch }),
          ...(baseUrl && { baseUrl }),
        })
      }),
    async close(): Promise<void> {
      requests.abort()
      await releaseLease(lease)
    },
    failure: () => failed,
  }
}

/** Kept true without an audit entry: nobody decided it, and the run says it. */
async function setSource({ id }: Connection, source: Source): Promise<void> {
  await prisma().connection.updateMany({ where: { id }, data: { source } })
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
