import { Badge } from '@/components/ui/badge'
import { Table, Td, Th } from '@/components/ui/table'
import type { KeyHistoryEntry } from '@/lib/domain/key-history-entry'
import { formatInstant } from '@/lib/format'

const KINDS: Record<KeyHistoryEntry['kind'], string> = {
  noticed: 'Noticed at Anthropic',
  acted: 'Asked for here',
  assigned: 'Assigned here',
}

export function KeyHistory({ entries, zone }: { entries: readonly KeyHistoryEntry[]; zone?: string }) {
  return (
    <Table label="History">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>What</Th>
          <Th>Before</Th>
          <Th>After</Th>
          <Th>Who</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ id, at, kind, what, before, after, who, note, state }) => (
          <tr key={`${kind} ${id}`} className="align-top">
            <Td className="py-2 whitespace-nowrap">{formatInstant(at, zone)}</Td>
            <Td className="min-w-40 py-2">
              <span className="block">
                {what.charAt(0).toUpperCase() + what.slice(1).replaceAll('_', ' ')}{' '}
                {state && <Badge tone={state === 'confirmed' ? 'ok' : 'warn'}>{state}</Badge>}
              </span>
              <span className="text-ink-3 block text-xs">{note ?? KINDS[kind]}</span>
            </Td>
            <Td className="max-w-48 py-2 wrap-anywhere">{before ?? '–'}</Td>
            <Td className="max-w-48 py-2 wrap-anywhere">{after ?? '–'}</Td>
            <Td className="py-2">{who ?? KINDS[kind]}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
