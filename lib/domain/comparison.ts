import { addDays, type Day, type DayRange, daysIn } from './day'
import { nano, type Nano, sum } from './money'

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

/** API spend of two periods, and what moved most from one to the other, in either direction. */
export interface PairedSpend {
  now: Nano
  before: Nano
  /** The one model on one key that rose most; null where none did. */
  rise: Mover | null
  fall: Mover | null
}

/** What one model came to on one key. */
export type PairAmount = Pick<Mover, 'model' | 'keyId'> & { amount: Nano }

/**
 * Two periods side by side, each as amounts per model and key, any pair any number of times. Of equal movers the first by model
 * and key counts, the nameless last.
 */
export function pairSpend(now: readonly PairAmount[], before: readonly PairAmount[]): PairedSpend {
  const moved = new Map<string | null, Map<string | null, Mover>>()
  const add = ({ model, keyId }: PairAmount, amount: bigint) => {
    const ofModel = moved.get(model) ?? new Map<string | null, Mover>()
    moved.set(model, ofModel)
    const difference = nano((ofModel.get(keyId)?.difference ?? 0n) + amount)
    ofModel.set(keyId, { model, keyId, difference })
  }
  for (const pair of now) add(pair, pair.amount)
  for (const pair of before) add(pair, -pair.amount)
  let rise: Mover | null = null
  let fall: Mover | null = null
  for (const mover of [...moved.values()].flatMap((ofModel) => [...ofModel.values()])) {
    if (mover.difference > 0n && (!rise || isAhead(mover, rise, mover.difference - rise.difference)))
      rise = mover
    if (mover.difference < 0n && (!fall || isAhead(mover, fall, fall.difference - mover.difference)))
      fall = mover
  }
  const total = (pairs: readonly PairAmount[]) => sum(pairs.map(({ amount }) => amount))
  return { now: total(now), before: total(before), rise, fall }
}

function isAhead(mover: Mover, than: Mover, by: bigint): boolean {
  if (by !== 0n) return by > 0n
  return mover.model === than.model ? isFirst(mover.keyId, than.keyId) : isFirst(mover.model, than.model)
}

function isFirst(name: string | null, than: string | null): boolean {
  return name !== null && (than === null || name < than)
}

export const NOTHING_PAIRED: PairedSpend = { now: nano(0n), before: nano(0n), rise: null, fall: null }

/** Today, and yesterday while nobody has told it yet. */
const MOST_LEFT_OUT = 2

/**
 * Two periods as far as they can be compared, half-open. Where the last day or two of the later one do not add up yet (the
 * legacy reports tell a day once it is over, the first sync of a day may be to come), both go without as many of their
 * last days. Longer gaps stay: `compare` then says what is missing.
 */
export function comparablePeriods(
  now: DayRange,
  before: DayRange,
  doesAddUp: (day: Day) => boolean,
): { now: DayRange; before: DayRange; leftOut: Day[] } {
  const days = daysIn(now)
  const known = days.findLastIndex(doesAddUp) + 1
  const leftOut = days.slice(known)
  const shorter = { from: before.from, to: addDays(before.to, -leftOut.length) }
  if (known === 0 || leftOut.length > MOST_LEFT_OUT || shorter.from >= shorter.to)
    return { now, before, leftOut: [] }
  return { now: { from: now.from, to: addDays(now.to, -leftOut.length) }, before: shorter, leftOut }
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
