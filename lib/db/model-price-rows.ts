import type { Day } from '@/lib/domain/day'
import type { TokenPrices } from '@/lib/domain/pricing'
import { prisma } from './client'

/** A price an owner entered for a model. */
export interface StoredPrice {
  id: string
  model: string
  startsOn: Day
  prices: TokenPrices
  source: string
  createdAt: Date
  /** Taken back, and can be brought back. */
  deletedAt: Date | null
}

/** By model, the newest first; those taken back among them. */
export async function readModelPrices(): Promise<StoredPrice[]> {
  const rows = await prisma().modelPrice.findMany({ orderBy: [{ model: 'asc' }, { startsOn: 'desc' }] })
  return rows.map((row) => ({
    id: row.id,
    model: row.model,
    startsOn: row.startsOn as Day,
    prices: {
      uncachedInput: row.inputNano,
      cacheWrite5m: row.cacheWrite5mNano,
      cacheWrite1h: row.cacheWrite1hNano,
      cacheRead: row.cacheReadNano,
      output: row.outputNano,
    },
    source: row.source,
    createdAt: row.createdAt,
    deletedAt: row.deletedAt,
  }))
}
