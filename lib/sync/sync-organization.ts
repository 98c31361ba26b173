import type { AdminClient } from '@/lib/anthropic/admin-client'
import { isWithoutAnalytics } from '@/lib/anthropic/transport'
import { applyKeyRules } from '@/lib/commands/key-rules'
import { readCoverage } from '@/lib/db/coverage'
import { readOrganizationDirectory } from '@/lib/db/directory'
import { type DayFacts, markPartial, type RunProgress, storeDays } from '@/lib/db/facts'
import { type Lease, LeaseLost } from '@/lib/db/lease'
import type { Day } from '@/lib/domain/day'
import { ExpectedError } from '@/lib/errors'
import { type DueDay, dueDays, planWindows, type Source } from './due-days'
import { readLegacyWindow } from './legacy-window'
import { evaluateAfterSync } from './evaluate-after-sync'
import { passesBeside } from './passes-beside'
import { readLimits } from './read-limits'
import { readWindow } from './read-window'
import { settleKeyActions } from './settle-key-actions'
import { syncDirectory } from './sync-directory'
import { type Findings, syncWindow } from './sync-window'

export interface OrganizationSync {
  lease: Lease
  client: AdminClient
  /** What the organisation was read through so far. */
  source: Source
  /** Of the whole run; counted on here and stored with the days it counts. */
  progress: RunProgress
  signal: AbortSignal
  clock: () => Date
  /** The organisation is read through another of Anthropic's reports from here on. */
  onSource: (source: Source) => Promise<void>
  /** So many more days of the whole run are due than was said before. */
  onDue: (more: number) => Promise<void>
}

/** A transaction of this many rows takes about a second: what an interruption can cost. */
const ROWS_PER_STORE = 20_000
const MOST_NAMED_DAYS = 5

/** An organisation whose directory is read: what can be read of it, and what is due. */
export interface OpenOrganization extends OrganizationSync {
  due: DueDay[]
  defaultWorkspaceId: string | null
}

/**
 * Reads the directory, and whether an organisation that had no Analytics API has it by now; tells how many days are due.
 * Throws ExpectedError when Anthropic does not answer.
 */
export async function openOrganization(sync: OrganizationSync): Promise<OpenOrganization> {
  const { client, lease, clock } = sync
  await syncDirectory(client, lease, clock())
  await applyKeyRules(lease.organizationId, clock())
  await settleKeyActions(lease.organizationId, client.key, clock)
  let { source } = sync
  if (source === 'legacy' && (await client.hasAnalytics(clock()))) {
    source = 'analytics'
    await sync.onSource(source)
  }
  const due = await daysOf(sync, source)
  await sync.onDue(due.length)
  const { defaultWorkspaceId } = await readOrganizationDirectory(lease.organizationId)
  return { ...sync, source, due, defaultWorkspaceId }
}

async function daysOf({ lease, clock }: OrganizationSync, source: Source): Promise<DueDay[]> {
  const { origin } = await readOrganizationDirectory(lease.organizationId)
  return dueDays(await readCoverage(lease.organizationId), { source, origin }, clock())
}

/**
 * Brings one organisation up to date and judges it: also what was stored before a later read failed. Throws ExpectedError for
 * either, and for both in one.
 */
export async function syncOrganization(open: OpenOrganization): Promise<void> {
  let failure: { error: unknown } | null = null
  try {
    await readOrganization(open)
  } catch (error) {
    open.signal.throwIfAborted()
    if (error instanceof LeaseLost) throw error
    failure = { error }
  }
  try {
    await evaluateAfterSync(open)
  } catch (error) {
    if (!(failure?.error instanceof ExpectedError && error instanceof ExpectedError)) throw error
    throw new ExpectedError(failure.error.kind, `${failure.error.message} ${error.message}`, { cause: error })
  }
  if (failure) throw failure.error
}

/**
 * Reads every due window, newest first, and after each what the daily passes say of its days;
 * then Claude Code's own report. What is complete is stored as it comes, also when a later read fails. Where Anthropic says
 * that there is no Analytics API any more, what is still due is read through the legacy reports.
 *
 * Throws ExpectedError when Anthropic does not answer, or when days remain whose rows do not add up to Anthropic's own
 * totals. What goes wrong with the passes beside the first is thrown at the end: it keeps no window from being read.
 */
async function readOrganization(open: OpenOrganization): Promise<void> {
  const findings: Findings = { partial: new Set(), roundsAmounts: false }
  const missing = new Set<Day>()
  const done = new Set<Day>()
  const beside = passesBeside(open)
  let { source } = open
  try {
    await readWindows(open, open.due, { findings, missing, done, beside })
  } catch (error) {
    if (source !== 'analytics' || !isWithoutAnalytics(error)) throw error
    findings.partial.clear()
    source = 'legacy'
    await open.onSource(source)
    const due = await daysOf(open, source)
    await open.onDue(due.length - open.due.filter(({ day }) => !done.has(day)).length)
    await readWindows(open, due, { findings, missing, done, beside })
  }
  await beside.readOthers(source)
  await readLimits(open)
  if (findings.partial.size > 0) throw doesNotAddUp([...findings.partial])
  if (missing.size > 0) throw saysNothing([...missing])
  beside.throwFailure()
}

interface Reading {
  findings: Findings
  /** Days the legacy reports said nothing about. */
  missing: Set<Day>
  /** Days that were stored. */
  done: Set<Day>
  beside: ReturnType<typeof passesBeside>
}

async function readWindows(open: OpenOrganization, due: readonly DueDay[], reading: Reading): Promise<void> {
  const { client, clock } = open
  const { findings, missing, done, beside } = reading
  for (const window of planWindows(due, clock())) {
    const batch = openBatch(open, done)
    try {
      await syncWindow(
        {
          read: (some, disturbed) =>
            some.source === 'legacy'
              ? readLegacyWindow(client.legacy, some, open.defaultWorkspaceId, missing)
              : readWindow(client, some, disturbed),
          clock,
          findings,
          store: batch.store,
          doubt: batch.doubt,
        },
        window,
      )
    } finally {
      await batch.finish()
    }
    if (window.source === 'analytics') await beside.readDays(window.days)
  }
}

/** Collects complete days and stores them in batches, one transaction at a time, while reading goes on. */
function openBatch({ lease, progress, signal, clock }: OrganizationSync, done: Set<Day>) {
  /** Rows of the days given to the database so far; a day read again counts once, with what it has now. */
  const counted = new Map<Day, number>()
  let waiting = new Map<Day, DayFacts>()
  let rows = 0
  let storing: Promise<void> = Promise.resolve()

  async function flush(): Promise<void> {
    await storing
    if (waiting.size === 0) return
    for (const [day, facts] of waiting) {
      if (!done.has(day)) progress.daysDone += 1
      done.add(day)
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

function listed(days: readonly Day[]): string {
  const more = days.length > MOST_NAMED_DAYS ? ` and ${days.length - MOST_NAMED_DAYS} more days` : ''
  return `${days.slice(0, MOST_NAMED_DAYS).join(', ')}${more}`
}

function saysNothing(days: readonly Day[]): ExpectedError {
  return new ExpectedError(
    'upstream',
    `Anthropic's legacy reports left out ${listed(days)}. They are asked for again at the next sync; everything else is stored.`,
  )
}

function doesNotAddUp(days: readonly Day[]): ExpectedError {
  return new ExpectedError(
    'upstream',
    `The rows Anthropic sent for ${listed(days)} do not add up to its own totals, or changed while they were read, and reading them again did not help. ` +
      'They are shown as partial and read again at the next sync; everything else is stored.',
  )
}
