import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { sealSessionId, sessionCookie } from '@/lib/auth/session-cookie'
import { systemActor } from '@/lib/auth/system-actor'
import { startSession } from '@/lib/commands/sessions'
import { pool, prisma } from '@/lib/db/client'
import { BENCH_USER } from './bench-figures'
import { inTurn, median, ms, percentile } from './bench-timing'

const WARM_ROUNDS = 60
const COLD_ROUNDS = 10
const RANGES = { hour: '7d', day: '30d', week: '90d', month: '12m' } as const
const CLOCK_TICK_MS = 10

/** An address, and what a page that shows figures says. */
export interface MeasuredAddress {
  address: string
  says: string
}

/** The server's time for `/` by every group and bucket that can be had together. Also what the page's script weighs. */
export async function measurePages(groups: readonly string[], now: Date): Promise<void> {
  const addresses = groups.flatMap((group) =>
    Object.entries(RANGES)
      .filter(([bucket]) => !(bucket === 'hour' && group === 'person'))
      .map(([bucket, range]) => `/?range=${range}&bucket=${bucket}&group=${group}`),
  )
  const pages = ['/', ...addresses].map((address) => ({ address, says: 'By ' }))
  await measureAddresses(pages, now, async (url, read) => {
    await weighScripts(url, await read('/'), await (await fetch(`${url}/sign-in`)).text())
  })
}

/**
 * The server's time for these pages: warm as while somebody clicks about, cold as right after a sync (nothing remembered).
 * `also` runs while the server does.
 */
export async function measureAddresses(
  measured: readonly MeasuredAddress[],
  now: Date,
  also: (url: string, read: (address: string) => Promise<string>) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const root = path.resolve(import.meta.dirname, '..', '..')
  if (!existsSync(path.join(root, '.next', 'BUILD_ID'))) {
    console.log('  pages: not measured, there is no build (npm run build)')
    return
  }
  const env = { ...process.env, NODE_ENV: 'production' as const, ONEBILL_SYNC_EVERY: '0' }
  const { url, pid, stop } = await serve(root, env)
  try {
    const headers = { cookie: await signIn(now) }
    const read = async (address: string) => {
      const answer = await fetch(url + address, { headers, redirect: 'manual' })
      const page = await answer.text()
      if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`)
      return page
    }
    const visitor = startVisitor(root, url, headers.cookie)
    const pages = measured.map((page) => () => visitor.visit(page))
    const afterwards = (change: () => Promise<unknown>) =>
      pages.map((page) => async () => {
        await change()
        return page()
      })
    const cold = await inTurn(COLD_ROUNDS, afterwards(changeEveryDay), 1)
    const synced = await inTurn(COLD_ROUNDS, afterwards(changeLastDays), 1)
    const began = cpuTime(pid)
    const warm = await inTurn(WARM_ROUNDS, pages, 2)
    const cpu = began === null ? null : (cpuTime(pid) ?? 0) - began
    for (const [index, { address }] of measured.entries()) {
      const told = (times: readonly number[] = []) =>
        `p50 ${ms(median(times))}, p95 ${ms(percentile(times, 95))}`
      console.log(
        `  page ${address}: warm ${told(warm[index])} (aim < 80 ms); after a sync ${told(synced[index])}; cold ${told(cold[index])}`,
      )
    }
    await visitor.leave()
    const all = warm.flat()
    console.log(
      `  all pages, warm: p50 ${ms(median(all))}, p95 ${ms(percentile(all, 95))}` +
        (cpu === null ? '' : `, ${ms(cpu / (pages.length * (WARM_ROUNDS + 2)))} of processor time each`),
    )
    await also(url, read)
  } finally {
    await stop()
  }
}

async function signIn(now: Date): Promise<string> {
  const user = await prisma().user.upsert({
    where: { email: BENCH_USER },
    update: {},
    create: { email: BENCH_USER, name: 'Bench', role: 'viewer', createdAt: now },
  })
  const { sessionId } = await startSession(
    systemActor('bench', 'viewer'),
    { userId: user.id, userAgent: null },
    now,
  )
  return `${sessionCookie().name}=${await sealSessionId(sessionId)}`
}

/** As a sync does every hour. */
async function changeLastDays(): Promise<void> {
  await pool().query('update coverage set digest = gen_random_uuid()::text where day >= current_date - 1')
}

/** As right after a start: nothing that is remembered holds. */
async function changeEveryDay(): Promise<void> {
  await pool().query('update coverage set digest = gen_random_uuid()::text')
}

/** Of a process, in milliseconds; null where the system does not tell it this way. */
function cpuTime(pid: number | undefined): number | null {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return null
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS
}

/** What is loaded before first paint, gzipped: all of it, and what the plain sign-in page does without. */
async function weighScripts(url: string, page: string, plainPage: string): Promise<void> {
  const scriptsOf = (html: string) =>
    new Set([...html.matchAll(/<script[^>]* src="([^"]+\.js[^"]*)"/g)].flatMap(([, src]) => src ?? []))
  const plain = scriptsOf(plainPage)
  let total = 0
  let own = 0
  let hasChart = false
  for (const src of scriptsOf(page)) {
    const script = Buffer.from(await (await fetch(url + src)).arrayBuffer())
    const size = gzipSync(script).length
    total += size
    if (!plain.has(src)) own += size
    hasChart ||= script.includes('recharts-wrapper')
  }
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
  console.log(
    `  script of / before first paint, gzipped: ${kb(total)} (aim ≤ 290 kB), of it ${kb(own)} not on /sign-in (aim ≤ 40 kB); chart library ${hasChart ? 'AMONG IT' : 'not among it'}`,
  )
}

interface Visitor {
  /** Milliseconds to the page's last byte. Throws where the page is not what it should be. */
  visit: (page: MeasuredAddress) => Promise<number>
  leave: () => Promise<unknown>
}

function startVisitor(root: string, url: string, cookie: string): Visitor {
  const visitor = fork(path.join(root, 'scripts', 'bench-visitor.mjs'), [url, cookie], { execArgv: [] })
  return {
    visit: async (page) => {
      const answered = once(visitor, 'message') as Promise<[{ time: number } | { problem: string }]>
      visitor.send(page)
      const [answer] = await answered
      if ('problem' in answer) throw new Error(answer.problem)
      return answer.time
    },
    leave: () => {
      visitor.disconnect()
      return once(visitor, 'exit')
    },
  }
}

interface Served {
  url: string
  pid: number | undefined
  stop: () => Promise<void>
}

function serve(root: string, env: NodeJS.ProcessEnv): Promise<Served> {
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
      if (url && /Ready in/.test(output)) resolve({ url, pid: server.pid, stop })
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
    void ended.then(() => reject(new Error(`the server did not start:\n${output}`)))
  })
}
