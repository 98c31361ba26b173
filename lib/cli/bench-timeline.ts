import { systemActor } from '@/lib/auth/system-actor'
import { closeDatabase, pool } from '@/lib/db/client'
import { addDays, dayOf, type Day } from '@/lib/domain/day'
import type { Bucket } from '@/lib/domain/timeline-buckets'
import { GROUPINGS, type Grouping } from '@/lib/domain/timeline-request'
import { rankedStatement } from '@/lib/queries/ranked-spend'
import { getTimeline } from '@/lib/queries/timeline'
import { DAYS, fillFigures, HOURLY_ROWS, ORGANIZATION } from './bench-figures'
import { measurePages } from './bench-pages'
import { median, ms, timeInTurn } from './bench-timing'

const ROUNDS = 25
const viewer = systemActor('bench', 'viewer')
const COLUMNS: Partial<Record<Grouping, string>> = {
  key: 'api_key_id',
  workspace: 'workspace_id',
  model: 'model',
  product: 'product',
  organization: 'organization_id',
  person: 'actor_id',
}
const GROUPS = GROUPINGS.filter((group) => group !== 'none')
/** Who used what is told by the day. */
const HOURLESS: readonly Grouping[] = ['person']

/**
 * Prints the timeline query beside the bare SQL one would write for it, the slowest statement of the page with its plan,
 * and how long the server takes for the page by every group and bucket, on a million hourly rows. Writes its rows into
 * DATABASE_URL: only for a database that can be thrown away.
 */
export async function benchTimeline(): Promise<void> {
  const now = new Date()
  const today = dayOf(now)
  await fillFigures(today, now)
  const { rows } = await pool().query<{ count: bigint }>('select count(*) as count from spend_rollup')
  console.log(
    `timeline: ${HOURLY_ROWS.toLocaleString('en-US')} hourly rows, ${rows[0]?.count} rollup rows, ${DAYS} days`,
  )
  for (const days of [30, DAYS]) for (const group of GROUPS) await compareQuery(today, days, group, now)
  await explainSlowest(today)
  await measurePages(GROUPS, now)
  await closeDatabase()
}

async function compareQuery(today: Day, days: number, group: Grouping, now: Date): Promise<void> {
  const to = addDays(today, 1)
  const range = { from: addDays(to, -days), to }
  const request = { range, bucket: 'day', group, basis: 'spread', metric: 'cost', filters: {} } as const
  const columns = ['day', COLUMNS[group]].filter(Boolean).join(', ')
  const bare = () =>
    pool().query(
      `select ${columns}, sum(amount_nano)::bigint from ${group === 'person' ? 'person_spend' : 'spend_rollup'}
       where day >= $1::date and day < $2::date group by ${columns}`,
      [range.from, range.to],
    )
  const query = () => getTimeline(viewer, request, now)
  const [ofBare = [], ofQuery = []] = await timeInTurn(ROUNDS, [bare, query])
  const ratio = median(ofQuery) / median(ofBare)
  console.log(
    `  query by ${group} and day, ${days} days, every row: ${ms(median(ofQuery))} (bare SQL ${ms(median(ofBare))}, ${ratio.toFixed(2)}×, aim ≤ 1.5×)`,
  )
}

/** Of the page's statements over all groups and buckets: the slowest, and how PostgreSQL goes about it. */
async function explainSlowest(today: Day): Promise<void> {
  const to = addDays(today, 1)
  const open = new Set([today, addDays(today, -1)])
  const asked = GROUPS.flatMap((group) =>
    Object.entries({ ...(!HOURLESS.includes(group) && { hour: 7 }), day: 30, week: DAYS, month: DAYS }).map(
      ([bucket, days]) => ({
        name: `by ${group} and ${bucket}, ${days} days`,
        statement: rankedStatement(
          {
            range: { from: addDays(to, -days), to },
            bucket: bucket as Bucket,
            group,
            metric: 'cost',
            filters: {},
            organizationIds: [ORGANIZATION],
          },
          open,
        ),
      }),
    ),
  )
  const times = await timeInTurn(
    7,
    asked.map(
      ({ statement: { text, values } }) =>
        () =>
          pool().query(text, values),
    ),
  )
  const slowest = times
    .map(median)
    .reduce((most, time, index, all) => (time > (all[most] ?? 0) ? index : most), 0)
  const found = asked[slowest]
  if (!found) return
  const { name, statement } = found
  console.log(`  slowest statement of the page: ${name}, ${ms(median(times[slowest] ?? []))}`)
  const { rows } = await pool().query<{ 'QUERY PLAN': string }>(
    `explain (analyze, buffers, costs off) ${statement.text}`,
    statement.values,
  )
  for (const row of rows) console.log(`    ${row['QUERY PLAN']}`)
}
