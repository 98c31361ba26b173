import { Table, Td, Th } from '@/components/ui/table'
import { formatCount, formatDay } from '@/lib/format'
import type { Day } from '@/lib/domain/day'
import type { StorageRow } from './prepare-storage'

export function StorageUse({ rows, total }: { rows: StorageRow[]; total: string }) {
  return (
    <Table label="Disk use">
      <thead>
        <tr>
          <Th>What</Th>
          <Th>Since</Th>
          <Th numeric className="max-sm:hidden">
            Rows, about
          </Th>
          <Th numeric>On disk</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, label, what, since, rows: count, size }) => (
          <tr key={kind}>
            <Td className="py-2">
              {label}
              <span className="text-ink-3 block text-xs">{what}</span>
            </Td>
            <Td className="whitespace-nowrap">{since ? formatDay(since as Day) : '–'}</Td>
            <Td numeric className="max-sm:hidden" title={formatCount(count).title}>
              {formatCount(count).text}
            </Td>
            <Td numeric>{size}</Td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <Th scope="row" colSpan={2}>
            The whole database
          </Th>
          <Td className="max-sm:hidden" />
          <Td numeric className="font-medium">
            {total}
          </Td>
        </tr>
      </tfoot>
    </Table>
  )
}
