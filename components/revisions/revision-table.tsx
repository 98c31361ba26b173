import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { Day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import { formatDay, formatInstant, formatUsd, formatUsdChange } from '@/lib/format'

interface Line {
  id: string
  organizationName: string
  day: Day
  noticedAt: Date
  before: Nano
  after: Nano
  delta: Nano
  rows: number
}

export function RevisionTable({ revisions, zone }: { revisions: readonly Line[]; zone?: string }) {
  return (
    <Table label="Restatements">
      <thead>
        <tr>
          <Th>UTC day</Th>
          <Th>Organisation</Th>
          <Th numeric>Before</Th>
          <Th numeric>After</Th>
          <Th numeric>Change</Th>
          <Th numeric>Facts</Th>
          <Th>Noticed</Th>
        </tr>
      </thead>
      <tbody>
        {revisions.map(({ id, organizationName, day, noticedAt, before, after, delta, rows }) => (
          <tr key={id}>
            <Td className="whitespace-nowrap">
              <Link href={`/restatements/${id}`} prefetch={false} className="underline">
                {formatDay(day)}
              </Link>
            </Td>
            <Td className="max-w-48 truncate" title={organizationName}>
              {organizationName}
            </Td>
            <Td numeric>
              <Money parts={formatUsd(before)} />
            </Td>
            <Td numeric>
              <Money parts={formatUsd(after)} />
            </Td>
            <Td numeric className={delta > 0n ? 'text-warn' : undefined}>
              {formatUsdChange(delta)}
            </Td>
            <Td numeric>{rows}</Td>
            <Td className="whitespace-nowrap">{formatInstant(noticedAt, zone)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
