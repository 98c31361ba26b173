import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import type { FormAction } from '@/components/ui/form-outcome'
import { Table, Td, Th } from '@/components/ui/table'
import type { Day } from '@/lib/domain/day'
import type { TokenPrices } from '@/lib/domain/pricing'
import { formatDay } from '@/lib/format'
import { priceCells } from './prepare-prices'
import { PriceHeads } from './price-heads'

export interface EnteredPrice {
  id: string
  model: string
  startsOn: Day
  prices: TokenPrices
  source: string
  isTakenBack: boolean
}

/** What was entered here; without actions it is only read. */
export function EnteredPrices({
  prices,
  actions,
}: {
  prices: readonly EnteredPrice[]
  actions: { takeBack: FormAction<unknown>; bringBack: FormAction<unknown> } | null
}) {
  return (
    <Table label="Prices entered here">
      <thead>
        <tr>
          <PriceHeads />
          {actions && (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {prices.map(({ id, model, startsOn, prices: of, source, isTakenBack }) => (
          <tr key={id} className={isTakenBack ? 'text-ink-3' : undefined}>
            <Td className="wrap-anywhere">
              <span className="font-mono text-sm">{model}</span> {isTakenBack && <Badge>taken back</Badge>}
            </Td>
            <Td className="whitespace-nowrap">{formatDay(startsOn)}</Td>
            {priceCells(of).map((cell, index) => (
              <Td key={index} numeric>
                {cell}
              </Td>
            ))}
            <Td className="text-ink-2 min-w-40 text-sm wrap-anywhere">{source}</Td>
            {actions && (
              <Td className="text-right">
                <ActionButton
                  action={isTakenBack ? actions.bringBack : actions.takeBack}
                  values={{ id }}
                  variant="quiet"
                  label={`${isTakenBack ? 'Bring back' : 'Take back'} the price of ${model} from ${formatDay(startsOn)}`}
                >
                  {isTakenBack ? 'Bring back' : 'Take back'}
                </ActionButton>
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
