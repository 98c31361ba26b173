import { Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { WordId } from '@/lib/domain/glossary'
import { TOKEN_KINDS, type TokenKind } from '@/lib/domain/pricing'
import { PRICE_COLUMNS } from './prepare-prices'

const WORDS: Record<TokenKind, WordId> = {
  uncachedInput: 'uncached-input',
  cacheWrite5m: 'cache-write-5m',
  cacheWrite1h: 'cache-write-1h',
  cacheRead: 'cache-read',
  output: 'output',
}

/** What every table of prices is headed by. */
export function PriceHeads() {
  return (
    <>
      <Th>Model</Th>
      <Th>From</Th>
      {TOKEN_KINDS.map((kind) => (
        <Th key={kind} numeric>
          <Term of={WORDS[kind]}>{PRICE_COLUMNS[kind]}</Term>
        </Th>
      ))}
      <Th>Source</Th>
    </>
  )
}
