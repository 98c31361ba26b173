import type { WordId } from '@/lib/domain/glossary'
import type { Breakdown } from '@/lib/domain/key-breakdown'
import { sum, type Nano } from '@/lib/domain/money'
import { formatUsd, type UsdParts } from '@/lib/format'

export interface BreakdownLine {
  id: string
  name: string
  word?: WordId
  amount: UsdParts
  share: string
  /** Where its own page is. */
  href: string | null
  /** What the source does not tell apart, or what is too small for a line of its own. */
  isRemainder: boolean
}

/** How values that are ids are called and reached. */
export interface BreakdownWords {
  nameOf: (value: string | null) => string
  wordOf?: (value: string | null) => WordId | undefined
  hrefOf?: (value: string | null) => string | null
}

const WORDS: Record<string, string> = {
  uncached_input_tokens: 'Uncached input',
  cache_read_input_tokens: 'Cache read',
  'cache_creation.ephemeral_5m_input_tokens': 'Cache write, 5 minutes',
  'cache_creation.ephemeral_1h_input_tokens': 'Cache write, 1 hour',
  output_tokens: 'Output',
  web_search: 'Web search',
  code_execution: 'Code execution',
  session_usage: 'Session time',
}

const EXPLAINED: Record<string, WordId> = {
  uncached_input_tokens: 'uncached-input',
  cache_read_input_tokens: 'cache-read',
  'cache_creation.ephemeral_5m_input_tokens': 'cache-write-5m',
  'cache_creation.ephemeral_1h_input_tokens': 'cache-write-1h',
  output_tokens: 'output',
  web_search: 'web-search',
  batch: 'batch',
}

/** As many lines as are read; the rest stands as one. */
const MOST_LINES = 12

/** One line a value, the largest first, and what is left over where anything is: they add up to the whole. */
export function prepareBreakdown(
  { parts, remainder, remainderShare }: Breakdown,
  { nameOf, wordOf, hrefOf }: BreakdownWords = { nameOf: kindWords, wordOf: kindWord },
): BreakdownLine[] {
  const isCut = parts.length > MOST_LINES
  const shown = isCut ? parts.slice(0, MOST_LINES - 1) : parts
  const lines = shown.map(({ value, amount, share }): BreakdownLine => ({
    id: `value ${value ?? ''}`,
    name: nameOf(value),
    word: wordOf?.(value),
    amount: formatUsd(amount),
    share: shareWords(share),
    href: hrefOf?.(value) ?? null,
    isRemainder: false,
  }))
  const rest = parts.slice(shown.length)
  if (isCut) {
    const share = rest.reduce(
      (all: bigint | null, part) => (all === null || part.share === null ? null : all + part.share),
      0n,
    )
    lines.push(remainderLine('other', `Other (${rest.length})`, sum(rest.map(({ amount }) => amount)), share))
  }
  if (remainder !== 0n)
    lines.push({
      ...remainderLine('remainder', 'Not told apart', remainder, remainderShare),
      word: 'unattributed',
    })
  return lines
}

function remainderLine(id: string, name: string, amount: Nano, share: bigint | null): BreakdownLine {
  return { id, name, amount: formatUsd(amount), share: shareWords(share), href: null, isRemainder: true }
}

function kindWords(value: string | null): string {
  return value === null ? 'Not specific' : (WORDS[value] ?? value)
}

function kindWord(value: string | null): WordId | undefined {
  return value === null ? undefined : EXPLAINED[value]
}

/** Tenths of a percent: "12.3 %". */
function shareWords(share: bigint | null): string {
  return share === null ? '–' : `${share / 10n}.${share % 10n}\u202f%`
}
