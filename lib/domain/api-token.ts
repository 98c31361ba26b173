import type { Role } from './viewer'

export type TokenState = 'active' | 'expired' | 'revoked'

/** A token of the REST API as it is listed: never the token itself. */
export interface ApiToken {
  id: string
  name: string
  hint: string
  role: Role
  /** Never more than its maker's role at present. */
  mayNow: Role
  createdAt: Date
  createdBy: string
  lastUsedAt: Date | null
  expiresAt: Date | null
  state: TokenState
}

/** Expired from the instant it expires at on; revoked, whenever that was, counts for more. */
export function tokenState(
  { expiresAt, revokedAt }: { expiresAt: Date | null; revokedAt: Date | null },
  now: Date,
): TokenState {
  if (revokedAt) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}
