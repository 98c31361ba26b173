import { ExpectedError } from '@/lib/errors'

/** Beyond any organisation (20 million rows in 31 days); ends a server that never stops. */
const MOST_PAGES = 20_000

/** The cursor of the next page, remembered in `seen`. Throws ExpectedError 'upstream' where there is none, or it was used before. */
export function nextCursor(cursor: string | null, seen: Set<string>): string {
  if (cursor === null) throw broken('a list that says more follows, but not how to ask for it')
  if (seen.has(cursor)) throw broken('a list that runs in a circle')
  if (seen.size >= MOST_PAGES) throw broken(`a list of more than ${MOST_PAGES} pages`)
  seen.add(cursor)
  return cursor
}

export function broken(what: string): ExpectedError {
  return new ExpectedError(
    'upstream',
    `Anthropic sent ${what}. Nothing of this read was stored; try again later.`,
  )
}
