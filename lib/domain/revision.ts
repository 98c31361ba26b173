/** A fact as it was stored or read: what it is of, and what it says. Both are compared as text. */
export interface FactText {
  key: string
  value: string
}

/** Null: it was not there. */
export interface FactChange {
  key: string
  before: string | null
  after: string | null
}

/**
 * What is different between two readings of the same facts, by key: said otherwise, gone, or new. A fact that says the
 * same in both is no change; order does not matter; of several facts of one key in a reading the last counts.
 */
export function changedFacts(before: readonly FactText[], after: readonly FactText[]): FactChange[] {
  const was = new Map(before.map(({ key, value }) => [key, value]))
  const is = new Map(after.map(({ key, value }) => [key, value]))
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort()
  return keys.flatMap((key): FactChange[] => {
    const change = { key, before: was.get(key) ?? null, after: is.get(key) ?? null }
    return change.before === change.after ? [] : [change]
  })
}

/** What is known of an organisation-day, as far as it decides whether a change of it is a restatement. */
interface StoredDay {
  state: 'synced' | 'partial' | 'provisional'
  source: 'analytics' | 'legacy'
  granularity: 'hour' | 'day'
  /** Whether Anthropic is known to have restated it before. */
  isRestated: boolean
}

/**
 * Whether facts that differ from those stored are a restatement: the day was final, and its source still tells it the same
 * way. A day that was restated and did not add up then has been final before, so what follows counts as well; another
 * source, or hours in the place of days, is another way to tell the same day.
 */
export function isRestatement(
  stored: StoredDay | undefined,
  read: Pick<StoredDay, 'source' | 'granularity'>,
): boolean {
  if (!stored || stored.source !== read.source || stored.granularity !== read.granularity) return false
  return stored.state === 'synced' || (stored.state === 'partial' && stored.isRestated)
}
