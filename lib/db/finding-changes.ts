import { addDays, type Day } from '@/lib/domain/day'
import { hourInstant, type HourNumber } from '@/lib/domain/findings/closed-hour'
import { pool } from './client'
import type { Horizon } from './finding-horizon'

/** What an evaluation rested on: what differs at the next one is all that has to be judged again. */
export interface Seen {
  /** Of the directory, plans, limits, prices and thresholds. */
  surroundings: string
  /** Of all days before `from`. */
  before: string
  /** What hours and rates said of each day. */
  days: Record<string, string>
  /** What each key did, of days that still grow. */
  keys: Record<string, Record<string, string>>
}

/** Yesterday and today: only those change at nearly every sync. */
const GROWING_DAYS = 2
const WEEK_HOURS = 168

/** What there is to be seen now. */
export async function readSeen(horizon: Horizon, surroundings: string): Promise<Seen> {
  const { organizationId, from } = horizon
  const [days, keys] = await Promise.all([
    pool().query<{ day: Day | null; print: string }>(
      `select case when c.day >= $2::date then c.day end as day,
         md5(string_agg(concat_ws(' ', c.day, c.source, c.digest, d.digest), ' ' order by c.day)) as print
       from coverage c left join detail_coverage d
         on d.organization_id = c.organization_id and d.day = c.day and d.pass = 'rates'
       where c.organization_id = $1 group by 1`,
      [organizationId, from],
    ),
    readPrints(horizon),
  ])
  const byDay = new Map(days.rows.map(({ day, print }) => [day, print]))
  return {
    surroundings,
    before: byDay.get(null) ?? '',
    days: Object.fromEntries([...byDay].filter(([day]) => day !== null)) as Record<string, string>,
    keys,
  }
}

/** Of all days the rules look back on but those that still grow. */
export function pastPrint({ days }: Seen, { from, lastDay }: Horizon): string {
  const growing = addDays(lastDay, 1 - GROWING_DAYS)
  const past = Object.entries(days).filter(([day]) => day < growing)
  return JSON.stringify([from, lastDay, past.sort(([a], [b]) => (a < b ? -1 : 1))])
}

async function readPrints({ organizationId, lastDay, openDay }: Horizon): Promise<Seen['keys']> {
  const { rows } = await pool().query<{ day: Day; keyId: string; print: string }>(
    `select day, key as "keyId", (sum(hashtextextended(row, 0)) % 9007199254740991)::text as print from (
       select day, api_key_id as key, concat_ws(' ', workspace_id, model, product, amount_nano, uncached_input_nano, cache_read_nano,
         cache_write_5m_nano, cache_write_1h_nano, requests, uncached_input, cache_read, cache_write_5m, cache_write_1h, output) as row
       from spend_rollup where organization_id = $1 and day > $2::date and day <= $3::date and api_key_id is not null
       union all
       select day, api_key_id, concat_ws(' ', model, speed, context_window, inference_geo, cost_type, token_type, amount_nano,
         uncached_input, cache_read, cache_write_5m, cache_write_1h, output)
       from rate_facts where organization_id = $1 and day > $2::date and day <= $3::date and api_key_id is not null) f
     group by 1, 2`,
    [organizationId, addDays(lastDay, -GROWING_DAYS), openDay],
  )
  const prints: Seen['keys'] = {}
  for (const { day, keyId, print } of rows) (prints[day] ??= {})[keyId] = print
  return prints
}

/**
 * Keys that may be judged otherwise than before: they did something, something they did was restated, what they did left the
 * week a rhythm is read from, or they ended. Null: all of them, because more changed than the figures of the last days.
 */
export async function readTouchedKeys(
  horizon: Horizon,
  before: { until: HourNumber; lastDay: Day; seen: Seen },
  now: Seen,
): Promise<string[] | null> {
  const { seen, until } = before
  if (horizon.lastDay !== before.lastDay || horizon.until < until) return null
  if (seen.surroundings !== now.surroundings || seen.before !== now.before) return null
  const touched = new Set<string>()
  for (const day of differing(seen.days, now.days)) {
    if (day <= addDays(horizon.lastDay, -GROWING_DAYS)) return null
    for (const key of differing(seen.keys[day] ?? {}, now.keys[day] ?? {})) touched.add(key)
  }
  for (const key of await readMovedKeys(horizon, until)) touched.add(key)
  return [...touched].sort()
}

function differing(before: Record<string, string>, now: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => before[name] !== now[name],
  )
}

/** Beside what was restated: hours that closed, hours that left the week, and ends that came. */
async function readMovedKeys({ organizationId, until }: Horizon, was: HourNumber): Promise<string[]> {
  const hours = [was, until, was - WEEK_HOURS, until - WEEK_HOURS].map(hourInstant)
  const within = `organization_id = $1 and api_key_id is not null
    and day in (($2::timestamptz at time zone 'UTC')::date, ($3::timestamptz at time zone 'UTC')::date,
      ($4::timestamptz at time zone 'UTC')::date, ($5::timestamptz at time zone 'UTC')::date)
    and (starts_at >= $2::timestamptz and starts_at < $3::timestamptz
      or starts_at >= $4::timestamptz and starts_at < $5::timestamptz)`
  const { rows } = await pool().query<{ id: string }>(
    `select api_key_id as id from usage_facts where ${within}
     union select api_key_id from cost_facts where ${within}
     union select id from api_keys where organization_id = $1
       and (expires_at > $2::timestamptz and expires_at <= $3::timestamptz
         or created_at >= $2::timestamptz and created_at < $3::timestamptz)`,
    [organizationId, ...hours],
  )
  return rows.map(({ id }) => id)
}
