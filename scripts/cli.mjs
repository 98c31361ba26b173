/** `npm run onebill -- …`: the command line of the application. */
import { ROOT } from './checkout.mjs'
import { commandLine } from './command-line.mjs'
import { openDatabase } from './database.mjs'
import { generateClient } from './generate-client.mjs'
import { runWithDatabase } from './run-with-database.mjs'

const open = async (settings, options) => {
  await generateClient(ROOT, { out: process.stderr })
  return openDatabase(settings, options)
}
await runWithDatabase(open, [...commandLine(), ...process.argv.slice(2)])
