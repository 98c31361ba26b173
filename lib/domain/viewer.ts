declare const minted: unique symbol

/** Each role may do all that the ones before it may. Source: contract.md, "Roles". */
export const ROLES = ['viewer', 'member', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** What can be allowed, with the least role that has it and the words for doing it. The one permission table. */
const PERMISSIONS = {
  read: { least: 'viewer', doing: 'Reading' },
  own_account: { least: 'viewer', doing: 'Changing your own profile, password, two-factor and sessions' },
  edit_plans: { least: 'member', doing: 'Changing plans' },
  edit_keys: { least: 'member', doing: 'Saying who owns a key and what it is for' },
  ask_owners: { least: 'member', doing: 'Sending mail to the owners of keys' },
  judge_findings: { least: 'member', doing: 'Acknowledging, snoozing and resolving findings' },
  edit_notes: { least: 'member', doing: 'Writing notes on the timeline' },
  review_spend: { least: 'member', doing: 'Deciding on and signing reviews' },
  run_sync: { least: 'member', doing: 'Asking for a sync' },
  edit_catalogue: { least: 'admin', doing: 'Changing the plan catalogue' },
  manage_settings: { least: 'admin', doing: 'Changing what holds for the whole team' },
  manage_connections: { least: 'admin', doing: 'Changing connections' },
  change_keys: { least: 'admin', doing: 'Changing keys at Anthropic' },
  manage_demo: { least: 'admin', doing: 'Loading and removing the demo' },
  manage_budgets: { least: 'admin', doing: 'Changing budgets and limits' },
  manage_alerts: { least: 'admin', doing: 'Changing where alerts of the whole team go' },
  manage_tokens: { least: 'admin', doing: 'Seeing, making and revoking tokens' },
  manage_people: {
    least: 'admin',
    doing: 'Inviting people, changing roles up to one’s own, and disabling people',
  },
  read_audit: { least: 'admin', doing: 'Reading and exporting the audit log' },
  manage_owners: { least: 'owner', doing: 'Making owners, and changing or disabling them' },
  edit_prices: { least: 'owner', doing: 'Entering list prices of models' },
  manage_guard: { least: 'owner', doing: 'Letting a budget deactivate its key' },
  allow_private_targets: { least: 'owner', doing: 'Letting webhooks reach private addresses' },
  manage_security: { least: 'owner', doing: 'Requiring two-factor, and resetting that of others' },
  open_guides: { least: 'owner', doing: 'Letting anybody read the guides without signing in' },
  delete_data: { least: 'owner', doing: 'Deleting what a connection brought' },
} as const satisfies Record<string, { least: Role; doing: string }>

export type Permission = keyof typeof PERMISSIONS

export function isAllowed(role: Role, permission: Permission): boolean {
  return rolesUpTo(role).includes(PERMISSIONS[permission].least)
}

export function leastRoleFor(permission: Permission): Role {
  return PERMISSIONS[permission].least
}

/** The table for people: what can be done and the least role that may, the most widely allowed first. */
export function listPermissions(): { permission: Permission; least: Role; doing: string }[] {
  const rows = Object.entries(PERMISSIONS).map(([permission, row]) => ({
    permission: permission as Permission,
    ...row,
  }))
  return rows.sort((a, b) => ROLES.indexOf(a.least) - ROLES.indexOf(b.least))
}

/** Whether doing it changes something for others: asked for with a second factor where the owner requires one. */
export function changesForOthers(permission: Permission): boolean {
  return permission !== 'read' && permission !== 'own_account'
}

/** The lesser of two roles. */
export function lesserRole(one: Role, other: Role): Role {
  return ROLES.indexOf(one) < ROLES.indexOf(other) ? one : other
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
  /** IANA name of the zone clock times are shown in; absent = UTC. Days are UTC everywhere. */
  readonly timeZone?: string
  /** Tells the demo: what it writes into the audit log is marked, shown to nobody, and goes with the demo. */
  readonly tellsDemo?: true
}

/** Who changes something; goes into the audit entry. */
export type Actor = Viewer
