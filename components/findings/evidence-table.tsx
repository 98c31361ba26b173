import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { DataScope } from '@/lib/domain/data-scope'
import { parseDay } from '@/lib/domain/day'
import type { EvidenceRow } from '@/lib/domain/findings/finding'
import { formatDay, formatInstant, formatUsd } from '@/lib/format'
import { lookHref } from './finding-href'

export function EvidenceTable({
  rows,
  organizationId,
  data,
}: {
  rows: readonly EvidenceRow[]
  organizationId: string
  data: DataScope
}) {
  return (
    <Table label="Evidence">
      <thead>
        <tr>
          <Th>What</Th>
          <Th className="max-sm:hidden">When (UTC)</Th>
          <Th numeric>Amount</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={`${row.when} ${row.what} ${index}`} className="align-top">
            <Td className="py-2 wrap-anywhere sm:min-w-48">
              <Link
                href={lookHref(row.look, organizationId, data)}
                prefetch={false}
                className="underline"
                dir="auto"
              >
                {row.what}
              </Link>
              <span className="text-ink-3 block text-xs sm:hidden">{whenWords(row.when)} UTC</span>
            </Td>
            <Td className="py-2 whitespace-nowrap max-sm:hidden">{whenWords(row.when)}</Td>
            <Td numeric className="py-2">
              {row.amount === null ? (
                <span className="text-ink-3">no amount</span>
              ) : (
                <Money parts={formatUsd(row.amount)} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Days and hours of spend are UTC, whatever zone somebody reads in. */
function whenWords(when: string): string {
  const day = parseDay(when)
  return day ? formatDay(day) : formatInstant(new Date(when)).replace(/ UTC$/, '')
}
