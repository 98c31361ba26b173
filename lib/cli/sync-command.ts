import { setTimeout as delay } from 'node:timers/promises'
import { systemActor } from '@/lib/auth/system-actor'
import { ExpectedError } from '@/lib/errors'
import { getSyncRun, type SyncRunView } from '@/lib/queries/sync-runs'
import { requestSync } from '@/lib/sync/request-sync'
import { drainSyncQueue } from '@/lib/sync/run-sync'
import { parseOptions, UsageError, type Command, type Terminal } from './command'
import { requireMatchingKey } from './require-matching-key'

const usage = 'sync [--organization ID]'
const LOOK_EVERY_MS = 250

export const syncCommand: Command = {
  usage,
  summary: 'Reads what is new at Anthropic, and waits until it is stored.',
  async run(args, terminal, now) {
    const { organization = null } = parseOptions(args, { organization: { type: 'string' } }, usage)
    if (organization === '' || organization?.includes('\u0000'))
      throw new UsageError(`--organization must be the id of a connected organisation. Usage: ${usage}`)
    await requireMatchingKey(now())
    const { id } = await requestSync({
      organizationId: organization,
      requestedBy: systemActor('command line').name,
      now: now(),
    })
    const run = await workUntilDone(id, terminal, now)
    if (run.status === 'failed')
      throw new ExpectedError(
        'upstream',
        `The sync failed: ${run.error?.replaceAll('\n', ' ') ?? 'no reason was kept'}`,
      )
    terminal.out(`Synced: ${countsOf(run)}.`)
  },
}

/** Works this one run here; where another process has it, waits for that. What others ask for is left to the server. */
async function workUntilDone(id: string, terminal: Terminal, now: () => Date): Promise<SyncRunView> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  process.once('SIGINT', abort).once('SIGTERM', abort)
  let isDrained = false
  const drain = drainSyncQueue({ clock: now, signal: stop.signal, until: id }).finally(
    () => (isDrained = true),
  )
  drain.catch(abort)
  try {
    for (;;) {
      const wasStopped = isDrained && stop.signal.aborted
      const run = await getSyncRun(systemActor('command line'), id)
      if (!run) throw new ExpectedError('not_found', 'The sync run was deleted while it was waited for.')
      if (run.status === 'succeeded' || run.status === 'failed') return run
      if (wasStopped) await drain
      if (wasStopped) throw new ExpectedError('unavailable', 'Stopped waiting; the sync stays queued.')
      terminal.progress(progressLine(run))
      await delay(LOOK_EVERY_MS)
    }
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort)
    stop.abort()
    await drain.catch(() => {})
  }
}

function progressLine(run: SyncRunView): string {
  return run.status === 'queued' ? 'Waiting for another sync to end …' : `Syncing: ${countsOf(run)} …`
}

function countsOf({ daysDone, daysTotal, rows, requests }: SyncRunView): string {
  const days = daysDone === daysTotal ? `${daysDone} days` : `${daysDone} of ${daysTotal} days`
  return `${days}, ${rows} rows, ${requests} requests`
}
