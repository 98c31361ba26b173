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

/** API spend of one model on one key in two periods. */
export interface MoverCell {
  model: string | null
  keyId: string | null
  now: Nano
  before: Nano
}

/**
 * The change of an amount against the previous period. Where days of either period are missing nothing is compared: a
 * difference against a hole says nothing. "Mostly" is only said of one model on one key that makes up at least half of a
 * change in its own direction.
 */
export function compare(
  now: Nano,
  before: Nano,
  missing: { now: number; before: number },
  cells: readonly MoverCell[] = [],
): Comparison {
  if (missing.now > 0 || missing.before > 0)
    return { kind: 'incomplete', missingNow: missing.now, missingBefore: missing.before }
  const difference = nano(now - before)
  return { kind: 'change', difference, base: before, mover: mostly(difference, cells) }
}

function mostly(difference: Nano, cells: readonly MoverCell[]): Mover | null {
  if (difference === 0n) return null
  const direction = difference > 0n ? 1n : -1n
  let most: Mover | null = null
  for (const { model, keyId, now, before } of cells) {
    const moved = nano(now - before)
    if (moved * direction <= 0n) continue
    if (!most || moved * direction > most.difference * direction) most = { model, keyId, difference: moved }
  }
  return most && most.difference * direction * 2n >= difference * direction ? most : null
}
