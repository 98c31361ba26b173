import { Table, Td, Th } from '@/components/ui/table'
import { Money } from '@/components/ui/money'
import type { OwnLimit } from '@/lib/domain/own-limit'
import { formatPercent, formatUsd } from '@/lib/format'

export function OwnLimits({ limits }: { limits: readonly OwnLimit[] }) {
  return (
    <Table label="Anthropic’s own limits">
      <thead>
        <tr>
          <Th>Of</Th>
          <Th>Limit</Th>
          <Th numeric>A month</Th>
          <Th numeric>This month</Th>
        </tr>
      </thead>
      <tbody>
        {limits.map((limit) => (
          <tr key={`${limit.organization} ${limit.workspace} ${limit.called} ${limit.isEntered}`}>
            <Td>
              {limit.workspace === null ? limit.organization : `${limit.workspace} · ${limit.organization}`}
            </Td>
            <Td>
              {limit.called}
              {limit.isEntered && <span className="text-ink-3"> (entered here)</span>}
            </Td>
            <Td numeric>
              <Money parts={formatUsd(limit.amount)} />
            </Td>
            <Td numeric>
              {limit.state === 'no_data' ? (
                'not known'
              ) : (
                <>
                  <Money parts={formatUsd(limit.spent)} />{' '}
                  <span className="text-ink-2">
                    {formatPercent(limit.spent, limit.amount)}
                    {limit.state === 'stale' && ', stale'}
                  </span>
                </>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
