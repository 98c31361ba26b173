import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { BudgetDay, BudgetStanding } from '@/lib/domain/budget-standing'
import type { Nano } from '@/lib/domain/money'
import { formatDay, formatPercent, formatUsd, formatWeekday } from '@/lib/format'
import { runningDays } from './prepare-budgets'

const STATES: Record<BudgetDay['state'], string> = {
  synced: 'final',
  provisional: 'provisional',
  partial: 'does not add up yet',
  not_synced: 'not read',
  to_come: 'to come',
}

export function BudgetDays({ standing, amount }: { standing: BudgetStanding; amount: Nano }) {
  const lines = runningDays(standing)
  if (lines.length === 0) return <p className="text-ink-2">The period has not begun.</p>
  return (
    <div className="max-h-[420px] overflow-y-auto">
      <Table label="Days of this period">
        <thead>
          <tr>
            <Th>Day (UTC)</Th>
            <Th numeric>Spent</Th>
            <Th numeric>So far</Th>
            <Th numeric className="hidden sm:table-cell">
              Of the amount
            </Th>
            <Th>State</Th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.day}>
              <Td className="whitespace-nowrap">
                {formatDay(line.day)} <span className="text-ink-3">{formatWeekday(line.day)}</span>
              </Td>
              <Td numeric>
                {line.state === 'not_synced' && line.spent === 0n ? (
                  'not known'
                ) : (
                  <Money parts={formatUsd(line.spent)} />
                )}
              </Td>
              <Td numeric>
                <Money parts={formatUsd(line.total)} />
              </Td>
              <Td numeric className="hidden sm:table-cell">
                {formatPercent(line.total, amount)}
              </Td>
              <Td className="text-ink-2 whitespace-nowrap">
                {[STATES[line.state], line.estimated && 'estimated'].filter(Boolean).join(', ')}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
