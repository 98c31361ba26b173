import { Fragment } from 'react'
import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import type { FormAction } from '@/components/ui/form-outcome'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { Nano } from '@/lib/domain/money'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import { formatDay, formatUsd } from '@/lib/format'
import { EntryForm } from './entry-form'
import { More } from '@/components/ui/more'
import { perCycle } from './prepare-plan-words'

export interface CatalogueLine extends CatalogueEntry {
  edited: boolean
  isDefault: boolean
}

/** Names and list prices over time. Without actions it is only read. */
export function CatalogueTable({
  entries,
  actions,
}: {
  entries: CatalogueLine[]
  actions: { save: FormAction<unknown>; restore: FormAction<unknown> } | null
}) {
  return (
    <Table label="Price catalogue">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="hidden sm:table-cell">Code</Th>
          <Th numeric>
            <Term of="list-price">List price</Term>
          </Th>
          <Th numeric>
            <Term of="api-credit">API credit a month</Term>
          </Th>
          <Th>From</Th>
          <Th>To</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Fragment key={`${entry.code} ${entry.cycle} ${entry.validFrom}`}>
            <tr>
              <Td className="border-b-0 whitespace-nowrap">
                {entry.name} {entry.edited && <Badge tone="accent">entered here</Badge>}
              </Td>
              <Td className="hidden border-b-0 font-mono text-sm sm:table-cell">{entry.code}</Td>
              <Td numeric className="border-b-0">
                <Amount amount={entry.listPrice} none="not known" />{' '}
                {entry.listPrice !== null && (
                  <span className="text-ink-3">
                    {perCycle(entry.cycle)}
                    {entry.perSeat && ', per seat'}
                  </span>
                )}
              </Td>
              <Td numeric className="border-b-0">
                <Amount amount={entry.apiCredit} none="–" />
              </Td>
              <Td className="border-b-0 whitespace-nowrap">{formatDay(entry.validFrom)}</Td>
              <Td className="border-b-0 whitespace-nowrap">
                {entry.validTo ? formatDay(entry.validTo) : 'still'}
              </Td>
            </tr>
            <tr>
              <Td colSpan={6} className="pb-2">
                <div className="sticky left-0 flex w-[100cqi] flex-wrap items-baseline gap-x-4">
                  <p className="text-ink-3 min-w-48 flex-1 text-xs">{entry.source}</p>
                  {actions && (
                    <More
                      summary="Change"
                      label={`Change the price of ${entry.name} from ${formatDay(entry.validFrom)}`}
                    >
                      <EntryForm action={actions.save} entry={entry} />
                    </More>
                  )}
                  {actions && entry.edited && (
                    <ActionButton
                      action={actions.restore}
                      values={{ code: entry.code, cycle: entry.cycle, valid_from: entry.validFrom }}
                      variant="quiet"
                    >
                      {entry.isDefault ? 'Back to the default' : 'Remove'}
                    </ActionButton>
                  )}
                </div>
              </Td>
            </tr>
          </Fragment>
        ))}
      </tbody>
    </Table>
  )
}

function Amount({ amount, none }: { amount: Nano | null; none: string }) {
  return amount === null ? <span className="text-ink-3">{none}</span> : <Money parts={formatUsd(amount)} />
}
