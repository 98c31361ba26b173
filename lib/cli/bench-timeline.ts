import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { sealSessionId, sessionCookie } from '@/lib/auth/session-cookie'
import { systemActor } from '@/lib/auth/system-actor'
import { startSession } from '@/lib/commands/sessions'
import { closeDatabase, pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { addDays, dayOf, daysIn, startOf, type Day } from '@/lib/domain/day'
import { getTimeline } from '@/lib/queries/timeline'

const ORGANIZATION = '00000000-0000-4000-8000-00000000be9c'
const HOURLY_ROWS = 1_000_000
const DAYS = 90
const ROUNDS = 30
const PAGE_ROUNDS = 100
const BENCH_USER = 'bench@example.com'
const viewer = systemActor('bench', 'viewer')

/**
 * Prints the timeline query beside the bare SQL it rests on, and how long the server takes for the page, on the rollup
 * of a million hourly rows. Writes its rows into DATABASE_URL: only for a database that can be thrown away.
 */
export async function benchTimeline(): Promise<void> {
  const now = new Date()
  const today = dayOf(now)
  await fillRollup(today, now)
  const { rows } = await pool().query<{ count: bigint }>('select count(*) as count from spend_rollup')
  console.log(
    `timeline: ${HOURLY_ROWS.toLocaleString('en-US')} hourly rows, ${rows[0]?.count} rollup rows, ${DAYS} days`,
  )
  for (const group of ['pool', 'key'] as const)
    for (const days of [30, DAYS]) await compareQuery(today, days, group, now)
  await measurePage(now)
  await closeDatabase()
}

/** 200 keys × 6 models over 90 days, as many of them each hour as make a million rows. */
async function fillRollup(today: Day, now: Date): Promise<void> {
  if (await prisma().user.findFirst({ where: { email: { not: BENCH_USER } } }))
    throw new Error('somebody uses this database: the bench would empty it')
  await prisma().organization.deleteMany()
  await pool().query('truncate usage_facts, cost_facts, spend_rollup, spend_days, coverage')
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
  await prisma().coverage.createMany({
    data: days.map((day) => ({
      organizationId: ORGANIZATION,
      day: startOf(day),
      state: day >= addDays(today, -1) ? ('provisional' as const) : ('synced' as const),
      source: 'analytics' as const,
      granularity: 'hour',
      digest: '-',
      usageRows: 0,
      costRows: perHour * 24,
      readAt: now,
    })),
  })
  await pool().query('analyze spend_rollup, spend_days, cost_facts, coverage')
}

async function compareQuery(today: Day, days: number, group: 'pool' | 'key', now: Date): Promise<void> {
  const to = addDays(today, 1)
  const range = { from: addDays(to, -days), to }
  const request = { range, bucket: 'day', group, basis: 'spread', metric: 'cost', filters: {} } as const
  const columns = group === 'key' ? 'day, api_key_id' : 'day'
  const bare = () =>
    pool().query(
      `select ${columns}, sum(amount_nano)::bigint from spend_rollup
       where day >= $1::date and day < $2::date group by ${columns}`,
      [range.from, range.to],
    )
  const query = () => getTimeline(viewer, request, now)
  const [ofBare, ofQuery] = await timeInTurn(ROUNDS, bare, query)
  const ratio = median(ofQuery) / median(ofBare)
  console.log(
    `timeline query, ${days} days by ${group} and day: ${ms(median(ofQuery))} (bare SQL ${ms(median(ofBare))}, ${ratio.toFixed(2)}×, aim ≤ 1.5×)`,
  )
}

/** Both in turn, so that whatever else the machine does meets both. */
async function timeInTurn(
  rounds: number,
  ...works: (() => Promise<unknown>)[]
): Promise<[number[], number[]]> {
  const times: number[][] = works.map(() => [])
  for (let round = -3; round < rounds; round++)
    for (const [index, work] of works.entries()) {
      const began = performance.now()
      await work()
      if (round >= 0) times[index]?.push(performance.now() - began)
    }
  return [times[0] ?? [], times[1] ?? []]
}

async function measurePage(now: Date): Promise<void> {
  const root = path.resolve(import.meta.dirname, '..', '..')
  if (!existsSync(path.join(root, '.next', 'BUILD_ID'))) {
    console.log('timeline page: not measured, there is no build (npm run build)')
    return
  }
  const env = { ...process.env, NODE_ENV: 'production' as const, ONEBILL_SYNC_EVERY: '0' }
  const { url, stop } = await serve(root, env)
  try {
    const user = await prisma().user.upsert({
      where: { email: BENCH_USER },
      update: {},
      create: { email: BENCH_USER, name: 'Bench', role: 'viewer', createdAt: now },
    })
    const { sessionId } = await startSession(viewer, { userId: user.id, userAgent: null }, now)
    const headers = { cookie: `${sessionCookie().name}=${await sealSessionId(sessionId)}` }
    for (const address of ['/', '/?group=key']) {
      const times: number[] = []
      for (let round = -20; round < PAGE_ROUNDS; round++) {
        const began = performance.now()
        const answer = await fetch(url + address, { headers, redirect: 'manual' })
        const page = await answer.text()
        if (answer.status !== 200 || !page.includes('Plan fees')) throw new Error(`no page: ${answer.status}`)
        if (round >= 0) times.push(performance.now() - began)
      }
      console.log(
        `timeline page ${address}, 30 days: p50 ${ms(percentile(times, 50))}, p95 ${ms(percentile(times, 95))} (aim < 80 ms)`,
      )
    }
  } finally {
    await stop()
  }
}

function serve(root: string, env: NodeJS.ProcessEnv): Promise<{ url: string; stop: () => Promise<void> }> {
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const server: ChildProcess = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', '0'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async () => {
    server.kill('SIGTERM')
    await ended
  }
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
      if (url && /Ready in/.test(output)) resolve({ url, stop })
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
    void ended.then(() => reject(new Error(`the server did not start:\n${output}`)))
  })
}

function percentile(times: number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

function median(times: number[]): number {
  return percentile(times, 50)
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`
}
