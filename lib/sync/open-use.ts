import type { AdminClient } from '@/lib/anthropic/admin-client'
import type { Lease } from '@/lib/db/lease'
import { type OpenUse, storeOpenUse } from '@/lib/db/priceable-days'
import { addDays, dayOf, startOf } from '@/lib/domain/day'

const KINDS = ['uncachedInput', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'webSearches'] as const

/**
 * Today's use of an organisation on the legacy reports, which bill nothing before a day is over: kept for the reconciliation
 * to price, and nowhere else, until the day is read whole.
 */
export async function readOpenUse(
  { legacy }: Pick<AdminClient, 'legacy'>,
  lease: Lease,
  now: Date,
): Promise<void> {
  const today = dayOf(now)
  const window = { startingAt: startOf(today), endingAt: startOf(addDays(today, 1)), width: '1d' } as const
  const sums = new Map<string, OpenUse>()
  for (const { rows } of await legacy.usage(window, true))
    for (const row of rows) {
      const { model, serviceTier, contextWindow } = row
      const key = JSON.stringify([model, serviceTier, contextWindow])
      const sum = sums.get(key) ?? { model, serviceTier, contextWindow, ...NOTHING }
      sums.set(key, { ...sum, ...Object.fromEntries(KINDS.map((kind) => [kind, sum[kind] + row[kind]])) })
    }
  const used = [...sums.values()].filter((sum) => KINDS.some((kind) => sum[kind] > 0n))
  await storeOpenUse(lease, today, used)
}

const NOTHING = {
  uncachedInput: 0n,
  cacheRead: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  output: 0n,
  webSearches: 0n,
}
