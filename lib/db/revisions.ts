import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'
import { changedFacts, type FactChange, type FactText, isRestatement } from '@/lib/domain/revision'
import { UNATTRIBUTED } from '@/lib/domain/timeline-request'
import { copyText } from './copy-text'
import type { CoveredDay } from './coverage'
import {
  COST_KEY_FIELDS,
  type CostFact,
  copyField,
  costLine,
  costLinesUnderOneKey,
  USAGE_KEY_FIELDS,
  type UsageFact,
  usageLine,
} from './facts-text'
import type { Lease } from './lease'

/** The facts of a day as they are about to be stored in the place of others. */
interface ChangedDay extends Pick<CoveredDay, 'day' | 'source' | 'granularity'> {
  usageLines: readonly string[]
  costLines: readonly string[]
}

/**
 * Keeps what Anthropic changed of days that were final, fact by fact, before their old facts are removed; in the
 * transaction that stores the new ones.
 */
export async function noteRevisions(
  client: PoolClient,
  { organizationId, runId }: Lease,
  changed: readonly ChangedDay[],
  stored: ReadonlyMap<Day, Pick<CoveredDay, 'state' | 'source' | 'granularity'>>,
  noticedAt: Date,
): Promise<void> {
  const known = changed.filter(({ day }) => stored.has(day))
  if (known.length === 0) return
  const restated = await client.query<{ day: Day }>(
    'select distinct day from revisions where organization_id = $1 and day = any($2::date[])',
    [organizationId, known.map(({ day }) => day)],
  )
  const before = new Set(restated.rows.map(({ day }) => day))
  for (const facts of known) {
    const was = stored.get(facts.day)
    if (was && isRestatement({ ...was, isRestated: before.has(facts.day) }, facts))
      await noteRevision(client, organizationId, runId, facts, noticedAt)
  }
}

async function noteRevision(
  client: PoolClient,
  organizationId: string,
  runId: string,
  { day, source, usageLines, costLines }: ChangedDay,
  noticedAt: Date,
): Promise<void> {
  // The legacy reports bill without keys: how a line is split over them is ours, and no change of Anthropic's.
  const told = (lines: readonly string[]) =>
    source === 'legacy' ? costLinesUnderOneKey(lines, UNATTRIBUTED) : lines
  const [usageWas, costWas] = [
    await storedLines(client, USAGE_FACTS_OF_DAY, [organizationId, day], usageLine),
    await storedLines(client, COST_FACTS_OF_DAY, [organizationId, day], costLine),
  ]
  const usage = changesBetween(usageWas, usageLines, USAGE_KEY_FIELDS)
  const cost = changesBetween(told(costWas), told(costLines), COST_KEY_FIELDS)
  if (usage.length + cost.length === 0) return
  const id = randomUUID()
  await client.query(
    `insert into revisions (id, organization_id, day, noticed_at, run_id, before_nano, after_nano)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, organizationId, day, noticedAt, runId, amountOf(costWas), amountOf(costLines)],
  )
  const rows = [
    ...cost.map((change) => `cost\t${change.key}\t${jsonField(change, costValue)}`),
    ...usage.map((change) => `usage\t${change.key}\t\\N\t\\N\t${jsonField(change, usageValue)}`),
  ]
  await copyText(
    client,
    'revision_rows',
    `revision_id, ordinal, kind, starts_at, api_key_id, workspace_id, model, product, service_tier, cost_type, token_type,
     before, after`,
    rows.map((row, ordinal) => `${id}\t${ordinal}\t${row}`),
  )
}

const GROUP = `starts_at as "startsAt", api_key_id as "apiKeyId", workspace_id as "workspaceId", model, product,
  service_tier as "serviceTier"`
const USAGE_FACTS_OF_DAY = `select ${GROUP}, uncached_input as "uncachedInput", cache_read as "cacheRead",
  cache_write_5m as "cacheWrite5m", cache_write_1h as "cacheWrite1h", output, web_searches as "webSearches", requests
  from usage_facts where organization_id = $1 and day = $2`
const COST_FACTS_OF_DAY = `select ${GROUP}, cost_type as "costType", token_type as "tokenType", amount_nano as amount,
  list_amount_nano as "listAmount" from cost_facts where organization_id = $1 and day = $2`

/** The stored facts in the very text they were loaded from. */
async function storedLines<Fact extends UsageFact | CostFact>(
  client: PoolClient,
  text: string,
  values: unknown[],
  lineOf: (fact: Fact) => string,
): Promise<string[]> {
  const { rows } = await client.query<Fact>(text, values)
  return rows.map(lineOf)
}

function changesBetween(was: readonly string[], is: readonly string[], keyFields: number): FactChange[] {
  const [before, after] = [new Set(was), new Set(is)]
  const textOf = (line: string): FactText => {
    const fields = line.split('\t')
    return { key: fields.slice(0, keyFields).join('\t'), value: fields.slice(keyFields).join('\t') }
  }
  return changedFacts(
    was.filter((line) => !after.has(line)).map(textOf),
    is.filter((line) => !before.has(line)).map(textOf),
  )
}

function amountOf(costLines: readonly string[]): bigint {
  return costLines.reduce((sum, line) => sum + BigInt(line.split('\t')[COST_KEY_FIELDS] ?? 0), 0n)
}

function jsonField({ before, after }: FactChange, valueOf: (fields: (string | null)[]) => string): string {
  const fieldOf = (value: string | null) =>
    value === null
      ? '\\N'
      : copyField(valueOf(value.split('\t').map((field) => (field === '\\N' ? null : field))))
  return `${fieldOf(before)}\t${fieldOf(after)}`
}

/** Nano-dollars as decimal strings. */
function costValue([amount, list]: (string | null)[]): string {
  return JSON.stringify({ amount, list })
}

function usageValue(counts: (string | null)[]): string {
  const named = USAGE_COUNTS.map((name, index) => `"${name}":${counts[index] ?? 'null'}`)
  return `{${named.join(',')}}`
}

/** In the order of a usage line's measures. */
const USAGE_COUNTS = [
  'uncached_input',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'output',
  'web_searches',
  'requests',
]
