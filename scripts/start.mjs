import { fork } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ROOT } from './checkout.mjs'
import { build } from './build.mjs'
import { commandLine } from './command-line.mjs'
import { openDatabase } from './database.mjs'
import { ExpectedFailure } from './expected-failure.mjs'
import { generateClient } from './generate-client.mjs'
import { install, requireNode } from './install.mjs'
import { watchNpm } from './npm-parent.mjs'
import { startPostgres } from './postgres.mjs'
import { readSettings, environmentFor } from './settings.mjs'
import { run, step } from './steps.mjs'

const STOP_WITHIN_MS = 4_500

const dev = process.argv.includes('--dev')
const ending = new AbortController()
let opening = null
let database = null
let server = null

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ending.abort())
watchNpm(() => ending.abort())

let exitCode = 0
try {
  await Promise.race([start().then(untilTheEnd), aborted()])
} catch (error) {
  if (!ending.signal.aborted) {
    exitCode = 1
    console.error(error instanceof ExpectedFailure ? error.message : error)
  }
}
await Promise.race([stopEverything(), delay(STOP_WITHIN_MS)])
process.exit(exitCode)

async function start() {
  const begin = performance.now()
  const { signal } = ending
  requireNode()
  await install(ROOT, { signal })
  const settings = await readSettings(ROOT)
  await requireFreePort(settings)
  await generateClient(ROOT, { signal })
  if (!dev) await build(ROOT, { signal })
  server = loadServer()
  opening = openDatabase(settings, {
    signal,
    onLost: () => restartPostgres(settings),
    onOpened: (opened) => (database = opened),
  })
  await opening
  const env = environmentFor(settings, database.url)
  const { signInLink, warnings } = await step('Preparing', () => prepareStart(env, signal))
  await step('Starting the server', () => startServer(env))
  signal.throwIfAborted()
  console.log(
    `\nOnebill is ready at ${settings.url} after ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  )
  for (const warning of warnings) console.warn(warning)
  if (signInLink) console.log(`Create the owner within 15 minutes, with this one-time link:\n${signInLink}`)
}

/** A start right after a crash may meet the old server on its way out, so a taken port gets a moment to become free. */
async function requireFreePort({ host, port }) {
  for (const deadline = Date.now() + 3_500; ; await delay(100)) {
    const problem = await tryPort(host, port)
    if (problem === null) return
    if (problem !== 'EADDRINUSE')
      throw new ExpectedFailure(
        `Onebill cannot listen on ${host}, port ${port} (${problem}). Set HOST and PORT.`,
      )
    if (Date.now() > deadline) throw portTaken({ host, port })
  }
}

function portTaken({ host, port }) {
  return new ExpectedFailure(
    `Port ${port} on ${host} is taken by another program, or Onebill runs there already. Stop it, or set PORT to another number.`,
  )
}

function tryPort(host, port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}

async function prepareStart(env, signal) {
  const output = await run(process.execPath, [...commandLine(), 'prepare-start'], {
    cwd: ROOT,
    env,
    signal,
    failure: (output) => output.trim(),
  })
  return JSON.parse(output.trim().split('\n').at(-1))
}

function loadServer() {
  const child = fork(path.join(ROOT, 'scripts', 'server.mjs'), {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' },
    detached: true,
  })
  child.on('error', () => {}) // a message to a process that is gone; its exit is what counts
  return child
}

function startServer(env) {
  server.send({ serve: { ...env, NODE_ENV: dev ? 'development' : 'production' } })
  return new Promise((resolve, reject) => {
    server.once('message', ({ failed }) => {
      if (failed === 'taken') reject(portTaken({ host: env.HOST, port: env.PORT }))
      else if (failed) reject(new ExpectedFailure(`The server did not start: ${failed}`))
      else resolve()
    })
    onServerGone((how) => reject(new ExpectedFailure(`The server did not start (${how}).`)))
  })
}

function onServerGone(callback) {
  if (server.exitCode !== null || server.signalCode !== null) callback(server.signalCode ?? server.exitCode)
  server.once('exit', (code, signal) => callback(signal ?? code))
}

function aborted() {
  return new Promise((_, reject) => {
    if (ending.signal.aborted) reject(ending.signal.reason)
    ending.signal.addEventListener('abort', () => reject(ending.signal.reason))
  })
}

function untilTheEnd() {
  return new Promise((_, reject) =>
    onServerGone((how) =>
      reject(new ExpectedFailure(`The server stopped unexpectedly (${how}). Start Onebill again.`)),
    ),
  )
}

/** PostgreSQL went away under us (killed, out of memory): it comes back on the same port, and the server reconnects. */
async function restartPostgres(settings) {
  if (ending.signal.aborted) return
  console.error('The embedded PostgreSQL was lost; starting it again.')
  try {
    const { port } = database
    opening = startPostgres({
      dataDir: settings.dataDir,
      port,
      signal: ending.signal,
      onLost: () => restartPostgres(settings),
    })
    database = await opening
    if (database.port !== port)
      throw new ExpectedFailure('The embedded PostgreSQL came back on another port. Start Onebill again.')
  } catch (error) {
    if (ending.signal.aborted) return
    console.error(error instanceof ExpectedFailure ? error.message : error)
    exitCode = 1
    ending.abort()
  }
}

async function stopEverything() {
  if (server && server.exitCode === null && server.signalCode === null) {
    const gone = new Promise((resolve) => server.once('exit', resolve))
    if (server.connected) server.send('stop', () => {})
    await Promise.race([gone, delay(3_000)])
    server.kill('SIGKILL')
  }
  await opening?.catch(() => {})
  await database?.stop()
}
