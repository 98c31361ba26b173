import { Badge } from '@/components/ui/badge'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { Day } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import type { CreditBalance } from '@/lib/domain/plan-credit'
import { formatDayRange, formatUsd } from '@/lib/format'

const SHOWN = 24

/** Month by month, newest first. What is left at the end of a month is lost, and said to be. */
export function CreditTable({ credit, today }: { credit: readonly CreditBalance[]; today: Day }) {
  const earlier = credit.length - SHOWN
  return (
    <>
      <Table label="API credit">
        <thead>
          <tr>
            <Th>Usable</Th>
            <Th numeric>Granted</Th>
            <Th numeric>Used</Th>
            <Th numeric>Left</Th>
            <Th>State</Th>
          </tr>
        </thead>
        <tbody>
          {credit.slice(0, SHOWN).map(({ from, to, granted, used }) => (
            <tr key={from}>
              <Td className="whitespace-nowrap">{formatDayRange({ from, to })}</Td>
              {[granted, used, nano(granted - used)].map((amount, index) => (
                <Td key={index} numeric>
                  <Money parts={formatUsd(amount)} />
                </Td>
              ))}
              <Td>
                <State left={nano(granted - used)} isOver={to <= today} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {earlier > 0 && <p className="text-ink-3 mt-2 text-xs">and {earlier} earlier</p>}
    </>
  )
}

function State({ left, isOver }: { left: Nano; isOver: boolean }) {
  if (left === 0n) return <Badge>used up</Badge>
  return isOver ? <Badge tone="warn">lost, unused</Badge> : <Badge tone="ok">open</Badge>
}
