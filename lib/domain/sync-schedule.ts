const MINUTE_MS = 60_000

/**
 * The start of the sync slot an instant lies in: slots of `everyMinutes` counted from 1970, so that every app instance has
 * the same ones. `everyMinutes` must be at least 1.
 */
export function syncSlot(now: Date, everyMinutes: number): Date {
  const slotMs = everyMinutes * MINUTE_MS
  return new Date(Math.floor(now.getTime() / slotMs) * slotMs)
}

/** When the next sync begins by itself; null when `everyMinutes` is 0 (only when asked). */
export function nextSyncAt(now: Date, everyMinutes: number): Date | null {
  if (everyMinutes === 0) return null
  return new Date(syncSlot(now, everyMinutes).getTime() + everyMinutes * MINUTE_MS)
}
