import type { AdminClient } from '@/lib/anthropic/admin-client'
import {
  isClaudeCodeRefused,
  type KnownClaudeCodeDay,
  noteClaudeCodeRefused,
  readClaudeCodeDays,
  storeClaudeCodeDay,
} from '@/lib/db/claude-code'
import type { Lease } from '@/lib/db/lease'
import { addDays, type Day, dayOf, daysIn, startOf } from '@/lib/domain/day'

const HISTORY_DAYS = 31
/** With today; each day is a request of its own. */
const ALWAYS_READ_DAYS = 3
/** Only what is older is in the report. */
const LAG_MS = 3_600_000

export interface ClaudeCodeSync {
  lease: Lease
  client: Pick<AdminClient, 'claudeCode'>
  clock: () => Date
  signal: AbortSignal
}

/**
 * Brings Claude Code's own report up to date, a request a day, newest first. An organisation that has none is asked again
 * on the next UTC day.
 */
export async function readClaudeCode({ lease, client, clock, signal }: ClaudeCodeSync): Promise<void> {
  const today = dayOf(clock())
  if (await isClaudeCodeRefused(lease.organizationId, today)) return
  const known = await readClaudeCodeDays(lease.organizationId, addDays(today, 1 - HISTORY_DAYS))
  for (const day of claudeCodeDays(known, today)) {
    signal.throwIfAborted()
    const askedAt = clock()
    const records = await client.claudeCode(day)
    if (records === null) {
      await noteClaudeCodeRefused(lease, today, clock())
      return
    }
    const isOver = startOf(addDays(day, 1)).getTime() + LAG_MS <= askedAt.getTime()
    await storeClaudeCodeDay(lease, day, records, isOver ? 'synced' : 'provisional', clock())
  }
}

/** Of the last 31 days the newest three, and those that were never read or not for good; newest first. */
function claudeCodeDays(known: readonly KnownClaudeCodeDay[], today: Day): Day[] {
  const final = new Set(known.flatMap(({ day, state }) => (state === 'synced' ? [day] : [])))
  const recent = addDays(today, 1 - ALWAYS_READ_DAYS)
  return daysIn({ from: addDays(today, 1 - HISTORY_DAYS), to: addDays(today, 1) })
    .reverse()
    .filter((day) => day >= recent || !final.has(day))
}
