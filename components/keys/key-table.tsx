import type { ReactNode } from 'react'
import { type Direction, SortHeader } from '@/components/timeline/sort-header'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { Term, TermMark } from '@/components/words/term'
import type { WordId } from '@/lib/domain/glossary'
import type { KeySort } from '@/lib/domain/key-list'
import { keysHref, type KeysView, sortedBy } from './keys-view'
import { KeyRows } from './key-rows'
import type { PreparedKeys } from './prepare-keys'

const COLUMNS: { by: KeySort | null; label: string; numeric?: boolean; word?: WordId }[] = [
  { by: 'spend', label: 'Spend', numeric: true },
  { by: 'status', label: 'Status' },
  { by: null, label: 'Share', numeric: true },
  { by: 'change', label: 'Change', numeric: true },
  { by: null, label: '30 days' },
  { by: 'last-used', label: 'Last used' },
  { by: 'owner', label: 'Owner', word: 'owner' },
  { by: 'workspace', label: 'Workspace', word: 'workspace' },
  { by: 'expires', label: 'Expires' },
  { by: 'created', label: 'Created' },
  { by: 'total', label: 'In total', numeric: true },
]

/** Columns before the amounts, which stand first so that a phone shows them: the box, the name. */
const LABELLED = 2

export function KeyTable({
  prepared: { lines, foot },
  view,
  listId,
}: {
  prepared: PreparedKeys
  view: KeysView
  listId: string
}) {
  const direction = (by: KeySort): Direction =>
    view.sort.by !== by ? 'none' : view.sort.descending ? 'descending' : 'ascending'
  return (
    <div id={listId}>
      <Table label="API keys">
        <thead>
          <tr>
            <Th>
              <span className="sr-only">Selected</span>
            </Th>
            <SortHeader href={keysHref(view, { sort: sortedBy(view, 'name') })} direction={direction('name')}>
              Key
            </SortHeader>
            {COLUMNS.map(({ by, label, numeric, word }) =>
              by ? (
                <SortHeader
                  key={label}
                  numeric={numeric}
                  href={keysHref(view, { sort: sortedBy(view, by) })}
                  direction={direction(by)}
                  mark={<TermMark of={word} name={label} />}
                >
                  {label}
                </SortHeader>
              ) : (
                <Th key={label} numeric={numeric}>
                  {label}
                </Th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          <KeyRows lines={lines} picked={view.picked} />
        </tbody>
        <tfoot>
          <Sum label="All keys together" parts={foot.keys} isEstimated={foot.isEstimated} />
          <Sum
            label={
              <>
                <Term of="console">No key</Term> (Console, Playground)
              </>
            }
            parts={foot.withoutKey}
            sign="+"
            isEstimated={foot.isEstimated}
          />
          {foot.remainders.map(({ name, explanation, amount }) => (
            <Sum key={name} label={name} title={explanation} parts={amount} sign="+" />
          ))}
          <Sum
            label={
              <>
                <Term of="billed">Billed</Term> in these days
              </>
            }
            parts={foot.billed}
            sign="="
            strong
          />
        </tfoot>
      </Table>
    </div>
  )
}

function Sum({
  label,
  parts,
  sign,
  title,
  isEstimated = false,
  strong = false,
}: {
  label: ReactNode
  title?: string
  isEstimated?: boolean
  parts: PreparedKeys['foot']['keys']
  sign?: string
  strong?: boolean
}) {
  return (
    <tr className={strong ? 'font-semibold' : 'text-ink-2'}>
      <Td colSpan={LABELLED}>
        <span className="sticky left-0" title={title}>
          {sign && `${sign} `}
          {label}
        </span>
      </Td>
      <Td numeric className={isEstimated || parts.exact ? 'py-2' : undefined}>
        <Money parts={parts} />
        {parts.exact && <span className="figures text-ink-3 block text-xs font-normal">{parts.exact}</span>}
        {isEstimated && (
          <span className="text-ink-3 block text-xs">
            <Term of="estimated">estimated</Term>
          </span>
        )}
      </Td>
      <Td colSpan={COLUMNS.length - 1} />
    </tr>
  )
}
