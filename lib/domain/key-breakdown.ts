import { nano, splitByLargestRemainder, sum, type Nano } from './money'

/** What one value of a dimension cost; null = Anthropic's own null. */
export interface Part {
  value: string | null
  amount: Nano
}

export interface Breakdown {
  /** The largest first; of equal ones the first by value, null last. */
  parts: (Part & { share: bigint | null })[]
  /** What no part accounts for: total − Σ parts. Zero where the source told all of it. */
  remainder: Nano
  remainderShare: bigint | null
}

/**
 * Parts of a total with what is left over, so that Σ parts + remainder = total, exactly. Shares are whole tenths of a percent
 * by largest remainder, so they sum to 1,000 with the remainder's; null where the total or a part is not positive enough
 * to speak of shares (a total of zero, or any negative amount).
 */
export function breakDown(all: readonly Part[], total: Nano): Breakdown {
  const byValue = new Map<string | null, Nano>()
  for (const { value, amount } of all) byValue.set(value, nano((byValue.get(value) ?? 0n) + amount))
  const parts = [...byValue]
    .map(([value, amount]) => ({ value, amount }))
    .sort((a, b) => compare(b.amount, a.amount) || order(a.value, b.value))
  const remainder = nano(total - sum(parts.map(({ amount }) => amount)))
  const weights = [...parts.map(({ amount }) => amount), remainder]
  const isShared = total > 0n && weights.every((weight) => weight >= 0n)
  const shares = isShared ? splitByLargestRemainder(nano(1000n), weights) : null
  return {
    parts: parts.map((part, index) => ({ ...part, share: shares?.[index] ?? null })),
    remainder,
    remainderShare: shares?.at(-1) ?? null,
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function order(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  return b === null || a < b ? -1 : 1
}
