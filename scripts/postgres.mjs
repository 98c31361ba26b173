import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ExpectedFailure } from './expected-failure.mjs'
import { canReach, chooseAccount } from './postgres-account.mjs'
import { binary, prepareBinaries } from './postgres-binaries.mjs'
import { disownLockFile, isAlive, isPostgres, readLockFile } from './postgres-lock-file.mjs'

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const USER = 'onebill'
const DATABASE = 'onebill'
/** Every user of the embedded server holds this advisory lock in shared mode; whoever gets it alone may stop the server. */
const IN_USE = 7_263_455_001

const ROOTS_OWN_FOLDER = '/var/lib/onebill'

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one already running there.
 * `stop()` ends it with a fast shutdown unless another process of ours still uses it.
 * `throwAway` is for tests: no fsync, and the folder disappears with the process that asked, however that ends.
 */
export async function startPostgres({ dataDir, throwAway = false, port, onLost = () => {} }) {
  const place = preparePlace(path.resolve(dataDir))
  const deadline = Date.now() + 300_000
  let startedProcess = null
  for (;;) {
    const holder = await join(place)
    if (holder) {
      const watchdog =
        throwAway && startedProcess ? startWatchdog(startedProcess.pid, path.resolve(dataDir)) : null
      return joined({ place, holder, onLost, watchdog, adopted: startedProcess === null })
    }
    if (Date.now() > deadline)
      throw new ExpectedFailure(`PostgreSQL did not get ready within five minutes. Its log is ${place.log}`)
    startedProcess = await startServer(place, { throwAway, port })
    port = undefined
  }
}

function preparePlace(dataDir) {
  const pointer = path.join(dataDir, 'postgres-is-at')
  const inside = path.join(dataDir, 'postgres')
  let account = chooseAccount({ clusterDir: fs.existsSync(pointer) ? readPointer(pointer) : inside, dataDir })
  makeDataDir(dataDir, account)
  let clusterDir = inside
  if (fs.existsSync(pointer)) clusterDir = readPointer(pointer)
  else if (!canReach(account, dataDir)) {
    const name = createHash('sha256').update(fs.realpathSync(dataDir)).digest('hex').slice(0, 16)
    clusterDir = path.join(ROOTS_OWN_FOLDER, name, 'postgres')
    account = chooseAccount({ clusterDir, dataDir })
    fs.mkdirSync(path.dirname(clusterDir), { recursive: true, mode: 0o755 })
    fs.writeFileSync(pointer, `${clusterDir}\n`, { mode: 0o600 })
  }
  const spareDir = account === null ? dataDir : ROOTS_OWN_FOLDER
  return {
    account,
    clusterDir,
    log: path.join(dataDir, 'postgres.log'),
    native: prepareBinaries({ root: ROOT, account, spareDir }),
    password: keepSecret(path.join(dataDir, 'postgres-password')),
  }
}

function readPointer(pointer) {
  return fs.readFileSync(pointer, 'utf8').trim()
}

function makeDataDir(dataDir, account) {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    fs.accessSync(dataDir, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
    const { uid } = fs.statSync(dataDir)
    if (account !== null && uid === 0) fs.chmodSync(dataDir, 0o711)
  } catch (error) {
    throw new ExpectedFailure(
      `The data folder ${dataDir} cannot be used (${error.code}). Give it to the account that runs Onebill, or name another in ONEBILL_DATA_DIR.`,
    )
  }
}

/** Reads a secret, or makes it; a second process doing the same at the same moment gets the same one. */
export function keepSecret(file) {
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`
    fs.writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
    try {
      fs.linkSync(draft, file)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      fs.rmSync(draft, { force: true })
    }
  }
  return fs.readFileSync(file, 'utf8').trim()
}

/** A connection to the running server of this folder that keeps it from being stopped, or null when there is none. */
async function join(place) {
  for (const deadline = Date.now() + 300_000; Date.now() < deadline; await delay(25)) {
    const lock = readLockFile(place.clusterDir)
    if (!lock || !isAlive(lock.pid)) return null
    if (!isPostgres(lock.pid)) {
      disownLockFile(place.clusterDir)
      return null
    }
    if (!lock.ready) continue
    const client = await connect(urlOf(place, lock.port, 'postgres'))
    if (client === null) continue
    try {
      const { rows } = await client.query('show data_directory')
      if (!sameFolder(rows[0].data_directory, place.clusterDir)) {
        await client.end()
        return null
      }
      await client.query(`select pg_advisory_lock_shared(${IN_USE})`)
      await createDatabase(client)
      return { client, pid: lock.pid, port: lock.port }
    } catch {
      client.end().catch(() => {})
    }
  }
  throw new ExpectedFailure(
    `PostgreSQL is running in ${place.clusterDir} but does not answer. Its log is ${place.log}`,
  )
}

async function connect(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    if (error.code === '28P01')
      throw new ExpectedFailure(
        'The password of the embedded PostgreSQL in the data folder is not the one it was made with.',
      )
    return null
  }
}

async function createDatabase(client) {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
  if (rowCount > 0) return
  await client.query(`create database ${DATABASE}`).catch((error) => {
    if (error.code !== '42P04' && error.code !== '23505') throw error
  })
}

function joined({ place, holder, onLost, watchdog, adopted }) {
  let stopping = false
  holder.client.once('end', () => {
    if (!stopping) onLost()
  })
  return {
    url: urlOf(place, holder.port, DATABASE),
    port: holder.port,
    pid: holder.pid,
    adopted,
    async stop() {
      if (stopping) return
      stopping = true
      await leave(place, holder)
      watchdog?.release()
    },
  }
}

async function leave(place, { client, pid }) {
  try {
    await client.query(`select pg_advisory_unlock_shared(${IN_USE})`)
    const { rows } = await client.query(`select pg_try_advisory_lock(${IN_USE}) as alone`)
    if (!rows[0].alone) {
      await client.end()
      return
    }
  } catch {
    if (!isPostgres(pid) || readLockFile(place.clusterDir)?.pid !== pid) return
  }
  shutDown(place, pid)
  for (const deadline = Date.now() + 60_000; isAlive(pid) && Date.now() < deadline;) await delay(10)
  client.end().catch(() => {})
}

function shutDown(place, pid) {
  if (process.platform === 'win32')
    spawnSync(binary(place.native, 'pg_ctl'), ['stop', '-D', place.clusterDir, '-m', 'fast'], {
      cwd: '/',
      windowsHide: true,
    })
  else
    try {
      process.kill(pid, 'SIGINT')
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
}

/** Starts the server process and waits until it is ready or has given up; a lost race against another start is no error. */
async function startServer(place, { throwAway, port }) {
  if (!fs.existsSync(path.join(place.clusterDir, 'PG_VERSION'))) createCluster(place, throwAway)
  rotateLog(place.log)
  const log = fs.openSync(place.log, 'a', 0o600)
  const settings = {
    listen_addresses: '127.0.0.1',
    port: port ?? (await freePort()),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_error_verbosity: 'terse',
    max_connections: 100,
    ...(throwAway && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const from = fs.fstatSync(log).size
  const server = spawn(binary(place.native, 'postgres'), ['-D', place.clusterDir, ...flags], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
    windowsHide: true,
    ...place.account,
  })
  fs.closeSync(log)
  server.unref()
  let ended = null
  server.once('error', (error) => (ended = error.message))
  server.once('exit', (code, signal) => (ended = `exit ${code ?? signal}`))
  while (ended === null) {
    const lock = readLockFile(place.clusterDir)
    if (lock?.pid === server.pid && lock.ready) return server
    await delay(20)
  }
  const said = fs.existsSync(place.log) ? fs.readFileSync(place.log, 'utf8').slice(from) : ''
  if (
    /lock file "postmaster.pid" already exists|pre-existing shared memory block|Address already in use/.test(
      said,
    )
  ) {
    await delay(200)
    return null
  }
  const reason = /(?:FATAL|PANIC|error while loading shared libraries): *(.*)/.exec(said)?.[1] ?? ended
  throw new ExpectedFailure(`The embedded PostgreSQL did not start: ${reason}. Its log is ${place.log}`)
}

function createCluster(place, throwAway) {
  const draft = `${place.clusterDir}.${process.pid}`
  const passwordFile = `${draft}.password`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  fs.writeFileSync(passwordFile, place.password, { mode: 0o600 })
  if (place.account)
    for (const target of [draft, passwordFile]) fs.chownSync(target, place.account.uid, place.account.gid)
  const made = spawnSync(
    binary(place.native, 'initdb'),
    [
      ...[
        '-D',
        draft,
        '-U',
        USER,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
      ],
      ...[
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(throwAway ? ['--no-sync'] : []),
      ],
    ],
    { cwd: '/', encoding: 'utf8', env: serverEnvironment(), windowsHide: true, ...place.account },
  )
  fs.rmSync(passwordFile, { force: true })
  if (made.status !== 0) {
    fs.rmSync(draft, { recursive: true, force: true })
    const reason = (made.stderr || made.error?.message || `exit ${made.status}`).trim().split('\n').at(-1)
    throw new ExpectedFailure(`The embedded PostgreSQL could not create its database folder: ${reason}`)
  }
  try {
    fs.renameSync(draft, place.clusterDir)
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    if (!fs.existsSync(path.join(place.clusterDir, 'PG_VERSION'))) throw error
  }
}

/** PostgreSQL's own variables of the caller's shell must not reach the server, and its messages are matched in English. */
function serverEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}

function rotateLog(log) {
  if ((fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) fs.renameSync(log, `${log}.1`)
}

/** Outlives us to stop a throw-away server and remove its folder once our end of its input is closed. */
function startWatchdog(pid, dataDir) {
  if (process.platform === 'win32') return { release() {} }
  const script =
    'read -r _; kill -s QUIT "$1" 2>/dev/null; while kill -s 0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf "$2"'
  const watchdog = spawn('/bin/sh', ['-c', script, 'sh', String(pid), dataDir], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.unref()
  watchdog.stdin.unref?.()
  return { release: () => watchdog.stdin.end() }
}

function urlOf({ password }, port, database) {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
}

function sameFolder(one, other) {
  try {
    return fs.realpathSync(one) === fs.realpathSync(other)
  } catch {
    return path.resolve(one) === path.resolve(other)
  }
}

/** A port nobody listens on at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
