declare const minted: unique symbol

/** Each role may do all that the ones before it may. Source: contract.md, "Roles". */
export const ROLES = ['viewer', 'member', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** What can be allowed, with the least role that has it and the words for doing it. The one permission table. */
const PERMISSIONS = {
  read: { least: 'viewer', doing: 'Reading' },
  edit_plans: { least: 'member', doing: 'Changing plans' },
  run_sync: { least: 'member', doing: 'Asking for a sync' },
  edit_catalogue: { least: 'admin', doing: 'Changing the plan catalogue' },
  manage_connections: { least: 'admin', doing: 'Changing connections' },
  manage_tokens: { least: 'admin', doing: 'Seeing, making and revoking tokens' },
  delete_data: { least: 'owner', doing: 'Deleting what a connection brought' },
} as const satisfies Record<string, { least: Role; doing: string }>

export type Permission = keyof typeof PERMISSIONS

export function isAllowed(role: Role, permission: Permission): boolean {
  return rolesUpTo(role).includes(PERMISSIONS[permission].least)
}

export function leastRoleFor(permission: Permission): Role {
  return PERMISSIONS[permission].least
}

/** A sentence for somebody of `role` who lacks the permission: what takes which role. */
export function refusalSentence(role: Role, permission: Permission): string {
  const { least, doing } = PERMISSIONS[permission]
  return `${doing} takes the role ${least}${least === 'owner' ? '' : ' or above'}; yours is ${role}.`
}

/** The roles that may do no more than `role`, itself included, the least first. */
export function rolesUpTo(role: Role): readonly Role[] {
  return ROLES.slice(0, ROLES.indexOf(role) + 1)
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
