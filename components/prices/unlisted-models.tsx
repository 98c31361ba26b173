import { Table, Td, Th } from '@/components/ui/table'
import type { UnlistedModel } from '@/lib/domain/pricing'
import { formatCount, formatDay } from '@/lib/format'

/** Models that were used and have no price of their own. */
export function UnlistedModels({ models }: { models: readonly UnlistedModel[] }) {
  return (
    <Table label="Models without a price of their own">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th>Priced as</Th>
          <Th>Used</Th>
          <Th numeric>Rows</Th>
          <Th numeric>Tokens</Th>
        </tr>
      </thead>
      <tbody>
        {models.map(({ model, pricedAs, firstDay, lastDay, rows, tokens }) => (
          <tr key={model}>
            <Td className="font-mono text-sm wrap-anywhere">{model}</Td>
            <Td className="wrap-anywhere">{pricedAs ? `${pricedAs}, estimated` : 'no price'}</Td>
            <Td className="whitespace-nowrap">
              {firstDay === lastDay ? formatDay(firstDay) : `${formatDay(firstDay)} – ${formatDay(lastDay)}`}
            </Td>
            <Td numeric title={formatCount(rows).title}>
              {formatCount(rows).text}
            </Td>
            <Td numeric title={formatCount(tokens).title}>
              {formatCount(tokens).text}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
