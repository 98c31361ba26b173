import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { PlanCharge } from '@/lib/domain/plan-charges'
import { formatDay, formatUsd } from '@/lib/format'
import { coverWords } from './prepare-plan-words'

const SHOWN = 24

/** Newest first. */
export function ChargeTable({ charges }: { charges: readonly PlanCharge[] }) {
  const earlier = charges.length - SHOWN
  return (
    <>
      <Table label="Charges">
        <thead>
          <tr>
            <Th>Charged on</Th>
            <Th numeric>Amount</Th>
            <Th>For</Th>
            <Th>Why</Th>
          </tr>
        </thead>
        <tbody>
          {charges.slice(0, SHOWN).map((charge) => (
            <tr key={`${charge.on} ${charge.coversFrom}`}>
              <Td className="whitespace-nowrap">{formatDay(charge.on)}</Td>
              <Td numeric>
                <Money parts={formatUsd(charge.amountUsd)} />
              </Td>
              <Td className="whitespace-nowrap">{coverWords(charge)}</Td>
              <Td className="whitespace-nowrap print:whitespace-normal">
                {charge.kind === 'cycle' ? 'renewal' : 'change, for the rest of the cycle'}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {earlier > 0 && <p className="text-ink-3 mt-2 text-xs">and {earlier} earlier</p>}
    </>
  )
}
