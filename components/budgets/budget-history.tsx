import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import { formatDay, formatInstant, formatUsd } from '@/lib/format'

export interface CrossingLine {
  periodStart: string
  threshold: number
  at: Date
  spent: Nano
  amount: Nano
}

export function BudgetHistory({
  crossings,
  zone,
}: {
  crossings: readonly CrossingLine[]
  zone: string | undefined
}) {
  if (crossings.length === 0) return <p className="text-ink-2">No threshold was gone over so far.</p>
  return (
    <Table label="Thresholds gone over">
      <thead>
        <tr>
          <Th>Noticed</Th>
          <Th numeric>Over</Th>
          <Th numeric>Spent by then</Th>
          <Th numeric>Amount</Th>
          <Th className="hidden sm:table-cell">Period from</Th>
        </tr>
      </thead>
      <tbody>
        {crossings.map((each) => (
          <tr key={`${each.periodStart} ${each.threshold} ${each.at.getTime()}`}>
            <Td className="whitespace-nowrap">{formatInstant(each.at, zone)}</Td>
            <Td numeric>{each.threshold} %</Td>
            <Td numeric>
              <Money parts={formatUsd(each.spent)} />
            </Td>
            <Td numeric>
              <Money parts={formatUsd(each.amount)} />
            </Td>
            <Td className="hidden whitespace-nowrap sm:table-cell">{formatDay(day(each.periodStart))}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
