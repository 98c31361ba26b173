/** What came of one key of several. */
export interface BulkResult {
  state: 'confirmed' | 'refused' | 'unconfirmed' | 'not asked'
  /** As last read at Anthropic; null where it was not asked. */
  status: string | null
  sentence: string | null
  /** What takes it back; null where nothing does. */
  undo: string | null
}

/** After so many in a row that Anthropic did not confirm, the rest is not asked for. */
const MOST_FAILURES = 2

const NOT_ASKED = { state: 'not asked', status: null, undo: null } as const

/**
 * Asks for one after the other and tells each result as it comes. `mayGoOn` is asked before each; two in a row that are not
 * confirmed end it as well. A request that is lost on the way leaves its key unconfirmed: it may have arrived.
 */
export async function runBatch<T>(
  items: readonly T[],
  ask: (item: T) => Promise<BulkResult>,
  { tell, mayGoOn }: { tell: (item: T, result: BulkResult) => void; mayGoOn: () => boolean },
): Promise<void> {
  let failures = 0
  for (const item of items) {
    if (!mayGoOn()) {
      tell(item, { ...NOT_ASKED, sentence: 'Not tried: you stopped before it.' })
      continue
    }
    if (failures >= MOST_FAILURES) {
      tell(item, { ...NOT_ASKED, sentence: 'Not tried: Anthropic did not confirm the keys before it.' })
      continue
    }
    const result = await ask(item).catch(() => LOST)
    failures = result.state === 'unconfirmed' ? failures + 1 : 0
    tell(item, result)
  }
}

const LOST: BulkResult = {
  state: 'unconfirmed',
  status: null,
  sentence: 'The connection to Onebill was lost, so what became of it is not known here. Its page tells.',
  undo: null,
}

/** "3 confirmed, 1 not confirmed, 2 not done". */
export function countedResults(results: readonly BulkResult[]): string {
  const count = (words: string, ...states: BulkResult['state'][]) => {
    const number = results.filter(({ state }) => states.includes(state)).length
    return number > 0 ? [`${number} ${words}`] : []
  }
  return [
    ...count('confirmed by Anthropic', 'confirmed'),
    ...count('not confirmed', 'unconfirmed'),
    ...count('refused', 'refused'),
    ...count('not tried', 'not asked'),
  ].join(', ')
}
