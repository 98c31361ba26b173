import { Table, Td, Th } from '@/components/ui/table'
import type { GapLine } from './prepare-reconciliation'

/** Why the bill and list prices differ; the lines add up to the sum beneath. */
export function ReasonTable({ lines, difference }: { lines: readonly GapLine[]; difference: string }) {
  return (
    <Table label="Why they differ">
      <thead className="sr-only">
        <tr>
          <Th>Reason</Th>
          <Th numeric>Difference</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, name, why, models, amount }) => (
          <tr key={id} className="align-top">
            <Td className="py-2">
              {name}
              <span className="text-ink-3 block max-w-prose text-xs">{why}</span>
              {models && <span className="text-ink-2 block font-mono text-xs wrap-anywhere">{models}</span>}
            </Td>
            <Td numeric className="py-2">
              {amount}
            </Td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-semibold">
          <Td>Difference</Td>
          <Td numeric>{difference}</Td>
        </tr>
      </tfoot>
    </Table>
  )
}
