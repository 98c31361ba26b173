import type { Role } from '@/lib/domain/viewer'

/** What a role adds to the ones before it, the weightiest first: all that the table of lib/domain/viewer.ts says, in few words. */
const MEMBER = 'plans, owners of keys, mail to them, findings, notes, reviews, syncs'
const ADMIN =
  'deactivating keys, connections, budgets, alerts, people, tokens, audit log, team settings, demo'

/** For choosing a role. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Viewer: reads',
  member: `Member: also ${MEMBER}`,
  admin: `Admin: also ${ADMIN}`,
  owner: 'Owner: everything',
}

/** For whoever is invited as one. */
export const ROLE_WELCOME: Record<Role, string> = {
  viewer: 'Your role is viewer: you can look at everything and change nothing.',
  member: `Your role is member: you can look at everything and see to ${MEMBER}.`,
  admin: `Your role is admin: beyond what members may, you see to ${ADMIN}.`,
  owner: 'Your role is owner: you can do everything here.',
}
