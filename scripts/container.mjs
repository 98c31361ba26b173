/** Starts Onebill in a container: on a PostgreSQL of yours, from what build-image.mjs put together. */
import { spawnSync } from 'node:child_process'
import http from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './checkout.mjs'
import { ExpectedFailure } from './expected-failure.mjs'
import { migrate } from './migrate.mjs'
import { stopServing } from './stop-serving.mjs'

const GRACE_MS = 2_500

const own = (...parts) => import(pathToFileURL(path.join(ROOT, ...parts)).href)

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
let httpServer = null
let stopping = false

try {
  await start()
} catch (error) {
  console.error(error instanceof ExpectedFailure ? error.message : error)
  process.exit(1)
}

async function start() {
  const { readEnvironment } = await own('dist', 'env.mjs')
  const result = readEnvironment(process.env)
  const problems = 'problems' in result ? result.problems : []
  if (!process.env.DATABASE_URL?.trim()) problems.push('DATABASE_URL: is required in a container')
  if (problems.length > 0)
    throw new ExpectedFailure(['Onebill cannot start with these settings:', ...problems].join('\n  '))
  const { PORT, HOST, DATABASE_URL, AUTH_SECRET, ONEBILL_URL } = result.environment
  const url = ONEBILL_URL ?? `http://localhost:${PORT}`
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_MANUAL_SIG_HANDLE: 'true',
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: AUTH_SECRET,
    PORT: String(PORT),
    HOSTNAME: HOST,
  })
  await migrate(DATABASE_URL)
  const { signInLink, warnings } = prepareStart()
  await serve()
  console.log(`Onebill is ready at ${url}`)
  for (const warning of warnings) console.warn(warning)
  if (signInLink) console.log(`Create the owner within 15 minutes, with this one-time link:\n${signInLink}`)
}

function prepareStart() {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'dist', 'onebill.mjs'), 'prepare-start'],
    { encoding: 'utf8', cwd: ROOT },
  )
  if (status !== 0) throw new ExpectedFailure(stderr.trim() || 'Onebill could not be prepared.')
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

/** Next's own start keeps its server to itself; ending well needs it. */
async function serve() {
  const { createServer } = http
  const listening = new Promise((resolve, reject) => {
    http.createServer = (...args) => {
      httpServer = createServer(...args)
      httpServer.once('listening', resolve)
      httpServer.once('error', reject)
      return httpServer
    }
  })
  await own('server.js')
  await listening
  http.createServer = createServer
}

async function stop() {
  if (stopping) return
  stopping = true
  if (httpServer) await stopServing(httpServer, GRACE_MS)
  process.exit(0)
}
