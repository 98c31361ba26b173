import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Day } from '@/lib/domain/day'
import { type CoveredDay, readCoveredDays, setPartial, writeCoverage } from './coverage'
import { unsettleDetails } from './detail-facts'
import { copyField, COST_COLUMNS, USAGE_COLUMNS } from './facts-text'
import { holdLease, type Lease, LeaseLost } from './lease'
import { rebuildBilledKinds, rebuildPriceable } from './priceable-days'
import { noteRevisions } from './revisions'
import { rebuildRollup } from './rollup'
import { inTransaction } from './sql-transaction'

/** All facts of one organisation-day as lines of COPY text (see facts-text.ts), sorted. */
export interface DayFacts {
  day: Day
  state: CoveredDay['state']
  source: CoveredDay['source']
  granularity: CoveredDay['granularity']
  usageLines: readonly string[]
  costLines: readonly string[]
  digest: string
  dataRefreshedAt: Date | null
}

/** What the whole run has done when these days are stored. */
export interface RunProgress {
  daysDone: number
  rows: number
  requests: number
}

const LINES_PER_CHUNK = 1000

/** The same facts give the same digest in whatever order Anthropic sent them; lines must be sorted. */
export function digestOf(facts: Pick<DayFacts, 'granularity' | 'usageLines' | 'costLines'>): string {
  const hash = createHash('sha256')
  hash.update(`v1 ${facts.granularity} ${facts.usageLines.length} ${facts.costLines.length}\n`)
  for (const lines of [facts.usageLines, facts.costLines]) hash.update(lines.join('\n')).update('\n')
  return hash.digest('base64url')
}

/**
 * Stores whole organisation-days: facts, rollup, coverage, what was restated, and the run's progress commit together or not
 * at all. A day whose facts are the stored ones is not written again; another source's facts are replaced like its own.
 * Throws LeaseLost, with nothing stored, when the organisation or the run is no longer ours.
 */
export async function storeDays(
  lease: Lease,
  days: readonly DayFacts[],
  progress: RunProgress,
  readAt: Date,
): Promise<void> {
  const { organizationId, runId } = lease
  await inTransaction(async (client) => {
    await holdLease(client, lease)
    const all = days.map(({ day }) => day)
    const stored = await readCoveredDays(client, organizationId, all)
    const changed = days.filter(({ day, digest }) => stored.get(day)?.digest !== digest)
    if (changed.length > 0) {
      await noteRevisions(client, lease, changed, stored, readAt)
      await replaceFacts(client, organizationId, changed)
    }
    const moved = days.filter(({ day, source, digest }) => {
      const was = stored.get(day)
      return was !== undefined && (was.digest !== digest || was.source !== source)
    })
    await unsettleDetails(client, organizationId, moved)
    await rebuildPriceable(client, organizationId, [...new Set([...changed, ...moved].map(({ day }) => day))])
    await writeCoverage(
      client,
      organizationId,
      days.map(({ usageLines, costLines, ...day }) => ({
        ...day,
        usageRows: usageLines.length,
        costRows: costLines.length,
        readAt,
      })),
    )
    const run = await client.query(
      `update sync_runs set days_done = $2, rows = $3, requests = $4, heartbeat_at = clock_timestamp()
       where id = $1 and status = 'running'`,
      [runId, progress.daysDone, progress.rows, progress.requests],
    )
    if (run.rowCount !== 1) throw new LeaseLost(lease)
  })
}

/** Stored as synced, these days turned out to lack rows. Throws LeaseLost like storeDays. */
export async function markPartial(lease: Lease, days: readonly Day[]): Promise<void> {
  await inTransaction(async (client) => {
    await holdLease(client, lease)
    await setPartial(client, lease.organizationId, days)
  })
}

async function replaceFacts(client: PoolClient, organizationId: string, days: readonly DayFacts[]) {
  const dates = days.map(({ day }) => day)
  for (const table of ['usage_facts', 'cost_facts'])
    await client.query(`delete from ${table} where organization_id = $1 and day = any($2::date[])`, [
      organizationId,
      dates,
    ])
  await copyLines(client, organizationId, 'usage_facts', USAGE_COLUMNS, days, ({ usageLines }) => usageLines)
  await copyLines(client, organizationId, 'cost_facts', COST_COLUMNS, days, ({ costLines }) => costLines)
  await rebuildRollup(client, organizationId, dates)
  await rebuildBilledKinds(client, organizationId, dates)
}

async function copyLines(
  client: PoolClient,
  organizationId: string,
  table: string,
  columns: string,
  days: readonly DayFacts[],
  linesOf: (facts: DayFacts) => readonly string[],
): Promise<void> {
  if (days.every((facts) => linesOf(facts).length === 0)) return
  const copy = client.query(copyFrom(`copy ${table} (organization_id, day, ${columns}) from stdin`))
  await pipeline(Readable.from(chunks(organizationId, days, linesOf)), copy)
}

function* chunks(
  organizationId: string,
  days: readonly DayFacts[],
  linesOf: (facts: DayFacts) => readonly string[],
): Generator<string> {
  for (const facts of days) {
    const prefix = `${copyField(organizationId)}\t${facts.day}\t`
    const lines = linesOf(facts)
    for (let first = 0; first < lines.length; first += LINES_PER_CHUNK)
      yield `${prefix}${lines.slice(first, first + LINES_PER_CHUNK).join(`\n${prefix}`)}\n`
  }
}
