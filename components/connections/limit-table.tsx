import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { LimitLine } from './prepare-limits'

const BARS = { plain: 'bg-ink-3', near: 'bg-warn', over: 'bg-danger' } as const

/** Each limit beside what is spent of it this month. */
export function LimitTable({
  lines,
  label,
  action,
}: {
  lines: readonly LimitLine[]
  label: string
  /** What can be done about a line. */
  action?: (line: LimitLine) => ReactNode
}) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Limit of</Th>
          <Th numeric>A month</Th>
          <Th numeric>Spent this month</Th>
          <Th className="min-w-36">Share</Th>
          <Th>Where from</Th>
          {action && (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key} className={line.notInForce ? 'text-ink-3' : undefined}>
            <Td className="min-w-36 wrap-anywhere">{line.of}</Td>
            <Td numeric>
              <Money parts={line.amount} />
            </Td>
            <Td numeric>
              <Money parts={line.spent} />
            </Td>
            <Td>
              <span className="flex items-center gap-2">
                <span aria-hidden className="bg-sunk h-2 w-16 shrink-0 overflow-hidden rounded-full border">
                  <span
                    className={classNames('block h-full', BARS[line.tone])}
                    style={{ width: `${line.filled}%` }}
                  />
                </span>
                <span className="figures whitespace-nowrap">
                  {line.share}
                  {line.state && `, ${line.state}`}
                </span>
              </span>
            </Td>
            <Td className="text-ink-2 min-w-44 text-sm">
              {line.source}
              {line.notInForce && <span className="block">({line.notInForce})</span>}
            </Td>
            {action && <Td className="text-right">{action(line)}</Td>}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
