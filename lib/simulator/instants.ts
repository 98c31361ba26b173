export const MINUTE_MS = 60_000
export const HOUR_MINUTES = 60
export const DAY_MINUTES = 1440
export const DAY_MS = 86_400_000

/** RFC 3339 in seconds with Z, the form of bucket bounds on the wire. */
export function wireInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** RFC 3339 with microseconds, the form of timestamps on objects such as keys. */
export function wireObjectInstant(milliseconds: number, microseconds = 0): string {
  const iso = new Date(milliseconds).toISOString()
  return `${iso.slice(0, 23)}${String(microseconds % 1000).padStart(3, '0')}Z`
}

export function startOfDay(milliseconds: number): number {
  return Math.floor(milliseconds / DAY_MS) * DAY_MS
}
