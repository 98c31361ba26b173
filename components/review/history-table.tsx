import { CircleCheck, CircleDashed } from 'lucide-react'
import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { HistoryRow } from './prepare-history'

/** Closed periods, the newest first: what they came to, and what was said of them. */
export function HistoryTable({ rows }: { rows: readonly HistoryRow[] }) {
  return (
    <Table label="Reviews">
      <thead>
        <tr>
          <Th>Period</Th>
          <Th numeric>Total</Th>
          <Th numeric className="max-sm:hidden">
            Change
          </Th>
          <Th numeric>Decided</Th>
          <Th numeric className="max-sm:hidden">
            Took
          </Th>
          <Th numeric className="max-sm:whitespace-normal">
            Stopped a month
          </Th>
          <Th className="max-sm:hidden">Signed</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, href, name, total, change, decided, took, stopped, isSigned, stands }) => (
          <tr key={id}>
            <Td className="sm:whitespace-nowrap">
              <Link
                href={href}
                prefetch={false}
                className="text-accent inline-flex min-h-9 items-center underline"
              >
                {name}
              </Link>
              <span className="text-ink-2 block pb-1 text-xs sm:hidden" dir="auto">
                {isSigned ? `Signed: ${stands}` : `Open: ${stands}`}
              </span>
            </Td>
            <Td numeric>
              <Money parts={total} />
            </Td>
            <Td numeric className="max-sm:hidden">
              {change ?? <Dash title="The period before is not wholly known" />}
            </Td>
            <Td numeric>{decided}</Td>
            <Td numeric className="max-sm:hidden">
              {took ?? <Dash title="Not signed, or nothing was decided" />}
            </Td>
            <Td numeric>
              {stopped ? <Money parts={stopped} /> : <Dash title="No key was stopped from here" />}
            </Td>
            <Td className="max-sm:hidden">
              <span className="flex items-center gap-1.5" dir="auto">
                {isSigned ? (
                  <CircleCheck aria-hidden className="text-ok size-4 shrink-0" />
                ) : (
                  <CircleDashed aria-hidden className="text-ink-3 size-4 shrink-0" />
                )}
                {isSigned ? stands : `Open: ${stands}`}
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Dash({ title }: { title: string }) {
  return (
    <span className="text-ink-3" title={title}>
      –
    </span>
  )
}
