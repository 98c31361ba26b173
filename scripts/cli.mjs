import { spawn } from 'node:child_process'
import { ROOT } from './checkout.mjs'
import { commandLine } from './command-line.mjs'
import { openDatabase } from './database.mjs'
import { ExpectedFailure } from './expected-failure.mjs'
import { generateClient } from './generate-client.mjs'
import { install, requireNode } from './install.mjs'
import { environmentFor, readSettings } from './settings.mjs'

const silent = { write() {} }

let exitCode = 1
let database = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {}) // the command decides, we clean up
try {
  requireNode()
  await install(ROOT, { out: process.stderr })
  const settings = await readSettings(ROOT)
  await generateClient(ROOT, { out: process.stderr })
  database = await openDatabase(settings, { out: silent })
  exitCode = await runCommand(environmentFor(settings, database.url))
} catch (error) {
  console.error(error instanceof ExpectedFailure ? error.message : error)
}
await database?.stop()
process.exit(exitCode)

function runCommand(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...commandLine(), ...process.argv.slice(2)], {
      cwd: ROOT,
      env,
      stdio: 'inherit',
    })
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
