import Link from 'next/link'
import { type Direction, SortHeader } from '@/components/timeline/sort-header'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import type { KeySort } from '@/lib/domain/key-list'
import { keysHref, type KeysView, sortedBy } from './keys-view'
import { type KeyLine, type PreparedKeys, SPLIT_WORDS } from './prepare-keys'
import { Sparkline } from './sparkline'

const COLUMNS: { by: KeySort | null; label: string; numeric?: boolean }[] = [
  { by: 'spend', label: 'Spend', numeric: true },
  { by: 'status', label: 'Status' },
  { by: null, label: 'Share', numeric: true },
  { by: 'change', label: 'Change', numeric: true },
  { by: null, label: '30 days' },
  { by: 'last-used', label: 'Last used' },
  { by: 'owner', label: 'Owner' },
  { by: 'workspace', label: 'Workspace' },
  { by: 'expires', label: 'Expires' },
  { by: 'created', label: 'Created' },
  { by: 'total', label: 'In total', numeric: true },
]

/** Columns before the amounts, which stand first so that a phone shows them: the box, the name. */
const LABELLED = 2

/** `sparks`: thirty days of each line, by its id. */
export function KeyTable({
  prepared: { lines, foot },
  sparks,
  view,
  listId,
}: {
  prepared: PreparedKeys
  sparks: ReadonlyMap<string, readonly bigint[]>
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
            {COLUMNS.map(({ by, label, numeric }) =>
              by ? (
                <SortHeader
                  key={label}
                  numeric={numeric}
                  href={keysHref(view, { sort: sortedBy(view, by) })}
                  direction={direction(by)}
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
          {lines.map((line) => (
            <Row key={line.id} line={line} spark={sparks.get(line.id) ?? []} />
          ))}
        </tbody>
        <tfoot>
          <Sum label="All keys together" parts={foot.keys} isEstimated={foot.isEstimated} />
          <Sum
            label="No key (Console, Playground)"
            parts={foot.withoutKey}
            sign="+"
            isEstimated={foot.isEstimated}
          />
          {foot.remainders.map(({ name, explanation, amount }) => (
            <Sum key={name} label={name} title={explanation} parts={amount} sign="+" />
          ))}
          <Sum label="Billed in these days" parts={foot.billed} sign="=" strong />
        </tfoot>
      </Table>
    </div>
  )
}

function Row({ line, spark }: { line: KeyLine; spark: readonly bigint[] }) {
  return (
    <tr className={classNames('align-top', line.dim && 'text-ink-3')}>
      <Td className="py-2">
        <input
          type="checkbox"
          className="accent-accent size-4"
          aria-label={`Select ${line.name}`}
          data-nano={line.spendNano}
          data-name={line.name}
          value={line.id}
        />
      </Td>
      <Td className="max-w-44 min-w-32 py-2 sm:max-w-64">
        <Link
          href={line.href}
          prefetch={false}
          title={line.name}
          className="block truncate font-medium underline"
          dir="auto"
        >
          {line.name.trim() || '(no name)'}
        </Link>
        <span className="text-ink-3 block truncate font-mono text-xs" title={line.hint}>
          {line.hint}
        </span>
        {line.marks.map((mark) => (
          <Badge key={mark} tone="warn">
            {mark}
          </Badge>
        ))}
      </Td>
      <Td numeric className="py-2">
        {line.spend ? <Money parts={line.spend} /> : <Untold />}
        {line.quality && (
          <span
            className="text-ink-3 block text-xs"
            title={line.quality === 'estimated' ? SPLIT_WORDS : undefined}
          >
            {line.quality}
          </span>
        )}
      </Td>
      <Td className="py-2">
        <Badge tone={line.status.tone}>{line.status.words}</Badge>
      </Td>
      <Td numeric className="text-ink-2 py-2">
        {line.share}
      </Td>
      <Td numeric className={classNames('py-2', line.change?.isRise && 'text-warn')}>
        {line.change?.words.split(', ').map((part) => (
          <span key={part} className="block">
            {part}
          </span>
        )) ?? '–'}
      </Td>
      <Td className="py-2">
        <Sparkline amounts={spark} label={`Spend of ${line.name} on each of the last 30 days`} />
      </Td>
      <Td className="max-w-32 min-w-28 py-2" title={line.lastUsed.title}>
        {line.lastUsed.words}
      </Td>
      <Td className="max-w-48 min-w-32 py-2">
        <span className="block truncate" title={line.owner.words} dir="auto">
          {line.owner.words}
        </span>
        {line.owner.note && <span className="text-ink-3 block text-xs">{line.owner.note}</span>}
        {line.purpose && (
          <span className="text-ink-3 block truncate text-xs" title={line.purpose} dir="auto">
            {line.purpose}
          </span>
        )}
      </Td>
      <Td className="max-w-36 truncate py-2" title={line.workspace}>
        {line.workspace}
      </Td>
      <Td className="py-2 whitespace-nowrap">{line.expires}</Td>
      <Td className="py-2 whitespace-nowrap">{line.created}</Td>
      <Td numeric className="py-2">
        {line.total ? <Money parts={line.total} /> : <Untold />}
      </Td>
    </tr>
  )
}

function Untold() {
  return (
    <span className="text-ink-3" title="Used, but its source does not tell the cost of a key.">
      not told
    </span>
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
  label: string
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
          <span className="text-ink-3 block text-xs" title={SPLIT_WORDS}>
            estimated
          </span>
        )}
      </Td>
      <Td colSpan={COLUMNS.length - 1} />
    </tr>
  )
}
