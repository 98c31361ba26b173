import type { Caching } from '@/lib/domain/caching'
import type { PriceRange } from '@/lib/domain/pricing'
import { formatCount, formatPercent, formatUsd } from '@/lib/format'
import { nano } from '@/lib/domain/money'

export interface CachingWords {
  /** "Saved", "Wasted", "Saved or wasted", "Neither". */
  title: string
  /** One amount, or from one to the other. */
  amount: string
  sentence: string
  notes: string[]
}

/** Null where nothing was cached, neither read nor written. */
export function prepareCaching(caching: Caching): CachingWords | null {
  const { net, saved, paid, reads, writes, prompts, unpriced, estimated } = caching
  if (reads + writes === 0n) return null
  const isPriced = unpriced.tokens < reads + writes
  const less = `Reads cost ${rangeText(saved)} less than plain input`
  const share = `${formatPercent(reads, prompts)} of prompt tokens came from the cache`
  const notes: string[] = []
  if (unpriced.tokens > 0n)
    notes.push(
      `${formatCount(unpriced.tokens).text} cached tokens have no price and are not counted: ${unpriced.models.join(', ')}.`,
    )
  if (estimated.length > 0) notes.push(`Estimated, priced by likeness of name: ${estimated.join(', ')}.`)
  if (net.low !== net.high)
    notes.push('A range, because a model’s price hangs on the length of each prompt, which no report tells.')
  notes.push('At list prices of standard requests; batches save half of that.')
  if (!isPriced) return { title: 'No price', amount: '–', sentence: `${share}.`, notes }
  return {
    title: titleOf(net),
    amount: rangeText(magnitudes(net)),
    sentence: `${share}. ${less}${writes === 0n ? '; nothing was written' : `, writes ${rangeText(paid)} more`}.`,
    notes,
  }
}

function titleOf({ low, high }: PriceRange): string {
  if (low === 0n && high === 0n) return 'Neither saved nor wasted'
  if (low >= 0n) return 'Saved'
  return high <= 0n ? 'Wasted' : 'Saved or wasted'
}

/** What was wasted is said without a sign; only a range across nothing keeps it. */
function magnitudes({ low, high }: PriceRange): PriceRange {
  return high <= 0n ? { low: nano(-high), high: nano(-low) } : { low, high }
}

function rangeText({ low, high }: PriceRange): string {
  return low === high ? formatUsd(low).text : `${formatUsd(low).text} to ${formatUsd(high).text}`
}
