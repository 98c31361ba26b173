import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readLockFile } from './postgres-lock-file.mjs'
import { startPostgres } from './postgres.mjs'

let dataDir
let started

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(tmpdir(), 'onebill-postgres-'))
  started = []
})

afterEach(async () => {
  for (const postgres of started) await postgres.stop()
  fs.rmSync(dataDir, { recursive: true, force: true })
})

async function start() {
  const postgres = await startPostgres({ dataDir })
  started.push(postgres)
  return postgres
}

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const lockFile = () => readLockFile(path.join(dataDir, 'postgres'))
const isRunning = (pid) => {
  try {
    process.kill(pid, 0)
    return fs.existsSync(`/proc/${pid}/cmdline`)
      ? fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
      : true
  } catch {
    return false
  }
}
const untilGone = (pid) =>
  vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000, interval: 20 })

test('a second start joins the running server, and only the last to leave stops it', async () => {
  const first = await start()
  const second = await start()
  expect([first.adopted, second.adopted]).toEqual([false, true])
  expect(second.url).toBe(first.url)
  await first.stop()
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.stop()
  expect(lockFile()).toBeNull()
  await untilGone(first.pid)
})

test('a start that is given up leaves no server behind', async () => {
  const first = await start()
  await first.stop()
  await untilGone(first.pid)
  const ending = new AbortController()
  const starting = startPostgres({ dataDir, signal: ending.signal }).catch((error) => error)
  const { pid } = await vi.waitFor(() => lockFile() ?? Promise.reject(new Error('not yet')), { interval: 1 })
  ending.abort()
  expect(await starting).toBe(ending.signal.reason)
  await untilGone(pid)
})

test('two starts at once on an empty folder end up with one server', async () => {
  const [one, other] = await Promise.all([start(), start()])
  expect(other.url).toBe(one.url)
  expect(fs.readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres-password', 'postgres.log'])
})

test('a start that meets the lock file of another one before it is written waits for it', async () => {
  const first = await start()
  await first.stop()
  await untilGone(first.pid)
  const unwritten = path.join(dataDir, 'postgres', 'postmaster.pid')
  fs.writeFileSync(unwritten, '')
  const starting = start()
  const log = () => fs.readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')
  await vi.waitFor(() => expect(log()).toContain('is empty'), { timeout: 20_000, interval: 5 })
  fs.rmSync(unwritten)
  expect((await starting).adopted).toBe(false)
})

test('secrets and database are closed to others, the server speaks UTF-8 and listens on loopback only', async () => {
  const { url } = await start()
  expect(fs.statSync(path.join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600)
  expect(fs.statSync(path.join(dataDir, 'postgres')).mode & 0o777).toBe(0o700)
  expect(await query(url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  expect(await query(url, `select lower('ÄÉ') as text`)).toEqual([{ text: 'äé' }])
  const wrong = url.replace(/:[^:@]+@/, ':guessed@')
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed')
})

test('a server killed with -9 comes back with every committed row', async () => {
  const first = await start()
  await query(first.url, 'create table kept (n int); insert into kept values (7)')
  process.kill(first.pid, 'SIGKILL')
  await untilGone(first.pid)
  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }])
})

test('a server whose starter was killed with -9 is adopted', async () => {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.mjs', import.meta.url).href)})
    console.log((await startPostgres({ dataDir: ${JSON.stringify(dataDir)} })).url)
    setInterval(() => {}, 1000)`
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await once(starter.stdout, 'data')
  starter.kill('SIGKILL')
  await once(starter, 'exit')
  const next = await start()
  expect(next.adopted).toBe(true)
  expect(next.url).toBe(String(printed).trim())
})

test('a stale postmaster.pid that names a foreign process does not stop a start, and leaves that process alone', async () => {
  const first = await start()
  await first.stop()
  const folder = path.join(dataDir, 'postgres')
  const { uid, gid } = fs.statSync(folder)
  const account = process.getuid() === 0 ? { uid, gid } : {}
  const foreign = spawn('sleep', ['600'], { stdio: 'ignore', cwd: '/', ...account })
  try {
    const file = path.join(folder, 'postmaster.pid')
    fs.writeFileSync(file, `${foreign.pid}\n${folder}\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n`)
    if (process.getuid() === 0) fs.chownSync(file, uid, gid)
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(foreign.exitCode ?? foreign.signalCode).toBeNull()
  } finally {
    foreign.kill()
  }
})

test('a throw-away server and its folder disappear with the process that asked for it', async () => {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.mjs', import.meta.url).href)})
    console.log((await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, throwAway: true })).pid)
    setInterval(() => {}, 1000)`
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await once(starter.stdout, 'data')
  starter.kill('SIGKILL')
  await untilGone(Number(String(printed)))
  await vi.waitFor(() => expect(fs.existsSync(dataDir)).toBe(false), { timeout: 20_000, interval: 20 })
})

test('a database folder of another major version is left alone, and the way out is said', async () => {
  const first = await start()
  await first.stop()
  const version = path.join(dataDir, 'postgres', 'PG_VERSION')
  const ours = fs.readFileSync(version, 'utf8').trim()
  fs.writeFileSync(version, '15\n')
  await expect(start()).rejects.toThrow(
    new RegExp(
      `was made by PostgreSQL 15; this Onebill brings PostgreSQL ${ours}, .* backup FILE\\. .* restore FILE$`,
    ),
  )
  fs.writeFileSync(version, `${ours}\n`)
  expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }])
})
