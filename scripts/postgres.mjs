import { spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ExpectedFailure } from './expected-failure.mjs'
import { freePort } from './free-port.mjs'
import { binary } from './postgres-binaries.mjs'
import { SUPERUSER, createCluster, serverEnvironment } from './postgres-cluster.mjs'
import { disownLockFile, isAlive, isPostgres, readLockFile } from './postgres-lock-file.mjs'
import { preparePlace } from './postgres-place.mjs'

const DATABASE = 'onebill'
/** Every user of the embedded server holds this advisory lock in shared mode; whoever gets it alone may stop the server. */
const IN_USE = 7_263_455_001

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one already running there.
 * `stop()` ends it with a fast shutdown unless another process of ours still uses it.
 * `throwAway` is for tests: no fsync, and the folder disappears with the process that asked, however that ends.
 * Aborting `signal` while it starts ends what was started.
 */
export async function startPostgres({ dataDir, throwAway = false, port, onLost = () => {}, signal }) {
  const place = preparePlace(path.resolve(dataDir))
  const deadline = Date.now() + 300_000
  let startedProcess = null
  try {
    for (;;) {
      const holder = await join(place, signal)
      if (holder) {
        const watchdog =
          throwAway && startedProcess ? startWatchdog(startedProcess.pid, path.resolve(dataDir)) : null
        return joined({ place, holder, onLost, watchdog, adopted: startedProcess === null })
      }
      if (Date.now() > deadline)
        throw new ExpectedFailure(`PostgreSQL did not get ready within five minutes. Its log is ${place.log}`)
      startedProcess = await startServer(place, { throwAway, port, signal })
      port = undefined
    }
  } catch (error) {
    if (startedProcess) shutDown(place, startedProcess.pid)
    throw error
  }
}

/** A connection to the running server of this folder that keeps it from being stopped, or null when there is none. */
async function join(place, signal) {
  for (const deadline = Date.now() + 300_000; Date.now() < deadline; await delay(25)) {
    signal?.throwIfAborted()
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
async function startServer(place, { throwAway, port, signal }) {
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
  let givenUp = false
  server.once('error', (error) => (ended = error.message))
  server.once('exit', (code, signal) => (ended = `exit ${code ?? signal}`))
  while (ended === null) {
    const lock = readLockFile(place.clusterDir)
    if (lock?.pid === server.pid && lock.ready && !givenUp) return server
    if (signal?.aborted && !givenUp) {
      givenUp = true
      shutDown(place, server.pid)
    }
    await delay(20)
  }
  signal?.throwIfAborted()
  const said = fs.existsSync(place.log) ? fs.readFileSync(place.log, 'utf8').slice(from) : ''
  if (
    /lock file "postmaster.pid" already exists|pre-existing shared memory block|Address already in use/.test(
      said,
    )
  ) {
    await delay(200)
    return null
  }
  if (/lock file "postmaster.pid" is empty/.test(said) && (await isWrittenSoon(place.clusterDir))) return null
  if (/database files are incompatible with server/.test(said)) throw otherMajor(place)
  const reason = /(?:FATAL|PANIC|error while loading shared libraries): *(.*)/.exec(said)?.[1] ?? ended
  throw new ExpectedFailure(`The embedded PostgreSQL did not start: ${reason}. Its log is ${place.log}`)
}

/** Another start has made the lock file and not written it yet; what stays empty is left of a crash. */
async function isWrittenSoon(clusterDir) {
  for (const deadline = Date.now() + 2000; Date.now() < deadline; await delay(20)) {
    const size = fs.statSync(path.join(clusterDir, 'postmaster.pid'), { throwIfNoEntry: false })?.size
    if (size !== 0) return true
  }
  return false
}

/** Only a server of the major version that made a folder reads it, so the way leads through a backup. */
function otherMajor({ clusterDir, native }) {
  const madeBy = fs.readFileSync(path.join(clusterDir, 'PG_VERSION'), 'utf8').trim()
  const told = spawnSync(binary(native, 'postgres'), ['--version'], { encoding: 'utf8', windowsHide: true })
  const ours = /\d+/.exec(told.stdout ?? '')?.[0] ?? 'another version'
  return new ExpectedFailure(
    `The database in ${clusterDir} was made by PostgreSQL ${madeBy}; this Onebill brings PostgreSQL ${ours}, which cannot read it. Nothing was changed. ` +
      `With the Onebill you used until now, run: npm run --silent onebill -- backup FILE. Then move that folder away and run with this one: npm run --silent onebill -- restore FILE`,
  )
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
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`
}

function sameFolder(one, other) {
  try {
    return fs.realpathSync(one) === fs.realpathSync(other)
  } catch {
    return path.resolve(one) === path.resolve(other)
  }
}
