import { Table, Td, Th } from '@/components/ui/table'

export interface ListedKey {
  id: string
  name: string
  status: string
  hint: string | null
  organization: string
  workspace: string | null
}

/** Anthropic keys somebody made, which outlive their account here. */
export function KeysToHandOver({ keys, name }: { keys: ListedKey[]; name: string }) {
  if (keys.length === 0) return <p className="text-ink-2">None that Onebill knows of.</p>
  return (
    <Table label={`Anthropic keys ${name} made`}>
      <thead>
        <tr>
          <Th>Key</Th>
          <Th>Status</Th>
          <Th>Organisation</Th>
          <Th>Workspace</Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={`${key.organization} ${key.id}`}>
            <Td>
              {key.name} {key.hint && <span className="text-ink-3 font-mono text-xs">{key.hint}</span>}
            </Td>
            <Td>{key.status}</Td>
            <Td>{key.organization}</Td>
            <Td>{key.workspace ?? 'all'}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
