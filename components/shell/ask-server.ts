import type { SearchFound } from './prepare-search'

export interface SearchAnswer {
  /** What was asked. */
  text: string
  found: SearchFound | null
  /** Why nothing was found, as a sentence. */
  problem: string | null
}

const UNREACHED = 'Onebill could not be reached. Nothing is lost; check the connection and try again.'
const FAILED = 'The search did not work. Pages and the timeline are not touched by that; try again.'

export async function askServer(text: string, signal: AbortSignal): Promise<SearchAnswer> {
  try {
    const response = await fetch(`/search.json?${new URLSearchParams({ text })}`, { signal })
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok && answer) return { text, found: answer as SearchFound, problem: null }
    return { text, found: null, problem: sentenceOf(answer) ?? FAILED }
  } catch {
    return { text, found: null, problem: UNREACHED }
  }
}

function sentenceOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('sentence' in answer)) return null
  return typeof answer.sentence === 'string' ? answer.sentence : null
}
