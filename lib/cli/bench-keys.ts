import { systemActor } from '@/lib/auth/system-actor'
import { closeDatabase, pool } from '@/lib/db/client'
import { addDays, dayOf, type Day } from '@/lib/domain/day'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { listKeys } from '@/lib/queries/keys'
import { explainSpend } from '@/lib/queries/subject-spend'
import { HOURLY_ROWS, ORGANIZATION } from './bench-figures'
import { benchKey, BUSY_KEYS, fillKeyFigures, KEYS } from './bench-key-figures'
import { measureAddresses } from './bench-pages'
import { median, ms, percentile, timeInTurn } from './bench-timing'

const ROUNDS = 25
const viewer = systemActor('bench', 'viewer')

/**
 * Prints the list of 2,000 keys and the page of one beside the bare SQL one would write for them, on a million hourly rows, and
 * how long the server takes for both pages. Writes its rows into DATABASE_URL: only for a database that can be thrown away.
 */
export async function benchKeys(): Promise<void> {
  const now = new Date()
  const today = dayOf(now)
  await fillKeyFigures(today, now)
  console.log(`keys: ${KEYS.toLocaleString('en-US')}, ${HOURLY_ROWS.toLocaleString('en-US')} hourly rows`)
  await compareQueries(today, now)
  const page = (path: string) => ({ address: path, says: 'Keys' })
  const keyPage = (index: number, query = '') => ({
    address: `/keys/${ORGANIZATION}/${benchKey(index)}${query}`,
    says: 'Why did it change',
  })
  await measureAddresses(
    [
      page('/keys'),
      page('/keys?range=90d&sort=-total'),
      page('/keys?q=nightly&card=idle'),
      page('/keys?page=40'),
      keyPage(0),
      keyPage(1, '?range=7d&bucket=hour'),
      keyPage(2, `?compare=${ORGANIZATION}/${benchKey(3)}`),
      keyPage(BUSY_KEYS + 1),
      keyPage(BUSY_KEYS + 2, '?range=90d'),
      { address: `/workspaces/${ORGANIZATION}/wrkspc_bench_1`, says: 'Why did it change' },
      { address: '/models/claude-model-1', says: 'Why did it change' },
      { address: `/people/${ORGANIZATION}/user_bench_1`, says: 'Why did it change' },
    ],
    now,
  )
  await closeDatabase()
}

async function compareQueries(today: Day, now: Date): Promise<void> {
  const range = { from: addDays(today, -29), to: addDays(today, 1) }
  const before = { from: addDays(today, -59), to: addDays(today, -29) }
  const days = [range.from, range.to]
  const list = () =>
    listKeys(
      viewer,
      { range, before, data: 'real', sort: { by: 'spend', descending: true }, limit: 50, offset: 0 },
      now,
    )
  const bareList = () =>
    pool().query(
      `select k.id, k.name, coalesce(s.amount, 0) as amount from api_keys k left join (
         select api_key_id, sum(amount_nano)::bigint as amount from spend_rollup
         where day >= $1::date and day < $2::date group by 1) s on s.api_key_id = k.id
       order by amount desc limit 50`,
      days,
    )
  await beside('list', bareList, list)
  for (const index of [0, BUSY_KEYS + 1]) {
    const subject: SpendSubject = { kind: 'key', organizationId: ORGANIZATION, id: benchKey(index) }
    const one = () => explainSpend(viewer, subject, { range, before, data: 'real', byHour: false }, now)
    const bareOne = () =>
      pool().query(
        `select day, model, token_type, sum(amount_nano)::bigint from cost_facts
         where organization_id = $1 and api_key_id = $2 and day >= $3::date and day < $4::date group by 1, 2, 3`,
        [ORGANIZATION, subject.id, ...days],
      )
    await beside(`key ${index < BUSY_KEYS ? 'at work in every hour' : 'at work now and then'}`, bareOne, one)
  }
}

async function beside(
  name: string,
  bare: () => Promise<unknown>,
  query: () => Promise<unknown>,
): Promise<void> {
  const [ofBare = [], ofQuery = []] = await timeInTurn(ROUNDS, [bare, query])
  console.log(
    `  query of the ${name}, 30 days: p50 ${ms(median(ofQuery))}, p95 ${ms(percentile(ofQuery, 95))} (bare SQL ${ms(median(ofBare))})`,
  )
}
