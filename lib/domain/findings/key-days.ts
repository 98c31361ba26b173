import { type Day, dayOf, daysBetween } from '@/lib/domain/day'
import { keyStatus } from '@/lib/domain/key-audit'
import { nano, type Nano } from '@/lib/domain/money'
import { formatShortDay } from '@/lib/domain/written'
import { dayAt, dayOfHour, hourInstant } from './closed-hour'
import type { Run } from './episode'
import { type Evidence, type KeyEntry, REACH_DAYS } from './evidence'
import type { Look, Subject } from './finding'

/** The day of the last closed hour. */
export function lastDayOf({ until }: Pick<Evidence, 'until'>): Day {
  return dayOfHour(until - 1)
}

/** Keys Anthropic would still accept at the end of the evidence: of the others no further harm comes. */
export function activeKeys(evidence: Evidence): KeyEntry[] {
  const now = new Date(hourInstant(evidence.until))
  return evidence.keys.filter(({ flag, expiresAt }) => {
    return keyStatus({ flag, gone: flag === null, expiresAt }, now) === 'active'
  })
}

/** Rows by key, in their own order; rows without a key are left out. */
export function byKey<Row extends { keyId: string | null }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    if (row.keyId === null) continue
    const group = groups.get(row.keyId)
    if (group) group.push(row)
    else groups.set(row.keyId, [row])
  }
  return groups
}

/** Cost by day; days without a row have no entry. */
export function costByDay(rows: readonly { day: Day; cost: Nano }[]): Map<Day, Nano> {
  const days = new Map<Day, Nano>()
  for (const { day, cost } of rows) days.set(day, nano((days.get(day) ?? 0n) + cost))
  return days
}

export function sumCost(rows: Iterable<{ cost: Nano }>): Nano {
  let total = 0n
  for (const { cost } of rows) total += cost
  return nano(total)
}

/** From here on the key's use is known: since it was made, or since anything is. */
export function keyKnownSince(key: KeyEntry, { knownSince }: Pick<Evidence, 'knownSince'>): Day {
  const created = key.createdAt && dayOf(key.createdAt)
  return created !== null && created > knownSince ? created : knownSince
}

/** The last day a key was used that is known. */
export function lastUsedOn({ used }: KeyEntry): Day | null {
  const last = used.day.at(-1)
  return last === undefined ? null : dayAt(last)
}

export function keySubject({ organization }: Evidence, id: string): Subject {
  return { type: 'key', id, organizationId: organization.id }
}

export function organizationSubject({ organization: { id } }: Evidence): Subject {
  return { type: 'organization', id, organizationId: id }
}

/** "on 13 Nov", "since 8 Nov", or "in the last 45 days" where it may have begun before what can be seen. */
export function spanInWords({ from, to }: Run, evidence: Pick<Evidence, 'until'>): string {
  const days = daysBetween(from, lastDayOf(evidence)) + 1
  if (days > REACH_DAYS - 7) return `in the last ${days} days`
  return from === to ? `on ${formatShortDay(from)}` : `since ${formatShortDay(from)}`
}

/** A look at one day. */
export function onDay(
  day: Day,
  narrowed: Omit<Look, 'from' | 'to' | 'bucket'>,
  bucket: Look['bucket'] = 'day',
): Look {
  return { from: day, to: day, bucket, ...narrowed }
}
