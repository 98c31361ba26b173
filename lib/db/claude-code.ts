import type { PoolClient } from 'pg'
import type { ClaudeCodeActivity, ClaudeCodeModel } from '@/lib/domain/claude-code-use'
import type { Day } from '@/lib/domain/day'
import { pool } from './client'
import { copyText } from './copy-text'
import { copyField } from './facts-text'
import { digestOf, readDetailDigests, writeDetailCoverage } from './detail-facts'
import { holdLease, type Lease } from './lease'
import { inTransaction } from './sql-transaction'

const CLAUDE_CODE_PASS = 'claude_code'
/** A mark on the day of asking: Anthropic has no Claude Code analytics for this organisation. */
const REFUSED_PASS = 'claude_code_refused'

interface ReadRecord extends ClaudeCodeActivity {
  models: readonly ClaudeCodeModel[]
}

export interface KnownClaudeCodeDay {
  day: Day
  state: 'synced' | 'partial' | 'provisional'
}

export async function readClaudeCodeDays(organizationId: string, since: Day): Promise<KnownClaudeCodeDay[]> {
  const { rows } = await pool().query<KnownClaudeCodeDay>(
    `select day, state::text from detail_coverage where organization_id = $1 and pass = $2 and day >= $3::date`,
    [organizationId, CLAUDE_CODE_PASS, since],
  )
  return rows
}

/** Whether Anthropic said on this day that it has none for this organisation. */
export async function isClaudeCodeRefused(organizationId: string, askedOn: Day): Promise<boolean> {
  const { rowCount } = await pool().query(
    'select from detail_coverage where organization_id = $1 and pass = $2 and day = $3',
    [organizationId, REFUSED_PASS, askedOn],
  )
  return rowCount === 1
}

/** What was read before it was refused stays. Throws LeaseLost. */
export async function noteClaudeCodeRefused(lease: Lease, askedOn: Day, now: Date): Promise<void> {
  await inTransaction(async (client) => {
    await holdLease(client, lease)
    await forgetRefusal(client, lease.organizationId)
    await writeDetailCoverage(
      client,
      lease.organizationId,
      REFUSED_PASS,
      [{ day: askedOn, state: 'partial', digest: '', rows: 0 }],
      now,
    )
  })
}

async function forgetRefusal(client: PoolClient, organizationId: string): Promise<void> {
  await client.query('delete from detail_coverage where organization_id = $1 and pass = $2', [
    organizationId,
    REFUSED_PASS,
  ])
}

/** Stores one day whole, models and coverage with it; what is stored already is not written again. Throws LeaseLost. */
export async function storeClaudeCodeDay(
  lease: Lease,
  day: Day,
  records: readonly ReadRecord[],
  state: 'synced' | 'provisional',
  readAt: Date,
): Promise<void> {
  const { organizationId } = lease
  const lines = records.map(linesOf).sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
  const digest = digestOf(lines.map(textOf))
  await inTransaction(async (client) => {
    await holdLease(client, lease)
    await forgetRefusal(client, organizationId)
    const stored = await readDetailDigests(client, organizationId, CLAUDE_CODE_PASS, [day])
    if (stored.get(day) !== digest) await replaceDay(client, organizationId, day, lines)
    await writeDetailCoverage(
      client,
      organizationId,
      CLAUDE_CODE_PASS,
      [{ day, state, digest, rows: records.length }],
      readAt,
    )
  })
}

interface RecordLines {
  activity: string
  models: string[]
}

async function replaceDay(
  client: PoolClient,
  organizationId: string,
  day: Day,
  lines: readonly RecordLines[],
): Promise<void> {
  for (const table of ['claude_code_activity', 'claude_code_models'])
    await client.query(`delete from ${table} where organization_id = $1 and day = $2`, [organizationId, day])
  const place = (ordinal: number) => `${copyField(organizationId)}\t${day}\t${ordinal}\t`
  await copyText(
    client,
    'claude_code_activity',
    `organization_id, day, ordinal, actor_type, actor, customer_type, subscription_type, terminal_type, is_remote,
     sessions, lines_added, lines_removed, commits, pull_requests`,
    lines.map(({ activity }, ordinal) => `${place(ordinal)}${activity}`),
  )
  await copyText(
    client,
    'claude_code_models',
    `organization_id, day, ordinal, model, input, output, cache_read, cache_creation, estimated_cost_nano`,
    lines.flatMap(({ models }, ordinal) => models.map((model) => `${place(ordinal)}${model}`)),
  )
}

function textOf({ activity, models }: RecordLines): string {
  return [activity, ...models].join('\n')
}

/** The same whatever order the records and their models came in. */
function linesOf(record: ReadRecord): RecordLines {
  const activity = [
    record.actorType,
    record.actor,
    record.customerType,
    record.subscriptionType,
    record.terminalType,
    record.isRemote ? 't' : 'f',
    record.sessions,
    record.linesAdded,
    record.linesRemoved,
    record.commits,
    record.pullRequests,
  ]
  const models = record.models.map((use) =>
    lineOf([use.model, use.input, use.output, use.cacheRead, use.cacheCreation, use.estimated]),
  )
  return { activity: lineOf(activity), models: models.sort() }
}

function lineOf(fields: readonly (string | bigint | null)[]): string {
  return fields.map((field) => (typeof field === 'bigint' ? String(field) : copyField(field))).join('\t')
}
