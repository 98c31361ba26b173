import { spawn } from 'node:child_process'
import { ROOT } from './checkout.mjs'
import { ExpectedFailure } from './expected-failure.mjs'
import { install, requireNode } from './install.mjs'
import { environmentFor, readSettings } from './settings.mjs'

const silent = { write() {} }

/** Runs a Node program in the environment the server gets, on an opened database, and ends this process as it ends. */
export async function runWithDatabase(open, program) {
  let exitCode = 1
  let database = null
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {}) // the program decides, we clean up
  try {
    requireNode()
    await install(ROOT, { out: process.stderr })
    const settings = await readSettings(ROOT)
    database = await open(settings, { out: silent })
    exitCode = await run(program, environmentFor(settings, database.url))
  } catch (error) {
    console.error(error instanceof ExpectedFailure ? error.message : error)
  }
  await database?.stop()
  process.exit(exitCode)
}

function run(program, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, program, { cwd: ROOT, env, stdio: 'inherit' })
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
