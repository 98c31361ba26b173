import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { addDays, daysIn, startOf, type Day } from '@/lib/domain/day'

export const ORGANIZATION = '00000000-0000-4000-8000-00000000be9c'
export const BENCH_USER = 'bench@example.com'
export const HOURLY_ROWS = 1_000_000
export const DAYS = 90
const PEOPLE = 40
const TABLES = [
  ...[
    'usage_facts',
    'cost_facts',
    'rate_facts',
    'person_spend',
    'spend_rollup',
    'priceable_usage',
    'billed_kinds',
    'spend_hours',
  ],
  ...[
    'spend_day_parts',
    'spend_days',
    'coverage',
    'detail_coverage',
    'usage_actors',
    'key_assignments',
    'key_events',
  ],
]

/** 200 keys × 6 models over 90 days, as many of them each hour as make a million rows. */
export async function fillFigures(today: Day, now: Date): Promise<void> {
  await emptyFigures()
  const from = addDays(today, -DAYS + 1)
  const days = daysIn({ from, to: addDays(today, 1) })
  const keys = Array.from({ length: 200 }, (_, index) => ({
    id: `apikey_bench_${index}`,
    name: `service-${index}`,
  }))
  await prisma().organization.create({
    data: {
      id: ORGANIZATION,
      name: 'Bench',
      createdAt: now,
      connection: {
        create: {
          source: 'analytics',
          sealedKey: '-',
          keyHint: '-',
          state: 'ok',
          lastSyncedAt: now,
          createdAt: now,
        },
      },
      apiKeys: { create: keys.map((key) => ({ ...key, status: 'active' })) },
      workspaces: {
        create: [0, 1, 2, 3].map((index) => ({
          id: `wrkspc_bench_${index}`,
          name: `Team ${index}`,
          isDefault: false,
        })),
      },
    },
  })
  const perHour = Math.ceil(HOURLY_ROWS / (DAYS * 24))
  const dimensions = `$1, ($2::date + (h / 24))::date, ($2::date)::timestamptz + make_interval(hours => h),
    'apikey_bench_' || (g % 200), 'wrkspc_bench_' || (g % 4), 'claude-model-' || (g / 200 % 6), 'messages_api', 'standard'`
  const series = `from generate_series(0, ${DAYS * 24 - 1}) h, generate_series(0, ${perHour - 1}) n,
    lateral (select (n * 7 + h * 13) % 1200 as g) d`
  await pool().query(
    `insert into cost_facts (organization_id, day, starts_at, api_key_id, workspace_id, model, product, service_tier,
       cost_type, token_type, amount_nano, list_amount_nano)
     select ${dimensions}, 'tokens', 'output_tokens', 1000 + (g * 37 + h) % 90000000, 2000 ${series}`,
    [ORGANIZATION, from],
  )
  await rebuildRollup(pool(), ORGANIZATION, days)
  await fillPeople()
  await fillAssignments(from, addDays(today, -DAYS / 2))
  await coverFigures(days, now)
}

/** Two keys of three belong to somebody; a third of those changed hands on a day. */
async function fillAssignments(from: Day, changed: Day): Promise<void> {
  await pool().query(
    `insert into key_assignments (organization_id, key_id, effective_on, owner_email, application, environment, cost_centre,
       tags, created_at)
     select $1, 'apikey_bench_' || g, d.since, 'owner-' || (g + d.more) % 12 || '@example.com', 'app-' || g % 15,
       (array['production', 'staging'])[1 + g % 2], 'cc-' || g % 7, array['team-' || g % 5, 'tier-' || g % 3], now()
     from generate_series(0, 199) g, (values ($2, 0), ($3, 1)) d (since, more)
     where g % 3 > 0 and (d.more = 0 or g % 9 = 1)`,
    [ORGANIZATION, from, changed],
  )
}

/** Of a database that nobody but the bench uses. */
export async function emptyFigures(): Promise<void> {
  if (await prisma().user.findFirst({ where: { email: { not: BENCH_USER } } }))
    throw new Error('somebody uses this database: the bench would empty it')
  await prisma().organization.deleteMany()
  await pool().query(`truncate ${TABLES.join(', ')}`)
}

/** Who used what, as it stands in the rollup: each key is one person's. */
export async function fillPeople(): Promise<void> {
  const columns = `api_key_id, workspace_id, model, product, amount_nano, list_amount_nano, cost_lines, uncached_input,
    cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests`
  await pool().query(
    `insert into person_spend (organization_id, day, actor_id, ${columns})
     select organization_id, day, 'user_bench_' || abs(hashtext(api_key_id)) % ${PEOPLE}, ${columns} from spend_rollup`,
  )
  await pool().query(
    `insert into usage_actors (organization_id, id, type, name)
     select $1, 'user_bench_' || n, 'user', 'Person ' || n from generate_series(0, ${PEOPLE - 1}) n`,
    [ORGANIZATION],
  )
}

/** All of these days are read, but for the last two for good. */
export async function coverFigures(days: readonly Day[], now: Date): Promise<void> {
  const { length } = days
  const state = (index: number) => (index >= length - 2 ? ('provisional' as const) : ('synced' as const))
  const common = { organizationId: ORGANIZATION, digest: '-', readAt: now }
  await prisma().coverage.createMany({
    data: days.map((day, index) => ({
      ...common,
      day: startOf(day),
      state: state(index),
      source: 'analytics' as const,
      granularity: 'hour',
      usageRows: 0,
      costRows: Math.ceil(HOURLY_ROWS / DAYS),
    })),
  })
  await prisma().detailCoverage.createMany({
    data: ['people', 'rates'].flatMap((pass) =>
      days.map((day, index) => ({ ...common, day: startOf(day), pass, state: state(index), rows: 0 })),
    ),
  })
  await pool().query(`analyze ${TABLES.join(', ')}, api_keys`)
}
