import type { AdminClient } from '@/lib/anthropic/admin-client'
import type { Lease } from '@/lib/db/lease'
import { type OpenUse, storeOpenUse } from '@/lib/db/priceable-days'
import { addDays, dayOf, startOf } from '@/lib/domain/day'
import { COUNTED_KINDS, NO_COUNTS, sumCounts } from './usage-counts'

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
      const sum = sums.get(key) ?? { model, serviceTier, contextWindow, ...NO_COUNTS }
      sums.set(key, { ...sum, ...sumCounts([sum, row]) })
    }
  const used = [...sums.values()].filter((sum) => COUNTED_KINDS.some((kind) => sum[kind] > 0n))
  await storeOpenUse(lease, today, used)
}
