'use client'

import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Td } from '@/components/ui/table'
import type { KeyLine } from './prepare-keys'
import { Sparkline } from './sparkline'

/** In the browser too, though nothing moves: so a page of rows travels as their words alone, not as markup told twice. */
export function KeyRows({ lines, picked }: { lines: readonly KeyLine[]; picked: readonly string[] }) {
  return lines.map((line) => <Row key={line.id} line={line} isPicked={picked.includes(line.keyId)} />)
}

function Row({ line, isPicked }: { line: KeyLine; isPicked: boolean }) {
  return (
    <tr className={classNames('align-top', line.dim && 'text-ink-3')}>
      <Td className="py-2">
        <input
          type="checkbox"
          className="accent-accent size-4"
          aria-label={`Select ${line.name}`}
          defaultChecked={isPicked}
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
        {line.quality && <span className="text-ink-3 block text-xs">{line.quality}</span>}
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
        <Sparkline path={line.spark} label={`Spend of ${line.name} on each of the last 30 days`} />
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
