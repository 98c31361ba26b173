import { Table, Td, Th } from '@/components/ui/table'
import type { UnpricedLine } from './prepare-reconciliation'

/** Use that could not be priced: counted, never taken for nothing. */
export function UnpricedTable({ lines }: { lines: readonly UnpricedLine[] }) {
  return (
    <Table label="Use without a price">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th>Why</Th>
          <Th numeric>Rows</Th>
          <Th numeric>Tokens</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, model, why, rows, tokens }) => (
          <tr key={id}>
            <Td className="font-mono text-sm wrap-anywhere">{model}</Td>
            <Td className="text-ink-2 py-2 text-sm">{why}</Td>
            <Td numeric>{rows}</Td>
            <Td numeric title={tokens.title}>
              {tokens.text}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
