import type { Day } from './day'
import type { AuditCard, KeyAudit } from './key-audit'
import type { Nano } from './money'
import type { Quality } from './quality'

/** What keys are sorted by. */
export const KEY_SORTS = [
  'spend',
  'total',
  'change',
  'name',
  'status',
  'workspace',
  'owner',
  'created',
  'expires',
  'last-used',
] as const
export type KeySort = (typeof KEY_SORTS)[number]

/** What `owner` asks for where nobody is meant. */
export const NO_OWNER = 'none'

export interface KeyFilters {
  status?: string
  /** A workspace's id. */
  workspace?: string
  /** A mail address, or `none`. */
  owner?: string
  /** Every word must occur in name, id, hint, owner, creator or what the key is for. */
  q?: string
  card?: AuditCard
  /** These alone, by their own ids. */
  ids?: readonly string[]
}

/** One key as it stands now, with what it cost in a range and before it. */
export interface Key {
  organizationId: string
  organizationName: string
  /** Of its connection; null: disconnected. */
  readOnly: boolean | null
  id: string
  /** Its id where it was never seen listed. */
  name: string
  isListed: boolean
  /** As Anthropic lists it. */
  flag: string | null
  /** From flag, listing and expiry. */
  status: string
  goneAt: Date | null
  /** Null: scoped to the organisation, or never seen listed. */
  workspaceId: string | null
  workspaceName: string | null
  hint: string | null
  createdAt: Date | null
  expiresAt: Date | null
  creatorType: string | null
  creatorId: string | null
  creatorName: string | null
  creatorEmail: string | null
  /** Lower case: who it was assigned to, else who created it. */
  owner: string | null
  isOwnerAssigned: boolean
  ownerGone: boolean
  purpose: string | null
  application: string | null
  environment: string | null
  costCentre: string | null
  tags: string[]
  /** From here on every day of its organisation is known. */
  knownSince: Day | null
  knownUntil: Day | null
  firstUsedOn: Day | null
  lastUsedOn: Day | null
  /** Of all days that are known; null: used, and nobody told for how much. */
  total: Nano | null
  /** Of the range. */
  spend: Nano | null
  before: Nano
  usedInRange: boolean
  quality: Quality | null
  audit: KeyAudit
}

/** What was billed for one kind of thing and hangs on no key. */
export interface KeyRemainder {
  /** Anthropic's own; null = it names none. */
  costType: string | null
  /** Of days that do not add up yet, or were stored before their cost was split over keys: they are read again. */
  isReadAgain: boolean
  amount: Nano
}

/** What all keys of a scope add up to. */
export interface KeySums {
  /** All there are, and those that are asked for. */
  keys: number
  matching: number
  matchingSpend: Nano
  cards: Record<AuditCard, number>
  /** Without use for so many days a key counts as idle. */
  idleDays: number
  /** keysSpend + withoutKey + unattributed = billed, exactly, whatever is filtered by. */
  keysSpend: Nano
  withoutKey: Nano
  /** What the legacy reports billed that hangs on no use of a key; the sum of `remainders`. */
  unattributed: Nano
  remainders: KeyRemainder[]
  /** Whether any of keys and Console was split over them by us. */
  hasEstimates: boolean
  billed: Nano
  /** Of keysSpend, on keys that nobody owns today, and how many those are, used in the range or not. */
  ownerlessSpend: Nano
  ownerless: number
  /** Of all days that are known. */
  withoutKeyTotal: Nano
  unattributedTotal: Nano
  /** Days up to yesterday that were not read, of the range and of the one before. */
  missingNow: number
  missingBefore: number
  knownSince: Day | null
  organizations: number
  workspaces: { id: string; name: string; organization: string }[]
  owners: string[]
}
