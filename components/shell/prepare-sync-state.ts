import { formatInstant, formatRelativeTime } from '@/lib/format'

/** What `syncStatus` answers, as far as the top bar needs it. */
export interface SyncSituation {
  connected: number
  run: { status: string; daysDone: number; daysTotal: number } | null
  lastSyncedAt: Date | null
  failures: { organizationName: string; sentence: string; since: Date }[]
  nextSyncAt: Date | null
}

export interface SyncState {
  tone: 'idle' | 'calm' | 'moving' | 'failing'
  words: string
  /** More, for whoever points at it. */
  detail: string
}

/**
 * The state of the sync in words, clock times in `zone`. A failure is said before all else, and stays said while it is
 * tried again.
 */
export function prepareSyncState(situation: SyncSituation, now: Date, zone?: string): SyncState {
  const { connected, run, lastSyncedAt, failures, nextSyncAt } = situation
  const next = nextSyncAt ? `Next sync ${formatRelativeTime(nextSyncAt, now)}.` : 'Synced only when asked.'
  if (connected === 0) {
    return { tone: 'idle', words: 'no organisation connected', detail: 'Connect one to see its API usage.' }
  }
  const [first] = [...failures].sort((a, b) => a.since.getTime() - b.since.getTime())
  if (first) {
    const again = run ? 'Trying again now.' : next
    const others = failures.length > 1 ? ` And ${failures.length - 1} more.` : ''
    return {
      tone: 'failing',
      words: `failing since ${sinceWords(first.since, now, zone)}${run ? ', trying again' : ''}`,
      detail: `${first.organizationName}: ${first.sentence} Since ${formatInstant(first.since, zone)}.${others} ${again}`,
    }
  }
  if (run)
    return { tone: 'moving', words: runWords(run), detail: 'Newest days first. You need not wait for it.' }
  if (!lastSyncedAt) return { tone: 'idle', words: 'not synced yet', detail: next }
  return {
    tone: 'calm',
    words: `synced ${formatRelativeTime(lastSyncedAt, now)}`,
    detail: `Last up to date on ${formatInstant(lastSyncedAt, zone)}. ${next}`,
  }
}

/** The hour while it is still the same day, then the day. */
function sinceWords(since: Date, now: Date, zone?: string): string {
  const [day = '', time = ''] = formatInstant(since, zone).split(', ')
  return formatInstant(now, zone).startsWith(`${day}, `) ? time : day
}

function runWords({ status, daysDone, daysTotal }: NonNullable<SyncSituation['run']>): string {
  if (status === 'queued') return 'sync waiting to begin'
  if (daysTotal === 0) return 'sync beginning'
  if (daysDone >= daysTotal) return 'finishing the sync'
  return `reading day ${daysDone + 1} of ${daysTotal}`
}
