import { addDays, type Day } from '@/lib/domain/day'
import { consoleKeysOf } from '@/lib/domain/findings/claude-code-on-key'
import {
  CLAUDE_CODE_DAYS,
  type Evidence,
  type KeyEntry,
  type KeyPerson,
  PEOPLE_DAYS,
  RECONCILED_DAYS,
} from '@/lib/domain/findings/evidence'
import type { Nano } from '@/lib/domain/money'
import type { PriceableUsage } from '@/lib/domain/pricing'
import { pool } from './client'
import type { Horizon } from './finding-horizon'
import type { KeyFacts, Surroundings } from './finding-surroundings'
import {
  readLastUse,
  readRateDays,
  readSummedUse,
  readUseDays,
  readUsedDays,
  type UsedDays,
} from './finding-use'
import { readRememberedHours } from './remembered-hours'

export type Told = Pick<Evidence, 'prices' | 'retirements'>

const NOTHING = {
  ...{ hours: [], days: [], rates: [], keyPeople: [], claudeCode: [], priceable: [], billed: [] },
} satisfies Partial<Evidence>

/** What the rules about single keys look at: of these keys, or of all. `print` is `pastPrint` of what there is to be seen. */
export async function readKeyEvidence(
  horizon: Horizon,
  surroundings: Surroundings,
  told: Told,
  keys: readonly string[] | null,
  print: string,
): Promise<Evidence> {
  const [hours, days, rates, used] = await Promise.all([
    readRememberedHours(horizon, keys, print),
    readUseDays(horizon, keys),
    readRateDays(horizon, keys),
    readUsedDays(horizon, keys),
  ])
  const wanted = keys && new Set(keys)
  const entries = surroundings.keys.filter(({ id }) => wanted === null || wanted.has(id))
  return { ...beginning(horizon, surroundings, told, entries, used), hours, days, rates }
}

/** What the rules about a whole organisation look at. */
export async function readOrganizationEvidence(
  horizon: Horizon,
  surroundings: Surroundings,
  told: Told,
): Promise<Evidence> {
  const [days, keyPeople, claudeCode, priceable, billed, used] = await Promise.all([
    readSummedUse(horizon, {
      models: told.retirements.map(({ model }) => model),
      consoleKeys: consoleKeysOf(surroundings),
    }),
    readKeyPeople(horizon),
    readClaudeCode(horizon),
    readPriceable(horizon),
    readBilled(horizon),
    readLastUse(horizon),
  ])
  const before = beginning(horizon, surroundings, told, surroundings.keys, used)
  return { ...before, days, keyPeople, claudeCode, priceable, billed }
}

function beginning(
  { until, knownSince }: Horizon,
  { organization, workspaces, members, plans, catalogue, limits }: Surroundings,
  told: Told,
  keys: readonly KeyFacts[],
  used: UsedDays,
): Evidence {
  return {
    ...{ organization, until, knownSince, workspaces, members, plans, catalogue, limits },
    ...NOTHING,
    ...told,
    keys: keys.map((key): KeyEntry => ({ ...key, used: used.get(key.id) ?? NEVER })),
  }
}

const NEVER: KeyEntry['used'] = { day: new Int32Array(), cost: new BigInt64Array() }

async function readClaudeCode({ organizationId, lastDay }: Horizon): Promise<Evidence['claudeCode']> {
  const { rows } = await pool().query<{ day: Day; email: string; estimated: Nano }>(
    `select day, lower(a.actor) as email, sum(m.estimated_cost_nano)::bigint as estimated
     from claude_code_activity a join claude_code_models m using (organization_id, day, ordinal)
     where organization_id = $1 and day > $2::date and day <= $3::date
       and a.actor_type = 'user_actor' and a.customer_type = 'api'
     group by 1, 2 order by 1, 2`,
    [organizationId, addDays(lastDay, -CLAUDE_CODE_DAYS), lastDay],
  )
  return rows
}

/** Days as far as they were read, whether or not their people add up to the rest by now; who is not told is nobody. */
async function readKeyPeople({ organizationId, lastDay }: Horizon): Promise<KeyPerson[]> {
  const { rows } = await pool().query<KeyPerson>(
    `select p.key as "keyId", p.workspace as "workspaceId", email, sum(p.cost)::bigint as cost, max(p.last) as "lastDay"
     from (
       select api_key_id as key, workspace_id as workspace, actor_id as actor, sum(amount_nano)::bigint as cost, max(day) as last
       from person_spend where organization_id = $1 and day > $2::date and day <= $3::date group by 1, 2, 3
       union all
       select api_key_id, workspace_id, null, sum(amount_nano)::bigint, max(day)
       from spend_rollup where organization_id = $1 and day in (
         select day from coverage where organization_id = $1 and day > $2::date and day <= $3::date
         except select day from detail_coverage where organization_id = $1 and pass = 'people')
       group by 1, 2) p
     left join (select id, lower(email) as email from usage_actors where organization_id = $1) a on a.id = p.actor
     group by 1, 2, 3`,
    [organizationId, addDays(lastDay, -PEOPLE_DAYS), lastDay],
  )
  return rows
}

/** Closed days of which everything that changes a price is told, and of them the models it is told of. */
async function readPriceable(horizon: Horizon): Promise<PriceableUsage[]> {
  const { rows } = await pool().query<PriceableUsage>(
    `select p.day, p.model, p.service_tier as "serviceTier", p.speed, p.context_window as "contextWindow",
       p.inference_geo as "inferenceGeo", p.uncached_input as "uncachedInput", p.cache_read as "cacheRead",
       p.cache_write_5m as "cacheWrite5m", p.cache_write_1h as "cacheWrite1h", p.output
     from priceable_usage p
     join coverage c on c.organization_id = $1 and c.day = p.day and c.source = 'analytics' and c.state = 'synced'
     join detail_coverage d on d.organization_id = $1 and d.day = p.day and d.pass = 'rates' and d.state = 'synced'
     where p.organization_id = $1 and p.day >= $2::date and p.day < $3::date and not exists (
       select from priceable_usage x where x.organization_id = $1 and x.day = p.day and x.is_mixed
         and x.model is not distinct from p.model)`,
    reconciled(horizon),
  )
  return rows
}

async function readBilled(horizon: Horizon): Promise<Evidence['billed']> {
  const { rows } = await pool().query<Evidence['billed'][number]>(
    `select day, model, sum(list_amount_nano)::bigint as "listAmount" from billed_kinds
     where organization_id = $1 and day >= $2::date and day < $3::date and cost_type = 'tokens' group by 1, 2`,
    reconciled(horizon),
  )
  return rows
}

function reconciled({ organizationId, openDay }: Horizon): unknown[] {
  return [organizationId, addDays(openDay, -RECONCILED_DAYS), openDay]
}
