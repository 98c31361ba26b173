import { Th } from '@/components/ui/table'
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
          {PRICE_COLUMNS[kind]}
        </Th>
      ))}
      <Th>Source</Th>
    </>
  )
}
