import Link from 'next/link'
import { classNames } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { FindingLine } from './prepare-findings'
import { SeverityMark } from './severity-mark'

/** On phones severity stands above the sentence, amount, time and state stand beneath the sentence. `selectable`: with a box before each line, for the form around the table. */
export function FindingTable({
  lines,
  label,
  selectable = false,
}: {
  lines: readonly FindingLine[]
  label: string
  selectable?: boolean
}) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          {selectable && (
            <Th>
              <span className="sr-only">Selected</span>
            </Th>
          )}
          <Th className="max-sm:hidden">Severity</Th>
          <Th>What happened</Th>
          <Th numeric className="max-sm:hidden">
            <Term of="at-stake">At stake</Term>
          </Th>
          <Th className="max-sm:hidden">Since</Th>
          <Th className="max-sm:hidden">State</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row key={line.id} line={line} selectable={selectable} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ line, selectable }: { line: FindingLine; selectable: boolean }) {
  const isQuiet = line.stands !== 'open' && line.stands !== 'acknowledged'
  return (
    <tr className="align-top">
      {selectable && (
        <Td className="py-2">
          <input
            type="checkbox"
            name="finding"
            value={line.id}
            className="accent-accent size-4"
            aria-label={`Select: ${line.sentence}`}
          />
        </Td>
      )}
      <Td className="py-2 max-sm:hidden">
        <SeverityMark severity={line.severity} dim={isQuiet} />
      </Td>
      <Td className="py-2 wrap-anywhere sm:min-w-64">
        <span className="mb-1 block text-sm sm:hidden">
          <SeverityMark severity={line.severity} dim={isQuiet} />
        </span>
        <Link
          href={line.href}
          prefetch={false}
          className={classNames(
            'decoration-line-strong hover:decoration-ink underline',
            line.stands === 'open' && 'font-medium',
          )}
        >
          {line.sentence}
        </Link>
        <span className="text-ink-3 block text-xs">{line.about}</span>
        <span className="mt-1 block text-sm sm:hidden">
          <Money parts={line.stake} /> {line.stakeWords} · {line.since}
          <span className="text-ink-2 block">{line.standsWords}</span>
        </span>
      </Td>
      <Td numeric className="py-2 max-sm:hidden">
        <Money parts={line.stake} />
        <span className="text-ink-3 block text-xs">{line.stakeWords}</span>
      </Td>
      <Td className="py-2 whitespace-nowrap max-sm:hidden" title={line.sinceTitle}>
        {line.since}
      </Td>
      <Td className="max-w-48 min-w-28 py-2 max-sm:hidden">{line.standsWords}</Td>
    </tr>
  )
}
