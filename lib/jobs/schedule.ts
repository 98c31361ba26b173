import { Cron } from 'croner'
import { systemActor } from '@/lib/auth/system-actor'
import { claimClearing, clearOld, type Cleared } from '@/lib/commands/retention'
import { syncSlot } from '@/lib/domain/sync-schedule'
import { currentTime, environment } from '@/lib/env'
import { log, logError } from '@/lib/observe/log'
import { startAlerts, stopAlerts, wakeAlerts } from '@/lib/publish/alerts/wake-alerts'
import { closeDueReviews } from '@/lib/publish/reviews/open-review'
import { afterSync, isSyncOverdue, requestScheduledSync, stopSync, wakeSync } from '@/lib/sync/request-sync'
import { sweepInterruptedRuns } from '@/lib/sync/sync-queue'

declare global {
  /**
   * Set by startJobs. The process that serves is started outside Next's bundle and shares no module with it, so this is its
   * one way to say that it ends: resolves when the transaction under way is over, the run is marked failed with
   * 'interrupted' and its leases are released. Never rejects; calling it again waits for the same end.
   */
  var onebillStop: (() => Promise<void>) | undefined
}

// One timer per process, also across reloads.
const holder = globalThis as unknown as { onebillJobs?: Cron; onebillClosing?: Promise<void> }

/**
 * What runs by itself: at the start and every minute, alerts that are due go out, beside all else; runs that were cut off are
 * noted and a queued one is worked; when a
 * slot of ONEBILL_SYNC_EVERY begins (or something is overdue at the start) a sync is asked for; once in a UTC day what nobody
 * wants to keep any longer is cleared; a week or month that is over and read is closed into its review. Real time decides when, so a frozen clock stops nothing. Never throws: while the database is away the next minute tries again.
 */
export function startJobs(): void {
  if (holder.onebillJobs) return
  let handled: string | null = null
  const tick = async () => {
    const now = currentTime()
    wakeAlerts()
    await sweepInterruptedRuns(now)
    const slot = slotName()
    if (slot !== null && slot !== handled) {
      if (handled !== null || (await isSyncOverdue(environment().ONEBILL_SYNC_EVERY, now)))
        await requestScheduledSync(handled === null ? `start ${new Date().toISOString()}` : slot, now)
    }
    handled = slot
    if (holder.onebillJobs === cron) wakeSync()
    if (await claimClearing(now)) tell(await clearOld(systemActor('schedule'), now))
    await closeReviews()
  }
  const quietly = () => tick().catch(report)
  const cron = new Cron('* * * * *', { protect: true, unref: true }, quietly)
  holder.onebillJobs = cron
  globalThis.onebillStop = stopJobs
  startAlerts({ clock: currentTime, actor: systemActor('alerts'), report: reportAlerts })
  afterSync(() => {
    wakeAlerts()
    void closeReviews()
  })
  void quietly()
  for (const signal of SIGNALS) process.once(signal, stopOnSignal)
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const stopOnSignal = () => void stopJobs()

/** No further work is begun, and a sync under way stops after its transaction; resolves when it has. */
export async function stopJobs(): Promise<void> {
  holder.onebillJobs?.stop()
  delete holder.onebillJobs
  for (const signal of SIGNALS) process.off(signal, stopOnSignal)
  await Promise.all([stopSync(), stopAlerts(), holder.onebillClosing])
}

/** One at a time in this process; never rejects. */
function closeReviews(): Promise<void> {
  const closing = (holder.onebillClosing ?? Promise.resolve()).then(async () => {
    if (!holder.onebillJobs) return
    const periods = await closeDueReviews(systemActor('reviews', 'viewer'), currentTime())
    if (periods.length === 0) return
    log('info', 'closed periods into reviews', { periods: periods.join(' ') })
    wakeAlerts()
  })
  return (holder.onebillClosing = closing.catch(report))
}

function slotName(): string | null {
  const every = environment().ONEBILL_SYNC_EVERY
  return every === 0 ? null : syncSlot(new Date(), every).toISOString()
}

function tell(cleared: Cleared): void {
  if (Object.values(cleared).some((count: number) => count > 0))
    log('info', 'cleared what was to be kept no longer', { ...cleared })
}

function reportAlerts(error: unknown): void {
  logError('alerts could not be sent and are tried again within minutes', error)
}

function report(error: unknown): void {
  logError('scheduled work failed and is tried again within a minute', error)
}
