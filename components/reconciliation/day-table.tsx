import Link from 'next/link'
import { Fragment } from 'react'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { DifferenceColumn } from '@/lib/domain/reconciliation'
import type { UsdParts } from '@/lib/format'
import { COLUMN_NAMES, type DayLine } from './prepare-reconciliation'

export interface DayTotal {
  name: string
  billed: UsdParts
  priced: UsdParts
  difference: string
  columns: DayLine['columns']
}

/** One line a day, the newest first; the columns right of the difference add up to it. */
export function DayTable({
  columns,
  days,
  totals,
}: {
  columns: readonly DifferenceColumn[]
  days: readonly DayLine[]
  totals: readonly DayTotal[]
}) {
  return (
    <Table label="Days">
      <thead>
        <tr>
          <Th>UTC day</Th>
          <Th numeric>
            <Term of="billed">Billed</Term>
          </Th>
          <Th numeric>
            At <Term of="list-price">list price</Term>
          </Th>
          <Th numeric>Difference</Th>
          {columns.map((column) => (
            <Th key={column} numeric>
              {COLUMN_NAMES[column]}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((line) => {
          const last = line.notes.length === 0 ? undefined : 'border-b-0'
          return (
            <Fragment key={line.id}>
              <tr className={line.isQuiet ? 'text-ink-3' : undefined}>
                <Td className={classNames('whitespace-nowrap', last)}>
                  <Link href={line.href} prefetch={false} className="underline">
                    {line.day}
                  </Link>{' '}
                  {!line.isFinal && <Badge>estimated</Badge>}
                </Td>
                <Td numeric className={last}>
                  <Money parts={line.billed} />
                </Td>
                <Td numeric className={last}>
                  <Money parts={line.priced} />
                </Td>
                <Td numeric className={classNames(last, 'font-medium')}>
                  {line.difference}
                </Td>
                {line.columns.map(({ id, text }) => (
                  <Td key={id} numeric className={classNames(last, 'text-ink-2')}>
                    {text}
                  </Td>
                ))}
              </tr>
              {line.notes.length > 0 && (
                <tr>
                  <Td colSpan={4 + columns.length} className="h-auto pb-2">
                    <span className="text-ink-3 sticky left-0 block max-w-[100cqi] text-xs wrap-anywhere">
                      {line.notes.join(' · ')}
                    </span>
                  </Td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </tbody>
      <tfoot>
        {totals.map(({ name, billed, priced, difference, columns: parts }) => (
          <tr key={name} className="font-semibold">
            <Td className="whitespace-nowrap">{name}</Td>
            <Td numeric>
              <Money parts={billed} />
            </Td>
            <Td numeric>
              <Money parts={priced} />
            </Td>
            <Td numeric>{difference}</Td>
            {parts.map(({ id, text }) => (
              <Td key={id} numeric>
                {text}
              </Td>
            ))}
          </tr>
        ))}
      </tfoot>
    </Table>
  )
}
