import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { addDays, type Day, day, startOf } from '@/lib/domain/day'

/** All that a review is made of, or leaves. */
export const REVIEW_TABLES = [
  ...['organizations', 'connections', 'api_keys', 'cost_facts', 'usage_facts', 'spend_rollup', 'spend_days'],
  ...['spend_hours', 'spend_day_parts', 'coverage', 'revisions', 'findings', 'budgets', 'plans', 'reviews'],
  ...['audit_entries', 'key_events', 'key_actions', 'key_assignments', 'settings'],
]

const FIRST_DAY = day('2026-09-28')
const DOLLAR = 1_000_000_000n

interface Spent {
  on: Day
  key: string | null
  dollars: number
  model?: string
}

/** A connected organisation whose days from `FIRST_DAY` to the day before `until` were all read after they ended. */
export async function readOrganization(
  id: string,
  until: Day,
  { isDemo = false, connectedAt = startOf(FIRST_DAY) }: { isDemo?: boolean; connectedAt?: Date } = {},
): Promise<void> {
  await prisma().organization.create({
    data: {
      ...{ id, name: `Name of ${id}`, createdAt: connectedAt, isDemo },
      connection: { create: { source: 'analytics', sealedKey: '-', keyHint: '-', createdAt: connectedAt } },
    },
  })
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select $1, d::date, 'synced', 'analytics', 'hour', gen_random_uuid()::text, 1, 1, d + interval '30 hours'
     from generate_series($2::timestamp, $3::timestamp - interval '1 day', interval '1 day') d`,
    [id, FIRST_DAY, until],
  )
}

export async function addKey(
  organizationId: string,
  id: string,
  createdAt: Date | null = null,
): Promise<void> {
  await prisma().apiKey.create({
    data: { organizationId, id, name: `Key ${id}`, status: 'active', createdAt },
  })
}

/** Stores what keys cost, a thousand output tokens a dollar, and makes the sums anew: the days are other days from now on. */
export async function spend(organizationId: string, facts: readonly Spent[]): Promise<void> {
  for (const { on, key, dollars, model = 'opus' } of facts) {
    const group = [organizationId, on, `${on}T10:00:00Z`, key, model]
    await pool().query(
      `insert into cost_facts (organization_id, day, starts_at, api_key_id, model, service_tier, cost_type, token_type, amount_nano)
       values ($1, $2, $3, $4, $5, 'standard', 'tokens', 'output_tokens', $6)`,
      [...group, (BigInt(Math.round(dollars * 100)) * DOLLAR) / 100n],
    )
    await pool().query(
      `insert into usage_facts (organization_id, day, starts_at, api_key_id, model, uncached_input, cache_read, cache_write_5m,
         cache_write_1h, output, web_searches, requests) values ($1, $2, $3, $4, $5, 0, 0, 0, 0, $6, 0, 1)`,
      [...group, Math.round(Math.abs(dollars) * 1000)],
    )
  }
  await sumAnew(organizationId, [...new Set(facts.map(({ on }) => on))])
}

async function sumAnew(organizationId: string, days: readonly Day[]): Promise<void> {
  await rebuildRollup(pool(), organizationId, days)
  await pool().query(
    'update coverage set digest = gen_random_uuid()::text where organization_id = $1 and day = any($2::date[])',
    [organizationId, days],
  )
}

/** Takes a day's cost of a key for another and notes the restatement, as a sync does. */
export async function restate(
  organizationId: string,
  { on, key, from, to, noticedAt }: { on: Day; key: string; from: number; to: number; noticedAt: Date },
): Promise<void> {
  await pool().query(
    'update cost_facts set amount_nano = $4 where organization_id = $1 and day = $2 and api_key_id = $3',
    [organizationId, on, key, BigInt(Math.round(to * 100)) * (DOLLAR / 100n)],
  )
  await sumAnew(organizationId, [on])
  await prisma().revision.create({
    data: {
      ...{ organizationId, day: startOf(on), noticedAt, runId: null },
      ...{ beforeNano: BigInt(from) * DOLLAR, afterNano: BigInt(to) * DOLLAR },
    },
  })
}

/** Three keys that cost the same every day of some weeks, the first of them twice as much from 9 November on. */
export async function usualSpend(organizationId: string, until: Day): Promise<void> {
  const facts: Spent[] = []
  for (let on = FIRST_DAY; on < until; on = addDays(on, 1))
    for (const [index, key] of ['k1', 'k2', 'k3'].entries())
      facts.push({ on, key, dollars: key === 'k1' && on >= '2026-11-09' ? 4 : index + 1 })
  for (const key of ['k1', 'k2', 'k3']) await addKey(organizationId, key)
  await spend(organizationId, facts)
}
