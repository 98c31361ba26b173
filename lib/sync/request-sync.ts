import { prisma } from '@/lib/db/client'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { withoutSecrets } from '@/lib/without-secrets'
import { drainSyncQueue, stopRunsBesideQueue } from './run-sync'
import { enqueueRun, enqueueRunOnce, type QueuedRun, type RunRequest } from './sync-queue'

/**
 * Asks for a sync of one or all organisations. While one runs at most one more is queued, and everybody who asks gets that
 * one; its scope widens to all when two ask for different ones. Somebody has to work the queue: see wakeSync.
 */
export async function requestSync(request: RunRequest): Promise<QueuedRun> {
  const { organizationId } = request
  if (organizationId !== null) {
    const connection = await prisma().connection.findFirst({
      where: { organizationId, organization: { isDemo: false } },
    })
    if (!connection)
      throw new ExpectedError('not_found', 'There is no connected organisation with this id.', {
        parameter: 'organization',
      })
  }
  return enqueueRun(request)
}

/**
 * The timer's way to ask, of all instances at once: one run per `slot`, and none while one is queued or running anyway.
 * Null when there is nothing to add or nothing connected that can be read.
 */
export async function requestScheduledSync(slot: string, now: Date): Promise<QueuedRun | null> {
  if ((await prisma().connection.count({ where: READABLE })) === 0) return null
  return enqueueRunOnce({ organizationId: null, requestedBy: `schedule ${slot}`, now })
}

/** A told organisation is never due: nobody stands behind it any more. */
const READABLE = { organization: { isDemo: false } } as const

/** Whether, right after a start, there is something to catch up on: never synced, synced too long ago, or cut off. */
export async function isSyncOverdue(everyMinutes: number, now: Date): Promise<boolean> {
  const due = new Date(now.getTime() - everyMinutes * 60_000)
  const [late, last] = await Promise.all([
    prisma().connection.count({
      where: { ...READABLE, OR: [{ lastSyncedAt: null }, { lastSyncedAt: { lt: due } }] },
    }),
    prisma().syncRun.findFirst({
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { status: true, error: true },
    }),
  ])
  return late > 0 || (last?.status === 'failed' && last.error === 'interrupted')
}

interface Drain {
  stop: AbortController
  done: Promise<void>
  /** Somebody asked again while this was ending. */
  again: boolean
}

// One per process, also where Next loads this file twice.
const holder = globalThis as unknown as { onebillDrain?: Drain; onebillAfterSync?: () => void }

/** Has something done in this process each time it has worked the queue: what was noticed can be told at once. */
export function afterSync(next: () => void): void {
  holder.onebillAfterSync = next
}

/** Works the queue in this process, in the background; does nothing more where that is under way already. */
export function wakeSync(): void {
  if (holder.onebillDrain) {
    holder.onebillDrain.again = true
    return
  }
  const stop = new AbortController()
  const drain: Drain = { stop, again: false, done: Promise.resolve() }
  holder.onebillDrain = drain
  drain.done = drainSyncQueue({ clock: currentTime, signal: stop.signal })
    .catch((error: unknown) => {
      console.error(`the sync queue could not be worked: ${withoutSecrets(error)}`)
    })
    .finally(() => {
      delete holder.onebillDrain
      holder.onebillAfterSync?.()
      if (drain.again && !stop.signal.aborted) wakeSync()
    })
}

/** Stops the work of this process after the transaction under way; its run is then `failed`, `interrupted`. */
export async function stopSync(): Promise<void> {
  const drain = holder.onebillDrain
  drain?.stop.abort()
  await Promise.all([drain?.done, stopRunsBesideQueue()])
}
