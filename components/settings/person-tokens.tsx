import { Badge } from '@/components/ui/badge'
import { Table, Td, Th } from '@/components/ui/table'
import type { Role } from '@/lib/domain/viewer'

interface MadeToken {
  id: string
  name: string
  hint: string
  role: Role
  state: 'active' | 'expired' | 'revoked'
}

export function PersonTokens({ tokens }: { tokens: MadeToken[] }) {
  if (tokens.length === 0) return <p className="text-ink-2">None.</p>
  return (
    <Table label="Tokens they made">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Token</Th>
          <Th>Role</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id} className={token.state === 'active' ? undefined : 'text-ink-3'}>
            <Td>{token.name}</Td>
            <Td className="font-mono text-sm whitespace-nowrap">{token.hint}</Td>
            <Td>{token.role}</Td>
            <Td>{token.state === 'active' ? 'works' : <Badge>{token.state}</Badge>}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
