import type { Role } from '@/lib/domain/viewer'

/** What a role is for, in a few words. The table of everything is that of lib/domain/viewer.ts. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Viewer: reads',
  member: 'Member: also plans and syncs',
  admin: 'Admin: also connections, people and tokens',
  owner: 'Owner: everything',
}
