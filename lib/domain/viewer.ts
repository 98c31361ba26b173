declare const minted: unique symbol

/** Each role may do all that the ones before it may. Source: contract.md, "Roles". */
export const ROLES = ['viewer', 'member', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** What can be allowed, with the least role that has it. The one permission table. */
const LEAST_ROLE = {
  read: 'viewer',
  edit_plans: 'member',
  run_sync: 'member',
  edit_catalogue: 'admin',
  manage_connections: 'admin',
  manage_tokens: 'admin',
  read_audit_log: 'admin',
  manage_people: 'admin',
  delete_data: 'owner',
  grant_owner: 'owner',
} as const satisfies Record<string, Role>

export type Permission = keyof typeof LEAST_ROLE

export function isAllowed(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission])
}

export function leastRoleFor(permission: Permission): Role {
  return LEAST_ROLE[permission]
}

/** Who reads. Only lib/auth makes one; every query takes one. */
export interface Viewer {
  readonly [minted]: true
  readonly kind: 'user' | 'token' | 'system'
  /** User or token id; null for the system (jobs, command line). */
  readonly id: string | null
  readonly name: string
  readonly role: Role
}

/** Who changes something; goes into the audit entry. */
export type Actor = Viewer
