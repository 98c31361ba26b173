import { Check } from 'lucide-react'
import { classNames } from '@/components/ui/class-names'
import { Table, Td, Th } from '@/components/ui/table'
import { isAllowed, listPermissions, ROLES, type Role } from '@/lib/domain/viewer'

/** The one permission table, for people. */
export function PermissionTable({ own }: { own: Role }) {
  return (
    <Table label="Who may do what">
      <thead>
        <tr>
          <Th>What</Th>
          <Th className="sm:hidden">From role</Th>
          {ROLES.map((role) => (
            <Th
              key={role}
              className={classNames('hidden text-center sm:table-cell', role === own && 'text-ink')}
            >
              {role}
              {role === own && <span className="text-ink-3 block font-normal">you</span>}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {listPermissions().map(({ permission, least, doing }) => (
          <tr key={permission}>
            <Td className="py-1.5">{doing}</Td>
            <Td className="sm:hidden">{least}</Td>
            {ROLES.map((role) => (
              <Td key={role} className="hidden text-center sm:table-cell">
                {isAllowed(role, permission) ? (
                  <>
                    <Check aria-hidden className="text-ok inline size-4" />
                    <span className="sr-only">yes</span>
                  </>
                ) : (
                  <span className="text-ink-3">
                    <span aria-hidden>–</span>
                    <span className="sr-only">no</span>
                  </span>
                )}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
