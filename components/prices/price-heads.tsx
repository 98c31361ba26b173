import { Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import { TOKEN_WORDS } from '@/lib/domain/glossary'
import { TOKEN_KINDS } from '@/lib/domain/pricing'
import { PRICE_COLUMNS } from './prepare-prices'

/** What every table of prices is headed by. */
export function PriceHeads() {
  return (
    <>
      <Th>Model</Th>
      <Th>From</Th>
      {TOKEN_KINDS.map((kind) => (
        <Th key={kind} numeric>
          <Term of={TOKEN_WORDS[kind]}>{PRICE_COLUMNS[kind]}</Term>
        </Th>
      ))}
      <Th>Source</Th>
    </>
  )
}
