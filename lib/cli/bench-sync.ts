import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { pool, prisma } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/sql-transaction'
import { environment } from '@/lib/env'
import { sealSecret } from '@/lib/sealed-secret'
import { type DueWindow, dueDays, planWindows } from '@/lib/sync/due-days'
import { requestSync } from '@/lib/sync/request-sync'
import { drainSyncQueue } from '@/lib/sync/run-sync'
import { type RenderedWindow, renderWindow } from './bench-report-pages'

const ORGANIZATION = '00000000-0000-4000-8000-00000000be9d'
/** Loopback addresses are not paced; nothing listens there, `fetch` below answers. */
const NOWHERE = 'http://127.0.0.1:9'
const GROUPS_PER_HOUR = 93
const REQUESTS_PER_MINUTE = 60
const READABLE = { source: 'analytics', origin: null } as const
const TABLES = ['usage_facts', 'cost_facts'] as const

/**
 * Prints how fast a first sync of a million hourly rows is, beside parsing the same pages and COPYing the same rows, and how
 * long Anthropic's pace would make it. Empties what it wrote; only for a database that can be thrown away.
 */
export async function benchSync(): Promise<void> {
  const now = new Date(`${new Date().toISOString().slice(0, 10)}T23:59:30Z`)
  const counted = { usageRows: 0, costRows: 0 }
  const windows = new Map<string, RenderedWindow>()
  for (const { startingAt, endingAt, width } of planWindows(dueDays([], READABLE, now), now)) {
    const groups = width === '1h' ? GROUPS_PER_HOUR : 0
    windows.set(instant(startingAt), renderWindow(startingAt, endingAt, groups, now, counted))
  }
  const rows = counted.usageRows + counted.costRows
  await connect(now)
  console.log(
    `sync: ${rows.toLocaleString('en-US')} hourly rows (${counted.usageRows} usage, ${counted.costRows} cost)`,
  )

  const first = await timedSync(windows, now)
  report('first sync', rows, first.seconds)
  const { startingAt, endingAt } = lastDays(now)
  const lastWindow = renderWindow(startingAt, endingAt, GROUPS_PER_HOUR, now, { usageRows: 0, costRows: 0 })
  const again = await timedSync(new Map([[instant(startingAt), lastWindow]]), now)
  console.log(`  sync of the last ${again.days} days, unchanged: ${again.seconds.toFixed(1)} s`)

  const parsing = await seconds(() => Promise.resolve(parseAll(windows)))
  const copies = await Promise.all(TABLES.map(copyOut))
  const copying = await seconds(() => copyIn(copies))
  report('JSON parsing', rows, parsing)
  report('COPY', rows, copying)
  const baseline = parsing + copying
  console.log(
    `  first sync / (COPY + JSON parsing): ${(first.seconds / baseline).toFixed(2)} (aim at most 3)`,
  )
  const minutes = Math.max(first.requests / REQUESTS_PER_MINUTE, first.seconds / 60)
  console.log(
    `  backfill at ${REQUESTS_PER_MINUTE} requests a minute: ${first.requests} requests, ${minutes.toFixed(1)} min`,
  )
  await prisma().organization.deleteMany({ where: { id: ORGANIZATION } })
  await pool().query(
    'truncate usage_facts, cost_facts, spend_rollup, spend_hours, spend_day_parts, spend_days, priceable_usage, billed_kinds, coverage, sync_runs, sync_leases',
  )
}

/** What a sync reads again when all is known: today and three days. */
function lastDays(now: Date): DueWindow {
  const days = dueDays([], READABLE, now).slice(0, 4)
  return planWindows(days, now)[0] as DueWindow
}

async function connect(now: Date): Promise<void> {
  const sealedKey = sealSecret(
    'sk-ant-admin01-bench',
    `connection:${ORGANIZATION}`,
    environment().ONEBILL_SECRET_KEY ?? '',
  )
  await prisma().organization.create({
    data: {
      id: ORGANIZATION,
      name: 'Bench',
      createdAt: now,
      connection: { create: { source: 'analytics', sealedKey, keyHint: 'bench', createdAt: now } },
    },
  })
}

async function timedSync(windows: ReadonlyMap<string, RenderedWindow>, now: Date) {
  const { id } = await requestSync({ organizationId: ORGANIZATION, requestedBy: 'bench', now })
  const took = await seconds(() =>
    drainSyncQueue({ clock: () => now, baseUrl: NOWHERE, fetch: serve(windows) }),
  )
  const run = await prisma().syncRun.findUniqueOrThrow({ where: { id } })
  if (run.status !== 'succeeded') throw new Error(`the sync failed: ${run.error}`)
  return { seconds: took, requests: run.requests, days: run.daysDone }
}

/** Answers like the Admin API from pages already written. */
function serve(windows: ReadonlyMap<string, RenderedWindow>): typeof fetch {
  const none = Buffer.from('{"data":[],"has_more":false,"first_id":null,"last_id":null}')
  const nothing = Buffer.from('{"data":[],"has_more":false,"next_page":null,"data_refreshed_at":null}')
  const workspace = `{"id":"wrkspc_01Bench","type":"workspace","name":"Default","created_at":"2026-01-01T00:00:00Z","archived_at":null}`
  const workspaces = Buffer.from(`{"data":[${workspace}],"has_more":false,"first_id":null,"last_id":null}`)
  return (input) => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input)
    const report = pathname.endsWith('/usage') ? 'usage' : pathname.endsWith('/cost') ? 'cost' : null
    const headers = { 'content-type': 'application/json' }
    if (report === null)
      return Promise.resolve(new Response(pathname.endsWith('/workspaces') ? workspaces : none, { headers }))
    const groups = searchParams.getAll('group_by[]')
    // What is measured is the hourly pass: the daily ones beside it are told nothing.
    if (groups.includes('actor') || groups.includes('speed'))
      return Promise.resolve(new Response(nothing, { headers }))
    const window = windows.get(searchParams.get('starting_at') ?? '') as RenderedWindow
    const isGrouped = groups.length > 0
    const body = isGrouped ? window[report][Number(searchParams.get('page') ?? 0)] : window[`${report}Totals`]
    return Promise.resolve(new Response(body as BodyInit, { headers }))
  }
}

function parseAll(windows: ReadonlyMap<string, RenderedWindow>): void {
  let rows = 0
  for (const { usage, cost } of windows.values())
    for (const page of [...usage, ...cost])
      rows += (JSON.parse(page.toString('utf8')) as { data: unknown[] }).data.length
  if (rows === 0) throw new Error('nothing was parsed')
}

async function copyOut(table: string): Promise<Buffer[]> {
  const client = await pool().connect()
  const chunks: Buffer[] = []
  const keep = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk)
      done()
    },
  })
  await pipeline(client.query(copyTo(`copy ${table} to stdout`)), keep)
  client.release()
  return chunks
}

/** Into tables like the real ones, index included. */
async function copyIn(copies: Buffer[][]): Promise<void> {
  await inTransaction(async (client) => {
    for (const [index, table] of TABLES.entries()) {
      await client.query(`create table bench_${table} (like ${table} including all)`)
      await pipeline(
        Readable.from(copies[index] ?? []),
        client.query(copyFrom(`copy bench_${table} from stdin`)),
      )
    }
  })
  for (const table of TABLES) await pool().query(`drop table bench_${table}`)
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

function report(name: string, rows: number, took: number): void {
  console.log(`  ${name}: ${took.toFixed(1)} s, ${Math.round(rows / took).toLocaleString('en-US')} rows/s`)
}

function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}
