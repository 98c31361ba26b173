/** `npm run onebill -- …`: the command line of the application. */
import { ROOT } from './checkout.mjs'
import { commandLine } from './command-line.mjs'
import { openDatabase, openUnmigrated } from './database.mjs'
import { generateClient } from './generate-client.mjs'
import { runWithDatabase } from './run-with-database.mjs'

/** A backup is for before an update too, and a restore for after a migration that failed. */
const AS_IT_STANDS = new Set(['backup', 'restore'])

const open = async (settings, options) => {
  await generateClient(ROOT, { out: process.stderr })
  return AS_IT_STANDS.has(process.argv[2])
    ? openUnmigrated(settings, options)
    : openDatabase(settings, options)
}
await runWithDatabase(open, [...commandLine(), ...process.argv.slice(2)])
