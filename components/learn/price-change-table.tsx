import { Table, Td, Th } from '@/components/ui/table'
import type { PriceChange } from '@/lib/domain/guides/price-changes'
import { formatDay } from '@/lib/format'

export function PriceChangeTable({ changes, label }: { changes: readonly PriceChange[]; label: string }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Day</Th>
          <Th>What changed</Th>
          <Th>Source</Th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ on, sentence, source }) => (
          <tr key={`${on} ${sentence}`}>
            <Td className="figures py-1.5 align-top whitespace-nowrap">{formatDay(on)}</Td>
            <Td className="min-w-56 py-1.5 align-top">{sentence}</Td>
            <Td className="text-ink-2 min-w-64 py-1.5 align-top text-sm">{source}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
