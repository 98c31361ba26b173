import { Badge } from '@/components/ui/badge'
import type { FormAction } from '@/components/ui/form-outcome'
import { Table, Td, Th } from '@/components/ui/table'
import type { ApiToken } from '@/lib/domain/api-token'
import { rolesUpTo, type Role } from '@/lib/domain/viewer'
import { formatInstant, formatRelativeTime } from '@/lib/format'
import { RevokeToken } from './revoke-token'

export function TokenTable({
  tokens,
  viewerRole,
  timeZone,
  now,
  revoke,
}: {
  tokens: ApiToken[]
  viewerRole: Role
  timeZone: string | undefined
  now: Date
  revoke: FormAction<unknown>
}) {
  const revocable = rolesUpTo(viewerRole)
  return (
    <Table label="Tokens">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Token</Th>
          <Th>Role</Th>
          <Th>Made</Th>
          <Th>Last used</Th>
          <Th>Works until</Th>
          <Th>
            <span className="sr-only">Action</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id} className={token.state === 'active' ? undefined : 'text-ink-3'}>
            <Td>{token.name}</Td>
            <Td className="font-mono text-sm whitespace-nowrap">{token.hint}</Td>
            <Td>
              {token.mayNow}
              {token.mayNow !== token.role && (
                <span className="text-ink-3 block text-xs">
                  made for {token.role}; its maker is {token.mayNow} now
                </span>
              )}
            </Td>
            <Td className="whitespace-nowrap" title={formatInstant(token.createdAt, timeZone)}>
              {formatRelativeTime(token.createdAt, now)} by {token.createdBy}
            </Td>
            <Td
              className="whitespace-nowrap"
              title={token.lastUsedAt ? formatInstant(token.lastUsedAt, timeZone) : undefined}
            >
              {token.lastUsedAt ? formatRelativeTime(token.lastUsedAt, now) : 'never'}
            </Td>
            <Td className="whitespace-nowrap">
              {token.state === 'revoked' ? (
                <Badge>revoked</Badge>
              ) : token.state === 'expired' ? (
                <Badge>expired</Badge>
              ) : token.expiresAt ? (
                formatInstant(token.expiresAt, timeZone)
              ) : (
                'it is revoked'
              )}
            </Td>
            <Td className="text-right">
              {token.state === 'active' && revocable.includes(token.role) && (
                <RevokeToken action={revoke} id={token.id} name={token.name} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
