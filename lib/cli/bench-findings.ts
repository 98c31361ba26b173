import { randomUUID } from 'node:crypto'
import { closeDatabase, pool, prisma } from '@/lib/db/client'
import { acquireLease, type Lease, releaseLease } from '@/lib/db/lease'
import { rebuildBilledKinds, rebuildPriceable } from '@/lib/db/priceable-days'
import { rebuildRollup } from '@/lib/db/rollup'
import { addDays, dayOf, type Day, daysIn, startOf } from '@/lib/domain/day'
import { REACH_DAYS, RECONCILED_DAYS } from '@/lib/domain/findings/evidence'
import { evaluateFindings } from '@/lib/sync/evaluate-findings'
import { DAYS, HOURLY_ROWS, ORGANIZATION } from './bench-figures'
import { fillKeyFigures } from './bench-key-figures'
import { median, ms, timed } from './bench-timing'

const KEYS = 1000
const HOUR_MS = 3_600_000
const FIRST_HOUR = 8
const ROUNDS = 9
const COMPLETE_AIM = 10_000
const AFTER_SYNC_AIM = 1_000
const MODELS = [
  ...['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'],
  ...['claude-fable-5-2', 'claude-opus-5', 'claude-haiku-4-5'],
]
const client = { minutes: () => Promise.resolve([]) }

/**
 * Prints how long it takes to judge 1,000 keys over 90 days, completely and after a sync that brought one more hour, beside bare
 * SQL that reads the same rows. Writes into DATABASE_URL: only for a database that can be thrown away.
 */
export async function benchFindings(): Promise<void> {
  const today = dayOf(new Date())
  const hour = (index: number) => new Date(startOf(today).getTime() + (FIRST_HOUR + index) * HOUR_MS)
  await fillKeyFigures(today, hour(0), { keys: KEYS, models: MODELS })
  await hideHours(today, hour(0))
  const lease = { organizationId: ORGANIZATION, runId: randomUUID() }
  await acquireLease(lease)
  console.log(
    `findings: ${KEYS.toLocaleString('en-US')} keys, ${DAYS} days, ${HOURLY_ROWS.toLocaleString('en-US')} hourly rows`,
  )
  await evaluate(lease, hour(0), true)
  const [complete, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round++) {
    bare.push(await timed(() => readBare(today, null)))
    complete.push(await timed(() => evaluate(lease, hour(0), true)))
  }
  print('complete', complete, bare, COMPLETE_AIM)
  const [after, ofTouched]: [number[], number[]] = [[], []]
  for (let round = 1; round <= ROUNDS; round++) {
    const touched = await showHour(today, hour(round - 1), hour(round))
    ofTouched.push(await timed(() => readBare(today, touched)))
    after.push(await timed(() => evaluate(lease, hour(round), false)))
  }
  print('after a sync of one more hour', after, ofTouched, AFTER_SYNC_AIM)
  const [found, keys] = await Promise.all([prisma().finding.count(), prisma().apiKey.count()])
  console.log(
    `  ${found} findings of ${keys} keys; ${await countTouched(hour(ROUNDS))} keys were used in the last hour`,
  )
  await pool().query('drop table coming_usage_facts, coming_cost_facts')
  await releaseLease(lease)
  await closeDatabase()
}

const evaluate = (lease: Lease, now: Date, isComplete: boolean) =>
  evaluateFindings({ lease, client, now, isComplete })

function print(name: string, times: readonly number[], bare: readonly number[], aim: number): void {
  const [time, beside] = [median(times), median(bare)]
  console.log(
    `  ${name}: p50 ${ms(time)}, most ${ms(Math.max(...times))} (aim < ${aim} ms); bare SQL of the same rows ${ms(beside)}, ${(time / beside).toFixed(1)} times`,
  )
}

/** What lies after the clock is put aside, to come hour by hour. */
async function hideHours(today: Day, now: Date): Promise<void> {
  for (const table of ['usage_facts', 'cost_facts']) {
    await pool().query(
      `create unlogged table coming_${table} as select * from ${table} where starts_at >= $1`,
      [now],
    )
    await pool().query(`delete from ${table} where starts_at >= $1`, [now])
  }
  const days = daysIn({ from: addDays(today, -RECONCILED_DAYS), to: addDays(today, 1) })
  await rebuildPriceable(pool(), ORGANIZATION, days)
  await rebuildBilledKinds(pool(), ORGANIZATION, days)
  await sumDay(today, now)
  await pool().query(`update coverage set state = 'synced' where day < $1::date`, [today])
  await pool().query(`update detail_coverage set state = 'synced' where day < $1::date`, [today])
  await pool().query('analyze')
}

/** One more hour is there; names the keys that were used in it. */
async function showHour(today: Day, from: Date, to: Date): Promise<string[]> {
  for (const table of ['usage_facts', 'cost_facts'])
    await pool().query(
      `insert into ${table} select * from coming_${table} where starts_at >= $1 and starts_at < $2`,
      [from, to],
    )
  await sumDay(today, to)
  const { rows } = await pool().query<{ id: string }>(
    'select distinct api_key_id as id from usage_facts where starts_at >= $1 and starts_at < $2',
    [from, to],
  )
  return rows.map(({ id }) => id)
}

async function countTouched(now: Date): Promise<number> {
  const { rows } = await pool().query<{ keys: number }>(
    'select count(distinct api_key_id)::int as keys from usage_facts where starts_at >= $1 and starts_at < $2',
    [new Date(now.getTime() - HOUR_MS), now],
  )
  return rows[0]?.keys ?? 0
}

async function sumDay(today: Day, now: Date): Promise<void> {
  await rebuildRollup(pool(), ORGANIZATION, [today])
  for (const table of ['rate_facts', 'person_spend'])
    await pool().query(`delete from ${table} where day = $1`, [today])
  await pool().query(
    `insert into rate_facts select organization_id, day, api_key_id, model, 'standard', '0-200k', 'global', 'tokens', token_type,
       sum(amount_nano), sum(list_amount_nano) from cost_facts where day = $1 group by 1, 2, 3, 4, token_type`,
    [today],
  )
  await pool().query(
    `insert into rate_facts select organization_id, day, api_key_id, model, 'standard', '0-200k', 'global', null, null, null, null,
       uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests from spend_rollup where day = $1`,
    [today],
  )
  await pool().query(`update coverage set data_refreshed_at = $2, read_at = $2, digest = $3 where day = $1`, [
    today,
    now,
    now.toISOString(),
  ])
  await pool().query(`update detail_coverage set digest = $2 where day = $1 and pass = 'rates'`, [
    today,
    now.toISOString(),
  ])
}

/** What somebody would write who only wants the rows the rules need. */
async function readBare(today: Day, keys: readonly string[] | null): Promise<void> {
  const within = `organization_id = $1 and day > $2::date ${keys === null ? '' : 'and api_key_id = any($3)'}`
  const values = [ORGANIZATION, addDays(today, -REACH_DAYS), ...(keys === null ? [] : [keys])]
  for (const query of [
    `select api_key_id, starts_at, sum(amount_nano)::bigint from cost_facts where ${within} group by 1, 2`,
    `select api_key_id, starts_at, sum(requests)::bigint, sum(uncached_input + cache_read)::bigint, sum(output)::bigint
     from usage_facts where ${within} group by 1, 2`,
    `select * from spend_rollup where ${within}`,
    `select * from rate_facts where ${within}`,
  ])
    await pool().query(query, values)
}
