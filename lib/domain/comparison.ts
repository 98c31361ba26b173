import { nano, type Nano } from './money'

/** A part of API spend that moved between two periods. */
interface Mover {
  model: string | null
  keyId: string | null
  difference: Nano
}

export type Comparison =
  | {
      kind: 'change'
      difference: Nano
      /** What it is compared with; a percentage makes sense only when it is not zero. */
      base: Nano
      /** The part that moved most in the same direction, where it is at least half of the change. */
      mover: Mover | null
    }
  /** Days that are missing, in one period or both. */
  | { kind: 'incomplete'; missingNow: number; missingBefore: number }

/** API spend of a period before, and what moved most since then, in either direction. */
export interface PairedSpend {
  before: Nano
  /** The one model on one key that rose most; null where none did. */
  rise: Mover | null
  fall: Mover | null
}

export const NOTHING_PAIRED: PairedSpend = { before: nano(0n), rise: null, fall: null }

/**
 * The change of an amount against the previous period. Where days of either period are missing nothing is compared: a
 * difference against a hole says nothing. "Mostly" is only said of one model on one key that makes up at least half of a
 * change in its own direction.
 */
export function compare(
  now: Nano,
  before: Nano,
  missing: { now: number; before: number },
  { rise, fall }: Pick<PairedSpend, 'rise' | 'fall'> = NOTHING_PAIRED,
): Comparison {
  if (missing.now > 0 || missing.before > 0)
    return { kind: 'incomplete', missingNow: missing.now, missingBefore: missing.before }
  const difference = nano(now - before)
  const most = difference > 0n ? rise : difference < 0n ? fall : null
  const direction = difference > 0n ? 1n : -1n
  const isMost = most !== null && most.difference * direction * 2n >= difference * direction
  return { kind: 'change', difference, base: before, mover: isMost ? most : null }
}
