import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { addDays, daysIn, type Day } from '@/lib/domain/day'
import { coverFigures, DAYS, emptyFigures, fillPeople, HOURLY_ROWS, ORGANIZATION } from './bench-figures'

export const KEYS = 2000
/** Keys at work in every hour, all days; each makes the most rows a key can. */
export const BUSY_KEYS = 30
const WORKSPACES = 12
const MEMBERS = 50
/** One usage row and a cost row for each of four kinds of token. */
const ROWS_PER_GROUP = 5
const GROUPS_PER_HOUR = Math.ceil(HOURLY_ROWS / ROWS_PER_GROUP / (DAYS * 24))

export function benchKey(index: number): string {
  return `apikey_bench_${index}`
}

const MODELS = Array.from({ length: 6 }, (_, index) => `claude-model-${index}`)

/** A million hourly rows over 90 days: 30 keys at work around the clock, the others in turn. With who and at what rates. */
export async function fillKeyFigures(
  today: Day,
  now: Date,
  { keys = KEYS, models = MODELS }: { keys?: number; models?: readonly string[] } = {},
): Promise<void> {
  await emptyFigures()
  const from = addDays(today, -DAYS + 1)
  const days = daysIn({ from, to: addDays(today, 1) })
  await createDirectory(now, keys)
  await pool().query(
    `create temporary table bench_groups as
     select ($2::date + h / 24)::date as day, $2::date::timestamptz + make_interval(hours => h) as starts_at,
       'apikey_bench_' || k as api_key_id, 'wrkspc_bench_' || k % ${WORKSPACES} as workspace_id,
       ($3::text[])[1 + (k + n / ${BUSY_KEYS}) % cardinality($3::text[])] as model, 1000 + (k * 7919::bigint + h * 104729::bigint) % 1000003 as tokens
     from generate_series(0, ${DAYS * 24 - 1}) h, generate_series(0, ${GROUPS_PER_HOUR - 1}) n,
       lateral (select case when n < ${BUSY_KEYS * 2} then n % ${BUSY_KEYS}
         else ${BUSY_KEYS} + (h * ${GROUPS_PER_HOUR - BUSY_KEYS * 2} + n) % ${keys - BUSY_KEYS} end as k) d
     where $1::text is not null`,
    [ORGANIZATION, from, models],
  )
  await pool().query(
    `insert into usage_facts select $1, day, starts_at, api_key_id, workspace_id, model, 'messages_api', 'standard',
       tokens, tokens * 3, tokens / 2, 0, tokens / 4, 0, 3 from bench_groups`,
    [ORGANIZATION],
  )
  const kinds = `(values ('uncached_input_tokens', 3000), ('cache_read_input_tokens', 300),
    ('cache_creation.ephemeral_5m_input_tokens', 3750), ('output_tokens', 15000)) t (kind, price)`
  await pool().query(
    `insert into cost_facts select $1, day, starts_at, api_key_id, workspace_id, model, 'messages_api', 'standard',
       'tokens', kind, tokens * price, tokens * price from bench_groups, ${kinds}`,
    [ORGANIZATION],
  )
  await rebuildRollup(pool(), ORGANIZATION, days)
  await pool().query(
    `insert into rate_facts select organization_id, day, api_key_id, model, 'standard', '0-200k', 'global', 'tokens', token_type,
       sum(amount_nano), sum(list_amount_nano) from cost_facts group by 1, 2, 3, 4, token_type`,
  )
  await pool().query(
    `insert into rate_facts select organization_id, day, api_key_id, model, 'standard', '0-200k', 'global', null, null, null, null,
       uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests from spend_rollup`,
  )
  await fillPeople()
  await coverFigures(days, now)
}

/** Keys of every kind a list sorts and filters by. */
async function createDirectory(now: Date, keys: number): Promise<void> {
  const connection = { source: 'analytics' as const, sealedKey: '-', keyHint: '-', state: 'ok' as const }
  await prisma().organization.create({
    data: {
      id: ORGANIZATION,
      name: 'Bench',
      createdAt: now,
      connection: { create: { ...connection, lastSyncedAt: now, createdAt: now } },
      workspaces: {
        create: Array.from({ length: WORKSPACES }, (_, index) => ({
          id: `wrkspc_bench_${index}`,
          name: `Team ${index}`,
          isDefault: false,
        })),
      },
    },
  })
  await pool().query(
    `insert into members (organization_id, id, email, name, role, gone_at)
     select $1, 'user_bench_' || n, 'person' || n || '@example.com', 'Person ' || n, 'user', case when n % 9 = 0 then $2::timestamptz end
     from generate_series(0, ${MEMBERS - 1}) n`,
    [ORGANIZATION, now],
  )
  await pool().query(
    `insert into api_keys (organization_id, id, name, status, workspace_id, hint, created_at, expires_at, created_by_type, created_by_id)
     select $1, 'apikey_bench_' || n, (array['service', 'nightly', 'test', 'notebook'])[n % 4 + 1] || '-' || n,
       case when n % 10 = 3 then 'inactive' else 'active' end, 'wrkspc_bench_' || n % ${WORKSPACES}, 'sk-ant-api03-' || n || '...AA',
       $2::timestamptz - make_interval(days => 100 + n % 200), case when n % 3 = 0 then $2::timestamptz + interval '90 days' end,
       'user', 'user_bench_' || n % ${MEMBERS}
     from generate_series(0, ${keys - 1}) n`,
    [ORGANIZATION, now],
  )
  await pool().query(
    `insert into key_assignments (organization_id, key_id, effective_on, owner_email, purpose, created_at)
     select $1, 'apikey_bench_' || n, '2026-01-01', 'person' || n % ${MEMBERS} || '@example.com', 'Whatever service ' || n || ' does', $2
     from generate_series(0, ${keys - 1}, 2) n`,
    [ORGANIZATION, now],
  )
  await pool().query(
    `insert into key_events (id, organization_id, key_id, at, kind, before, after)
     select gen_random_uuid(), $1, 'apikey_bench_' || n % ${keys}, $2::timestamptz - make_interval(hours => n), 'renamed', 'before', 'after'
     from generate_series(0, ${keys * 5 - 1}) n`,
    [ORGANIZATION, now],
  )
}
