import { PrismaPg } from '@prisma/adapter-pg'
import { Pool, types } from 'pg'
import { environment } from '@/lib/env'
import { PrismaClient } from './generated/client'

interface Database {
  pool: Pool
  prisma: PrismaClient
}

// One per process, also across Next's development reloads.
const holder = globalThis as unknown as { onebillDatabase?: Database }

/** One pool for plain SQL and for Prisma, which names its own type parsers with every query. */
function open(): Database {
  const { DATABASE_URL } = environment()
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: start through npm start or npm run onebill')
  const pool = new Pool({
    connectionString: DATABASE_URL,
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
  })
  pool.on('error', () => {}) // an idle connection lost with its server: the next query reports it
  pool.on('connect', (client) => client.on('error', () => {})) // one in use: its query or its next one reports it
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

const INT8 = 20
const DATE = 1082

/** bigint columns are bigint, dates stay `YYYY-MM-DD`. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (oid === INT8 && format !== 'binary') return (text: string) => BigInt(text)
  if (oid === DATE && format !== 'binary') return (text: string) => text
  return types.getTypeParser(oid, format as 'text')
}) as typeof types.getTypeParser

function database(): Database {
  return (holder.onebillDatabase ??= open())
}

/** Typed access to everything but facts and rollups. */
export function prisma(): PrismaClient {
  return database().prisma
}

/** Plain SQL, for facts, rollups and leases. */
export function pool(): Pool {
  return database().pool
}

export async function closeDatabase(): Promise<void> {
  const open = holder.onebillDatabase
  delete holder.onebillDatabase
  if (!open) return
  await open.prisma.$disconnect()
  await open.pool.end()
}
