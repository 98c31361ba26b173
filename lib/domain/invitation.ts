import type { Role } from './viewer'

/** An invitation nobody has used or withdrawn. */
export interface OpenInvitation {
  id: string
  email: string
  role: Role
  createdAt: Date
  /** Null: the command line, or somebody since removed. */
  invitedBy: string | null
  expiresAt: Date
  expired: boolean
}
