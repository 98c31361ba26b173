import { addDays, type Day, dayOf, daysBetween, earlier, later } from './day'
import { divideHalfEven, nano, type Nano, sum } from './money'

/** Days after which what a stop saved is told. Source: issue "Every key explained", §5. */
export const TOLD_AFTER_DAYS = 14

/** Known days before the stop that its mean is of, at most, and how far back they are looked for. */
const MEAN_DAYS = 30
const MEAN_REACH = 90

/** What a key would have cost is not guessed for longer. */
const MOST_DAYS_SINCE = 365

/** A status that followed another. */
export interface StatusChange {
  at: Date
  before: string | null
  after: string | null
  /** Asked for here and confirmed, not only noticed. */
  isOurs: boolean
}

/** A key that was stopped from here: the UTC day it was, and the day it was active again; null = it still is stopped. */
export interface KeyStop {
  stoppedOn: Day
  endedOn: Day | null
}

/**
 * The times a key was stopped from here, oldest first: from a change of ours that took it from active to inactive or archived
 * until it was active again, whoever did that. `changes` in any order, those of one instant as they happened; archiving what is
 * stopped already is no new stop. What is only noticed ends a stop when it is later: a change of ours is noticed as well.
 */
export function stopsOf(changes: readonly StatusChange[]): KeyStop[] {
  const stops: KeyStop[] = []
  let since = 0
  for (const { at, before, after, isOurs } of [...changes].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const last = stops.at(-1)
    const isStopped = last !== undefined && last.endedOn === null
    const mayEnd = isOurs || at.getTime() > since
    if (isStopped && after === 'active' && mayEnd) stops[stops.length - 1] = { ...last, endedOn: dayOf(at) }
    if (!isStopped && isOurs && before === 'active' && (after === 'inactive' || after === 'archived')) {
      stops.push({ stoppedOn: dayOf(at), endedOn: null })
      since = at.getTime()
    }
  }
  return stops
}

/** The days a saving is reckoned from. The day of the stop itself is partly both and counts as neither. */
export interface SavingDays {
  /** Half-open: [beforeFrom, stoppedOn) holds the `daysBefore` known days before the stop. */
  beforeFrom: Day
  daysBefore: number
  /** Half-open: (stoppedOn, sinceTo) holds the `daysSince` known days since. */
  sinceTo: Day
  daysSince: number
}

/**
 * Which days of `known` (any order; final, and their source tells the cost of a key) a saving is reckoned from: the last 30
 * before the stop, of the 90 before it and not before the key was made; and those after it until it was active again, until
 * today, or for a year. Null before 14 days have passed, and where either side has no known day.
 */
export function savingDays(
  { stoppedOn, endedOn }: KeyStop,
  known: readonly Day[],
  { today, createdOn }: { today: Day; createdOn: Day | null },
): SavingDays | null {
  const reach = addDays(stoppedOn, -MEAN_REACH)
  const first = createdOn === null ? reach : later(reach, createdOn)
  const before = known
    .filter((day) => day >= first && day < stoppedOn)
    .sort()
    .slice(-MEAN_DAYS)
  const year = addDays(stoppedOn, MOST_DAYS_SINCE + 1)
  const sinceTo = earlier(earlier(endedOn ?? today, today), year)
  const daysSince = known.filter((day) => day > stoppedOn && day < sinceTo).length
  const [beforeFrom] = before
  if (beforeFrom === undefined || daysSince === 0 || daysBetween(stoppedOn, sinceTo) < TOLD_AFTER_DAYS)
    return null
  return { beforeFrom, daysBefore: before.length, sinceTo, daysSince }
}

/** What stopping a key saved. Everything but `spentBefore` and `spentSince` is an estimate: what would have been is not known. */
export interface KeySaving extends SavingDays {
  spentBefore: Nano
  /** What it still cost while stopped. */
  spentSince: Nano
  /** What it would have cost: the mean of the days before × the days since, half-even to the nano-dollar, once. */
  expected: Nano
  /** expected − spentSince; below zero where it cost more than before. */
  saved: Nano
}

export function reckonSaving(days: SavingDays, spentBefore: Nano, spentSince: Nano): KeySaving {
  const expected = wouldHaveCost(spentBefore, days)
  return { ...days, spentBefore, spentSince, expected, saved: nano(expected - spentSince) }
}

function wouldHaveCost(
  spentBefore: Nano,
  { daysBefore, daysSince }: Pick<SavingDays, 'daysBefore' | 'daysSince'>,
): Nano {
  return nano(divideHalfEven(spentBefore * BigInt(daysSince), BigInt(daysBefore)))
}

/** Another key over the same days. */
export interface PeerSpend {
  id: string
  name: string
  spentBefore: Nano
  spentSince: Nano
}

/**
 * Where the work of a stopped key may have gone: the keys that cost more since than their own mean before would have, by at
 * least a tenth of what the stopped one would have cost, the largest rise first, ties by id. Empty where it cost nothing.
 */
export function movedTo(
  saving: KeySaving,
  peers: readonly PeerSpend[],
): { moved: (PeerSpend & { rise: Nano })[]; total: Nano } {
  const moved = peers
    .map((peer) => ({ ...peer, rise: nano(peer.spentSince - wouldHaveCost(peer.spentBefore, saving)) }))
    .filter(({ rise }) => saving.expected > 0n && rise > 0n && rise * 10n >= saving.expected)
    .sort((a, b) => (a.rise === b.rise ? (a.id < b.id ? -1 : 1) : a.rise > b.rise ? -1 : 1))
  return { moved, total: sum(moved.map(({ rise }) => rise)) }
}
