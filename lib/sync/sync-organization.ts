import type { AdminClient } from '@/lib/anthropic/admin-client'
import { type DayFacts, markPartial, type RunProgress, storeDays } from '@/lib/db/facts'
import type { Lease } from '@/lib/db/lease'
import type { Day } from '@/lib/domain/day'
import { ExpectedError } from '@/lib/errors'
import { type DueDay, planWindows } from './due-days'
import { syncDirectory } from './sync-directory'
import { type Findings, syncWindow } from './sync-window'

export interface OrganizationSync {
  lease: Lease
  client: AdminClient
  due: readonly DueDay[]
  /** Of the whole run; counted on here and stored with the days it counts. */
  progress: RunProgress
  signal: AbortSignal
  clock: () => Date
}

/** A transaction of this many rows takes about a second: what an interruption can cost. */
const ROWS_PER_STORE = 20_000
const MOST_NAMED_DAYS = 5

/**
 * Brings one organisation up to date: directory first, then every due window, newest first. What is complete is stored as
 * it comes, also when a later read fails. Throws ExpectedError when Anthropic does not answer, or when days remain whose
 * rows do not add up to Anthropic's own totals.
 */
export async function syncOrganization(sync: OrganizationSync): Promise<void> {
  const { client, clock } = sync
  const now = clock()
  await syncDirectory(client, sync.lease, now)
  const findings: Findings = { partial: new Set(), roundsAmounts: false }
  for (const window of planWindows(sync.due, now)) {
    const batch = openBatch(sync)
    try {
      await syncWindow({ client, clock, findings, store: batch.store, doubt: batch.doubt }, window)
    } finally {
      await batch.finish()
    }
  }
  if (findings.partial.size > 0) throw doesNotAddUp([...findings.partial])
}

/** Collects complete days and stores them in batches, one transaction at a time, while reading goes on. */
function openBatch({ lease, progress, signal, clock }: OrganizationSync) {
  /** Rows of the days given to the database so far; a day read again counts once, with what it has now. */
  const counted = new Map<Day, number>()
  let waiting = new Map<Day, DayFacts>()
  let rows = 0
  let storing: Promise<void> = Promise.resolve()

  async function flush(): Promise<void> {
    await storing
    if (waiting.size === 0) return
    for (const [day, facts] of waiting) {
      if (!counted.has(day)) progress.daysDone += 1
      progress.rows += rowsOf(facts) - (counted.get(day) ?? 0)
      counted.set(day, rowsOf(facts))
    }
    storing = storeDays(lease, [...waiting.values()], { ...progress }, clock())
    storing.catch(() => {})
    waiting = new Map()
    rows = 0
  }

  return {
    async store(facts: DayFacts): Promise<void> {
      signal.throwIfAborted()
      rows += rowsOf(facts) - rowsOf(waiting.get(facts.day))
      waiting.set(facts.day, facts)
      if (rows >= ROWS_PER_STORE) await flush()
    },
    async doubt(days: readonly Day[]): Promise<void> {
      for (const day of days) {
        const facts = waiting.get(day)
        if (facts) waiting.set(day, { ...facts, state: 'partial' })
      }
      const stored = days.filter((day) => !waiting.has(day))
      await storing
      if (stored.length > 0) await markPartial(lease, stored)
    },
    async finish(): Promise<void> {
      if (!signal.aborted) await flush()
      await storing
    },
  }
}

function rowsOf(facts: Pick<DayFacts, 'usageLines' | 'costLines'> | undefined): number {
  return facts ? facts.usageLines.length + facts.costLines.length : 0
}

function doesNotAddUp(days: readonly Day[]): ExpectedError {
  const named = days.slice(0, MOST_NAMED_DAYS).join(', ')
  const more = days.length > MOST_NAMED_DAYS ? ` and ${days.length - MOST_NAMED_DAYS} more days` : ''
  return new ExpectedError(
    'upstream',
    `The rows Anthropic sent for ${named}${more} do not add up to its own totals, or changed while they were read, and reading them again did not help. ` +
      'They are shown as partial and read again at the next sync; everything else is stored.',
  )
}
