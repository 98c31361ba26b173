import { systemActor } from '@/lib/auth/system-actor'
import { closeDatabase, pool } from '@/lib/db/client'
import { rebuildBilledKinds, rebuildPriceable } from '@/lib/db/priceable-days'
import { rebuildRollup } from '@/lib/db/rollup'
import { addDays, dayOf, daysIn } from '@/lib/domain/day'
import { getReconciliation } from '@/lib/queries/reconciliation'
import { DAYS, fillFigures, ORGANIZATION } from './bench-figures'
import { median, ms, percentile, timeInTurn } from './bench-timing'

const ROUNDS = 15
const MODELS = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-fable-5-2',
  'claude-opus-5',
  'claude-new',
]

/**
 * Prints what the two sums behind the reconciliation cost a sync beside its other sums, and how long the page's query takes,
 * on a million hourly cost rows and as many of usage. Only for a database that can be thrown away.
 */
export async function benchReconciliation(): Promise<void> {
  const now = new Date()
  const today = dayOf(now)
  await fillFigures(today, now)
  await fillUsage()
  const days = daysIn({ from: addDays(today, 1 - DAYS), to: addDays(today, 1) })
  for (const day of days) {
    await rebuildPriceable(pool(), ORGANIZATION, [day])
    await rebuildBilledKinds(pool(), ORGANIZATION, [day])
  }
  await pool().query('analyze priceable_usage, billed_kinds')
  const some = days.slice(40, 43)
  const [rollup = [], priceable = [], billed = []] = await timeInTurn(5, [
    () => rebuildRollup(pool(), ORGANIZATION, some),
    () => rebuildPriceable(pool(), ORGANIZATION, some),
    () => rebuildBilledKinds(pool(), ORGANIZATION, some),
  ])
  console.log(
    `reconciliation: sums of three days when they are stored: rollup ${ms(median(rollup))}, use to price ${ms(median(priceable))}, bill by kind ${ms(median(billed))}`,
  )
  const viewer = systemActor('bench', 'viewer')
  for (const length of [30, DAYS]) {
    const range = { from: addDays(today, 1 - length), to: addDays(today, 1) }
    const [times = []] = await timeInTurn(ROUNDS, [
      () => getReconciliation(viewer, { range, data: 'real' }, now),
    ])
    console.log(
      `  query, ${length} days: p50 ${ms(median(times))}, p95 ${ms(percentile(times, 95))} (page: aim < 80 ms)`,
    )
  }
  const { rows } = await pool().query<{ 'QUERY PLAN': string }>(
    `explain (analyze, buffers, costs off) select f.day, c.source, f.model, f.service_tier, f.speed, sum(f.output)
     from priceable_usage f join coverage c using (organization_id, day)
     where f.day >= $1::date and f.organization_id = any($2::text[]) group by 1, 2, 3, 4, 5`,
    [addDays(today, -29), [ORGANIZATION]],
  )
  for (const row of rows) console.log(`    ${row['QUERY PLAN']}`)
  await closeDatabase()
}

/** As many usage rows as there are of cost, in two tiers, and the daily rates of each key and model. */
async function fillUsage(): Promise<void> {
  await pool().query(
    `insert into usage_facts (organization_id, day, starts_at, api_key_id, workspace_id, model, product, service_tier,
       uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
     select organization_id, day, starts_at, api_key_id, workspace_id, ($1::text[])[1 + right(model, 1)::int], product,
       case when right(api_key_id, 1) = '7' then 'batch' else 'standard' end, 1000, 5000, 200, 0, 300, 0, 3
     from cost_facts`,
    [MODELS],
  )
  await pool().query(
    `insert into rate_facts (organization_id, day, api_key_id, model, speed, context_window, inference_geo,
       uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
     select organization_id, day, api_key_id, model, 'standard', '0-200k',
       case when right(api_key_id, 1) = '3' then 'us' else 'global' end, sum(uncached_input), sum(cache_read),
       sum(cache_write_5m), sum(cache_write_1h), sum(output), 0, sum(requests)
     from usage_facts group by 1, 2, 3, 4`,
  )
  await pool().query('analyze usage_facts, rate_facts')
}
