import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'

const COUNTS = ['uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output', 'web_searches']
const COUNTED = COUNTS.join(', ')
const SUMS = COUNTS.map((name) => `sum(${name})::bigint as ${name}`).join(', ')
const IS_USED = `${COUNTS.join(' + ')} > 0`
const KEYED = `day, coalesce(api_key_id, '') as key, coalesce(model, '') as model`
/** Without joins: of these sums PostgreSQL knows nothing beforehand and would loop over them. */
const uniform = (column: string) =>
  `case when min(coalesce(${column}, '')) filter (where not is_tier) over g
    = max(coalesce(${column}, '')) filter (where not is_tier) over g then min(${column}) over g end`

/**
 * Tiers come from the hourly facts, rates from the daily pass, each by key. Where a key used a model in one tier alone, its
 * rates stand with that tier; where in several, each tier has a rate only if all of the key's use of the model had it. Rates
 * count only where they add up to the same tokens as the hours of their day.
 */
const PRICEABLE = `
with sums as (
  select ${KEYED}, true as is_tier, service_tier, null as speed, null as context_window, null as inference_geo, ${SUMS}
  from usage_facts where organization_id = $1 and day = any($2::date[]) and ${IS_USED} group by 1, 2, 3, 5
  union all
  select ${KEYED}, false, null, speed, context_window, inference_geo, ${SUMS}
  from rate_facts where organization_id = $1 and day = any($2::date[]) and ${IS_USED} group by 1, 2, 3, 6, 7, 8
), seen as (
  select day, model, is_tier, service_tier, speed, context_window, inference_geo, ${COUNTED},
    ${COUNTS.map((name) => `sum(case when is_tier then ${name} else -${name} end) over d = 0`).join(' and ')} as is_agreed,
    count(*) filter (where is_tier) over g as tiers, count(*) filter (where not is_tier) over g as rates,
    min(service_tier) over g as one_tier, ${uniform('speed')} as one_speed, ${uniform('context_window')} as one_window,
    ${uniform('inference_geo')} as one_geo,
    min((coalesce(speed, ''), coalesce(inference_geo, ''))::text) filter (where not is_tier) over g
      <> max((coalesce(speed, ''), coalesce(inference_geo, ''))::text) filter (where not is_tier) over g as is_mixed
  from sums window d as (partition by day), g as (partition by day, key, model)
), joined as (
  select day, model, one_tier as service_tier, speed, context_window, inference_geo, false as is_mixed, ${COUNTED}
  from seen where not is_tier and is_agreed and tiers < 2
  union all
  select day, model, service_tier, one_speed, one_window, one_geo, coalesce(is_mixed, false), ${COUNTED}
  from seen where is_tier and is_agreed and (tiers > 1 or rates = 0)
  union all
  select day, model, service_tier, null, null, null, false, ${COUNTED} from seen where is_tier and not is_agreed
)
insert into priceable_usage (organization_id, day, model, service_tier, speed, context_window, inference_geo, is_mixed, ${COUNTED})
select $1, day, nullif(model, ''), service_tier, speed, context_window, inference_geo, is_mixed, ${SUMS}
from joined group by 2, 3, 4, 5, 6, 7, 8`

const BILLED = `
insert into billed_kinds (organization_id, day, model, service_tier, cost_type, token_type, amount_nano, list_amount_nano, cost_lines)
select organization_id, day, model, service_tier, cost_type, token_type, sum(amount_nano),
  sum(coalesce(list_amount_nano, amount_nano)), count(*)
from cost_facts where organization_id = $1 and day = any($2::date[]) group by 1, 2, 3, 4, 5, 6`

/** Sums the stored facts of these organisation-days into what can be priced: after their facts, or their rates, changed. */
export async function rebuildPriceable(
  client: Pick<PoolClient, 'query'>,
  organizationId: string,
  days: readonly Day[],
): Promise<void> {
  if (days.length === 0) return
  await client.query('delete from priceable_usage where organization_id = $1 and day = any($2::date[])', [
    organizationId,
    days,
  ])
  await client.query(PRICEABLE, [organizationId, days])
}

/** The same for what was billed. */
export async function rebuildBilledKinds(
  client: Pick<PoolClient, 'query'>,
  organizationId: string,
  days: readonly Day[],
): Promise<void> {
  if (days.length === 0) return
  await client.query('delete from billed_kinds where organization_id = $1 and day = any($2::date[])', [
    organizationId,
    days,
  ])
  await client.query(BILLED, [organizationId, days])
}
