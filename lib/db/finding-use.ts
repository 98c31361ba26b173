import { hourInstant } from '@/lib/domain/findings/closed-hour'
import type { KeyHours, RateDay, UseDay } from '@/lib/domain/findings/evidence'
import { type Nano, nano } from '@/lib/domain/money'
import { addDays, type Day, type DayRange } from '@/lib/domain/day'
import { pool } from './client'
import type { Horizon } from './finding-horizon'

const MONTH_DAYS = 30
/** Models are asked about in so many days. */
const MODEL_DAYS = 7

const GROUP = 'api_key_id, workspace_id, model, product'
const TOKENS = 'uncached_input, cache_read, cache_write_5m, cache_write_1h, output'
const KINDS = {
  uncached_input_nano: 'uncached_input_tokens',
  cache_read_nano: 'cache_read_input_tokens',
  cache_write_5m_nano: 'cache_creation.ephemeral_5m_input_tokens',
  cache_write_1h_nano: 'cache_creation.ephemeral_1h_input_tokens',
}
const KIND_COLUMNS = Object.keys(KINDS).join(', ')
const MEASURES = `amount_nano, requests, ${TOKENS}, ${KIND_COLUMNS}`
const eachOf = (names: string, write: (name: string) => string) => names.split(', ').map(write).join(', ')

/** Facts of the day that is not over, up to the first open hour, in the columns of the rollup. $1 organisation, $2 day, $3 hour. */
const openDay = (ofKeys: string) => `
  select day, ${GROUP}, ${eachOf(MEASURES, (name) => `sum(${name})::bigint as ${name}`)} from (
    select day, ${GROUP}, amount_nano, 0::bigint as requests, ${eachOf(TOKENS, (name) => `0::bigint as ${name}`)},
      ${Object.entries(KINDS)
        .map(([name, kind]) => `case when token_type = '${kind}' then amount_nano else 0 end as ${name}`)
        .join(', ')}
    from cost_facts where organization_id = $1 and day = $2::date and starts_at < $3::timestamptz ${ofKeys}
    union all
    select day, ${GROUP}, 0, coalesce(requests, 0), ${TOKENS}, 0, 0, 0, 0
    from usage_facts where organization_id = $1 and day = $2::date and starts_at < $3::timestamptz ${ofKeys}) f
  group by day, ${GROUP}`

const NUMBERED = `(day - '1970-01-01'::date)`

function asked({ organizationId, openDay: day, until }: Horizon, ...more: unknown[]): unknown[] {
  return [organizationId, day, hourInstant(until), ...more]
}

type UseColumns = Omit<UseDay, 'cost' | 'requests'> & { cost: bigint; requests: bigint }

/** Each day × key × workspace × model × product of these keys, or of all there are. */
export async function readUseDays(horizon: Horizon, keys: readonly string[] | null): Promise<UseDay[]> {
  const ofKeys = keys === null ? 'and api_key_id is not null' : 'and api_key_id = any($5::text[])'
  const { rows } = await pool().query<UseColumns>(
    `select day, api_key_id as "keyId", workspace_id as "workspaceId", model, product, amount_nano as cost, requests,
       uncached_input as "uncachedInput", cache_read as "cacheRead", cache_write_5m as "cacheWrite5m",
       cache_write_1h as "cacheWrite1h", output, uncached_input_nano as "inputCost", cache_read_nano as "readCost",
       cache_write_5m_nano as "write5mCost", cache_write_1h_nano as "write1hCost"
     from (
       select day, ${GROUP}, ${MEASURES} from spend_rollup
       where organization_id = $1 and day >= $4::date and day < $2::date ${ofKeys}
       union all ${openDay(ofKeys)}) u
     order by day`,
    asked(horizon, horizon.from, ...(keys === null ? [] : [keys])),
  )
  return rows.map((row) => ({ ...row, cost: nano(row.cost), requests: Number(row.requests) }))
}

interface SummedUse {
  day: Day
  keyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  cost: Nano
}

const NO_COUNTS = {
  ...{ requests: 0, uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n },
  ...{ inputCost: nano(0n), readCost: nano(0n), write5mCost: nano(0n), write1hCost: nano(0n) },
}

/** What the rules about an organisation name: models that retire, and keys that a login with Console made. */
export interface Named {
  models: readonly string[]
  consoleKeys: ReadonlySet<string>
}

/**
 * The same over all keys, of costs alone and no finer than the rules about an organisation look: keys (else `''`) and products
 * of what Claude Code or nobody's key used, keys and models of what retires in the last week.
 */
export async function readSummedUse(horizon: Horizon, named: Named): Promise<UseDay[]> {
  const isTold = `(api_key_id is null or product = 'claude_code' or api_key_id = any($7::text[]))`
  const retires = `(day >= $5::date and model like any($6::text[]))`
  const { rows } = await pool().query<SummedUse>(
    `select day, case when ${isTold} or ${retires} then api_key_id else '' end as "keyId", workspace_id as "workspaceId",
       case when ${retires} then model end as model, case when ${isTold} then product end as product,
       sum(amount_nano)::bigint as cost
     from (
       select day, ${GROUP}, amount_nano from spend_rollup
       where organization_id = $1 and day >= $4::date and day < $2::date and amount_nano <> 0
       union all
       select day, ${GROUP}, amount_nano from cost_facts
       where organization_id = $1 and day = $2::date and starts_at < $3::timestamptz and amount_nano <> 0) u
     group by 1, 2, 3, 4, 5 order by 1`,
    asked(
      horizon,
      ...[horizon.from, addDays(horizon.lastDay, 1 - MODEL_DAYS)],
      ...[named.models.map((model) => `${model}%`), [...named.consoleKeys]],
    ),
  )
  return rows.map((row) => ({ ...row, ...NO_COUNTS }))
}

interface PackedDays {
  keyId: string
  days: string
  costs: string
}

export type UsedDays = Map<string, { day: Int32Array; cost: BigInt64Array }>

/** The day that is not over, up to the first open hour, as `(key, day, amount)`. */
const openUse = (ofKeys: string) => `
  select api_key_id, day, amount_nano from cost_facts
  where organization_id = $1 and day = $2::date and starts_at < $3::timestamptz and ${ofKeys}
  union all select api_key_id, day, 0 from usage_facts
  where organization_id = $1 and day = $2::date and starts_at < $3::timestamptz and ${ofKeys}`

/** All days with use and their cost, of these keys or of all. */
export async function readUsedDays(horizon: Horizon, keys: readonly string[] | null): Promise<UsedDays> {
  const ofKeys = keys === null ? 'api_key_id is not null' : 'api_key_id = any($4::text[])'
  // Only the parts by key can be had without the rest; only the rollup knows its way to a key.
  const closed =
    keys === null
      ? PARTS
      : `select api_key_id, day, amount_nano from spend_rollup where organization_id = $1 and day < $2::date and ${ofKeys}`
  const { rows } = await pool().query<PackedDays>(
    `select key as "keyId", string_agg(${NUMBERED}::text, ' ' order by day) as days, string_agg(amount::text, ' ' order by day) as costs
     from (select key, day, sum(amount)::bigint as amount from (${closed} union all ${openUse(ofKeys)}) u (key, day, amount)
       group by key, day) d
     group by key`,
    asked(horizon, ...(keys === null ? [] : [keys])),
  )
  return new Map(
    rows.map(({ keyId, days, costs }) => [
      keyId,
      { day: Int32Array.from(days.split(' '), Number), cost: BigInt64Array.from(costs.split(' '), BigInt) },
    ]),
  )
}

const PARTS = `select value, day, amount_nano from spend_day_parts
  where dimension = 'key' and organization_id = $1 and day < $2::date and value is not null`

/** Of every key the last day with use alone; what the last 30 days cost stands there. */
export async function readLastUse(horizon: Horizon): Promise<UsedDays> {
  const { rows } = await pool().query<{ keyId: string; last: number; cost: bigint }>(
    `select key as "keyId", max(day) - '1970-01-01'::date as last,
       coalesce(sum(amount) filter (where day > $4::date), 0)::bigint as cost
     from (${PARTS} union all ${openUse('api_key_id is not null')}) u (key, day, amount) group by key`,
    asked(horizon, addDays(horizon.lastDay, -MONTH_DAYS)),
  )
  return new Map(
    rows.map(({ keyId, last, cost }) => [keyId, { day: Int32Array.of(last), cost: BigInt64Array.of(cost) }]),
  )
}

interface PackedHours {
  keyId: string
  hours: string
  costs: string
  requests: string
  inputs: string
  outputs: string
}

/** By key and hour of these days (half-open); nothing of days whose source tells no hours. */
export async function readKeyHours(
  horizon: Horizon,
  keys: readonly string[] | null,
  range: DayRange,
): Promise<KeyHours[]> {
  const within = `organization_id = $1 and day = any($2::date[]) and starts_at < $3::timestamptz
    ${keys === null ? 'and api_key_id is not null' : 'and api_key_id = any($4::text[])'}`
  const days = await hourlyDays(horizon, range)
  const { rows } = await pool().query<PackedHours>(
    `with hours as (
       select api_key_id, starts_at, sum(cost) as cost, sum(requests) as requests, sum(input) as input, sum(output) as output
       from (
         select api_key_id, starts_at, sum(amount_nano)::bigint as cost, 0::bigint as requests, 0::bigint as input, 0::bigint as output
         from cost_facts where ${within} group by 1, 2
         union all
         select api_key_id, starts_at, 0, coalesce(sum(requests), 0)::bigint,
           sum(uncached_input + cache_read + cache_write_5m + cache_write_1h)::bigint, sum(output)::bigint
         from usage_facts where ${within} group by 1, 2) f
       group by 1, 2
     )
     select api_key_id as "keyId", string_agg((extract(epoch from starts_at)::bigint / 3600)::text, ' ' order by starts_at) as hours,
       string_agg(cost::text, ' ' order by starts_at) as costs, string_agg(requests::text, ' ' order by starts_at) as requests,
       string_agg(input::text, ' ' order by starts_at) as inputs, string_agg(output::text, ' ' order by starts_at) as outputs
     from hours group by 1 order by 1`,
    [horizon.organizationId, days, hourInstant(horizon.until), ...(keys === null ? [] : [keys])],
  )
  return rows.map(({ keyId, hours, costs, requests, inputs, outputs }) => ({
    keyId,
    hour: Int32Array.from(hours.split(' '), Number),
    cost: BigInt64Array.from(costs.split(' '), BigInt),
    requests: Float64Array.from(requests.split(' '), Number),
    input: Float64Array.from(inputs.split(' '), Number),
    output: Float64Array.from(outputs.split(' '), Number),
  }))
}

async function hourlyDays({ organizationId }: Horizon, { from, to }: DayRange): Promise<Day[]> {
  const { rows } = await pool().query<{ day: Day }>(
    `select day from coverage where organization_id = $1 and day >= $2::date and day < $3::date
       and source = 'analytics' and granularity = 'hour'`,
    [organizationId, from, to],
  )
  return rows.map(({ day }) => day)
}

/** Tokens by what changes their price; the last day as far as it was read. */
export async function readRateDays(
  { organizationId, from, lastDay }: Horizon,
  keys: readonly string[] | null,
): Promise<RateDay[]> {
  const { rows } = await pool().query<RateDay>(
    `select day, api_key_id as "keyId", model, speed, context_window as "contextWindow", inference_geo as "inferenceGeo",
       coalesce(sum(amount_nano) filter (where cost_type = 'tokens'), 0)::bigint as cost,
       coalesce(sum(uncached_input), 0)::bigint as "uncachedInput", coalesce(sum(cache_read), 0)::bigint as "cacheRead",
       coalesce(sum(cache_write_5m), 0)::bigint as "cacheWrite5m", coalesce(sum(cache_write_1h), 0)::bigint as "cacheWrite1h",
       coalesce(sum(output), 0)::bigint as output
     from rate_facts where organization_id = $1 and day >= $2::date and day <= $3::date
       ${keys === null ? 'and api_key_id is not null' : 'and api_key_id = any($4::text[])'}
     group by 1, 2, 3, 4, 5, 6 order by 1`,
    [organizationId, from, lastDay, ...(keys === null ? [] : [keys])],
  )
  return rows
}
