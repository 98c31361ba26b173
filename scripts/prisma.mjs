/** `npm run prisma -- migrate dev --name …`: Prisma's command line on the database of these settings, as it stands. */
import path from 'node:path'
import { ROOT } from './checkout.mjs'
import { openServer } from './database.mjs'
import { runWithDatabase } from './run-with-database.mjs'

const prisma = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js')
await runWithDatabase(openServer, [prisma, ...process.argv.slice(2)])
