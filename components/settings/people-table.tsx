import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Table, Td, Th } from '@/components/ui/table'
import type { Role } from '@/lib/domain/viewer'
import { formatInstant, formatRelativeTime } from '@/lib/format'

interface ListedPerson {
  id: string
  name: string
  email: string
  role: Role
  lastSeenAt: Date | null
  twoFactor: boolean
  disabledAt: Date | null
}

export function PeopleTable({
  people,
  own,
  now,
  timeZone,
}: {
  people: ListedPerson[]
  own: string | null
  now: Date
  timeZone: string | undefined
}) {
  return (
    <Table label="People">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>E-mail</Th>
          <Th>Role</Th>
          <Th>Last seen</Th>
          <Th>Two-factor</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} className={person.disabledAt ? 'text-ink-3' : undefined}>
            <Td className="whitespace-nowrap">
              <Link
                href={`/settings/people/${person.id}`}
                prefetch={false}
                className="text-accent underline-offset-3 hover:underline"
              >
                {person.name}
              </Link>{' '}
              {person.id === own && <Badge tone="accent">you</Badge>}
              {person.disabledAt && <Badge>disabled</Badge>}
            </Td>
            <Td>{person.email}</Td>
            <Td>{person.role}</Td>
            <Td
              className="whitespace-nowrap"
              title={person.lastSeenAt ? formatInstant(person.lastSeenAt, timeZone) : undefined}
            >
              {person.lastSeenAt ? formatRelativeTime(person.lastSeenAt, now) : 'never'}
            </Td>
            <Td>{person.twoFactor ? 'on' : 'off'}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
