import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'
import { pool } from './client'
import { copyText } from './copy-text'
import { copyField } from './facts-text'
import { holdLease, type Lease } from './lease'
import { rebuildPriceable } from './priceable-days'
import { inTransaction } from './sql-transaction'

/** The daily passes over the analytics reports. */
export const DETAIL_PASSES = ['people', 'rates'] as const
export type DetailPass = (typeof DETAIL_PASSES)[number]

type State = 'synced' | 'partial' | 'provisional'

/** What all rows of a day add up to; requests null = not counted in every row. */
export interface DetailSum {
  amount: bigint
  listAmount: bigint
  uncachedInput: bigint
  cacheRead: bigint
  cacheWrite5m: bigint
  cacheWrite1h: bigint
  output: bigint
  webSearches: bigint
  requests: bigint | null
}

/** One pass of one organisation-day, whole. */
export interface DetailDay {
  day: Day
  /** COPY text in the order of PASS_COLUMNS, sorted. */
  lines: readonly string[]
  sum: DetailSum
  /** How many of Anthropic's cost rows stand behind the amounts. */
  costRows: number
  /** A row came twice, or late: the pages shifted while they were read. */
  isDisturbed: boolean
}

export interface DetailActor {
  id: string
  type: string
  name: string | null
  email: string | null
  deleted: boolean
}

const COUNTS = 'uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests'
const TABLES = {
  people: {
    name: 'person_spend',
    columns: `actor_id, api_key_id, workspace_id, model, product, amount_nano, list_amount_nano, cost_lines, ${COUNTS}`,
  },
  rates: {
    name: 'rate_facts',
    columns: `api_key_id, model, speed, context_window, inference_geo, cost_type, token_type, amount_nano, list_amount_nano, ${COUNTS}`,
  },
} as const

/** What the hourly pass has stored of a day, where the Analytics API is its source. */
export interface HourlyDay extends DetailSum {
  day: Day
  state: State
  costLines: bigint
}

/** The organisation's analytics days that a detail pass has not got, or not for good; newest first. */
export async function unreadDetailDays(organizationId: string): Promise<Day[]> {
  const { rows } = await pool().query<{ day: Day }>(
    `select c.day from coverage c where c.organization_id = $1 and c.source = 'analytics'
       and (select count(*) from detail_coverage d where d.organization_id = c.organization_id and d.day = c.day
         and d.pass = any($2::text[]) and d.state = 'synced') < $3
     order by c.day desc`,
    [organizationId, DETAIL_PASSES, DETAIL_PASSES.length],
  )
  return rows.map(({ day }) => day)
}

/** Totals of these days as the hourly pass stored them; a day of another source, or not read, has no entry. */
export async function readHourlyDays(
  client: Pick<PoolClient, 'query'>,
  organizationId: string,
  days: readonly Day[],
): Promise<Map<Day, HourlyDay>> {
  const { rows } = await client.query<HourlyDay>(
    `select c.day, c.state::text, coalesce(s.amount_nano, 0) as amount, coalesce(s.list_amount_nano, 0) as "listAmount",
       coalesce(s.cost_lines, 0) as "costLines", coalesce(s.uncached_input, 0) as "uncachedInput",
       coalesce(s.cache_read, 0) as "cacheRead", coalesce(s.cache_write_5m, 0) as "cacheWrite5m",
       coalesce(s.cache_write_1h, 0) as "cacheWrite1h", coalesce(s.output, 0) as output,
       coalesce(s.web_searches, 0) as "webSearches", coalesce(s.requests, 0) as requests
     from coverage c left join spend_days s on s.organization_id = c.organization_id and s.day = c.day
     where c.organization_id = $1 and c.source = 'analytics' and c.day = any($2::date[])`,
    [organizationId, days],
  )
  return new Map(rows.map((row) => [row.day, row]))
}

/**
 * Stores one pass of whole days with its coverage and the actors named in it, in one transaction; what is stored already is
 * not written again. A day is as final as the hourly pass's, and `partial` where the two do not add up to the same. Days
 * the hourly pass has not got from the Analytics API are left out. Throws LeaseLost like storeDays.
 */
export async function storeDetails(
  lease: Lease,
  pass: DetailPass,
  days: readonly DetailDay[],
  actors: readonly DetailActor[],
  readAt: Date,
): Promise<void> {
  const { organizationId } = lease
  await inTransaction(async (client) => {
    await holdLease(client, lease)
    const all = days.map(({ day }) => day)
    const hourly = await readHourlyDays(client, organizationId, all)
    const stored = await readDetailDigests(client, organizationId, pass, all)
    const read = days.flatMap((detail) => {
      const known = hourly.get(detail.day)
      if (!known) return []
      const digest = digestOf(detail.lines)
      const isSteady = stored.get(detail.day) === digest
      return [{ ...detail, digest, isSteady, state: stateOf(detail, known, isSteady) }]
    })
    const changed = read.filter(({ isSteady }) => !isSteady)
    await replaceLines(client, organizationId, pass, changed)
    if (pass === 'rates')
      await rebuildPriceable(
        client,
        organizationId,
        changed.map(({ day }) => day),
      )
    await writeActors(client, organizationId, actors)
    await writeDetailCoverage(
      client,
      organizationId,
      pass,
      read.map(({ day, digest, state, lines }) => ({ day, digest, state, rows: lines.length })),
      readAt,
    )
  })
}

/** Stored as synced, these days turned out to lack rows. Throws LeaseLost. */
export async function doubtDetails(lease: Lease, days: readonly Day[]): Promise<void> {
  await inTransaction(async (client) => {
    await holdLease(client, lease)
    await unsettleDetails(
      client,
      lease.organizationId,
      days.map((day) => ({ day, source: 'analytics' })),
    )
  })
}

/** Facts of these days changed: what details say of them no longer counts, and is not there at all where legacy tells them. */
export async function unsettleDetails(
  client: PoolClient,
  organizationId: string,
  days: readonly { day: Day; source: 'analytics' | 'legacy' }[],
): Promise<void> {
  const from = (source: string) => days.filter((each) => each.source === source).map(({ day }) => day)
  const [kept, gone] = [from('analytics'), from('legacy')]
  if (kept.length > 0)
    await client.query(
      `update detail_coverage set state = 'partial'
       where organization_id = $1 and day = any($2::date[]) and pass = any($3::text[]) and state = 'synced'`,
      [organizationId, kept, DETAIL_PASSES],
    )
  if (gone.length === 0) return
  for (const { name } of Object.values(TABLES))
    await client.query(`delete from ${name} where organization_id = $1 and day = any($2::date[])`, [
      organizationId,
      gone,
    ])
  await client.query(
    'delete from detail_coverage where organization_id = $1 and day = any($2::date[]) and pass = any($3::text[])',
    [organizationId, gone, DETAIL_PASSES],
  )
}

const COMPARED = [
  'uncachedInput',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'webSearches',
] as const
/** Each row is rounded to six decimals of a cent: half a step each may lie between two sums of the same. */
const HALF_ROUNDING_STEP = 5n

function stateOf(detail: DetailDay, hourly: HourlyDay, isSteady: boolean): State {
  if (hourly.state !== 'synced') return hourly.state
  const { sum } = detail
  const isCounted = COMPARED.every((kind) => sum[kind] === hourly[kind])
  const isSameRequests = sum.requests === null || sum.requests === hourly.requests
  if (detail.isDisturbed || !isCounted || !isSameRequests) return 'partial'
  const off = larger(apart(sum.amount, hourly.amount), apart(sum.listAmount, hourly.listAmount))
  if (off === 0n) return 'synced'
  const slack = HALF_ROUNDING_STEP * (BigInt(detail.costRows) + hourly.costLines)
  return isSteady && off <= slack ? 'synced' : 'partial'
}

function apart(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

export function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(`v1 ${lines.length}\n`).update(lines.join('\n')).digest('base64url')
}

export async function readDetailDigests(
  client: Pick<PoolClient, 'query'>,
  organizationId: string,
  pass: string,
  days: readonly Day[],
): Promise<Map<Day, string>> {
  const { rows } = await client.query<{ day: Day; digest: string }>(
    'select day, digest from detail_coverage where organization_id = $1 and pass = $2 and day = any($3::date[])',
    [organizationId, pass, days],
  )
  return new Map(rows.map(({ day, digest }) => [day, digest]))
}

async function replaceLines(
  client: PoolClient,
  organizationId: string,
  pass: DetailPass,
  days: readonly Pick<DetailDay, 'day' | 'lines'>[],
): Promise<void> {
  if (days.length === 0) return
  const { name, columns } = TABLES[pass]
  await client.query(`delete from ${name} where organization_id = $1 and day = any($2::date[])`, [
    organizationId,
    days.map(({ day }) => day),
  ])
  const prefix = copyField(organizationId)
  const lines = days.flatMap(({ day, lines }) => lines.map((line) => `${prefix}\t${day}\t${line}`))
  await copyText(client, name, `organization_id, day, ${columns}`, lines)
}

async function writeActors(
  client: PoolClient,
  organizationId: string,
  actors: readonly DetailActor[],
): Promise<void> {
  if (actors.length === 0) return
  await client.query(
    `insert into usage_actors (organization_id, id, type, name, email, deleted)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bool[])
     on conflict (organization_id, id) do update
       set type = excluded.type, name = excluded.name, email = excluded.email, deleted = excluded.deleted
     where (usage_actors.type, usage_actors.name, usage_actors.email, usage_actors.deleted)
       is distinct from (excluded.type, excluded.name, excluded.email, excluded.deleted)`,
    [
      organizationId,
      actors.map(({ id }) => id),
      actors.map(({ type }) => type),
      actors.map(({ name }) => name),
      actors.map(({ email }) => email),
      actors.map(({ deleted }) => deleted),
    ],
  )
}

export interface CoveredDetail {
  day: Day
  state: State
  digest: string
  rows: number
}

/** Writes only rows that say something else than before. */
export async function writeDetailCoverage(
  client: PoolClient,
  organizationId: string,
  pass: string,
  days: readonly CoveredDetail[],
  readAt: Date,
): Promise<void> {
  await client.query(
    `insert into detail_coverage (organization_id, pass, read_at, day, state, digest, rows)
     select $1, $2, $3, * from unnest($4::date[], $5::"CoverageState"[], $6::text[], $7::int[])
     on conflict (organization_id, day, pass) do update
       set state = excluded.state, digest = excluded.digest, rows = excluded.rows, read_at = excluded.read_at
     where (detail_coverage.state, detail_coverage.digest, detail_coverage.read_at)
       is distinct from (excluded.state, excluded.digest, excluded.read_at)`,
    [
      organizationId,
      pass,
      readAt,
      days.map(({ day }) => day),
      days.map(({ state }) => state),
      days.map(({ digest }) => digest),
      days.map(({ rows }) => rows),
    ],
  )
}
