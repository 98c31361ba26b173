import { Fragment } from 'react'
import { Table, Td } from '@/components/ui/table'
import { TOKEN_KINDS } from '@/lib/domain/pricing'
import type { PriceLine } from './prepare-prices'
import { PriceHeads } from './price-heads'

/** List prices over time; what is not in force is dimmed and said. */
export function PriceTable({ lines }: { lines: readonly PriceLine[] }) {
  return (
    <Table label="List prices">
      <thead>
        <tr>
          <PriceHeads />
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, model, from, isInForce, cells, long, source }) => {
          const last = long ? 'border-b-0' : undefined
          return (
            <Fragment key={id}>
              <tr className={isInForce ? undefined : 'text-ink-3'}>
                <Td className={`font-mono text-sm whitespace-nowrap ${last ?? ''}`}>{model}</Td>
                <Td className={`whitespace-nowrap ${last ?? ''}`}>
                  {from}
                  {!isInForce && ', not in force'}
                </Td>
                {cells.map((cell, index) => (
                  <Td key={index} numeric className={last}>
                    {cell}
                  </Td>
                ))}
                <Td className={`text-ink-2 text-sm whitespace-nowrap ${last ?? ''}`}>{source}</Td>
              </tr>
              {long && (
                <tr>
                  <Td colSpan={3 + TOKEN_KINDS.length} className="h-auto pb-2">
                    <span className="text-ink-3 sticky left-0 block max-w-[100cqi] text-xs">{long}</span>
                  </Td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </tbody>
    </Table>
  )
}
