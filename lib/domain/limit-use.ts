import type { Day } from './day'
import type { Nano } from './money'
import type { StatedLimit } from './spend-limit'

/** A limit beside what is spent of it since the first of the month (UTC). */
export interface LimitUse extends StatedLimit {
  /** Of its organisation or workspace. */
  name: string
  spent: Nano
  /** Another limit of the same is smaller, or Anthropic itself tells it. */
  isInForce: boolean
}

/** The limits of an organisation, and how they came to be known. */
export interface OrganizationLimits {
  organizationId: string
  /** First of the calendar month the sums are of. */
  month: Day
  /** The organisation before its workspaces. */
  limits: readonly LimitUse[]
  /** When Anthropic was last asked and whether it told; null = never asked. */
  asked: { on: Day; told: boolean } | null
  /** Days from the first of the month to yesterday that were not read: their cost is missing from every sum. */
  unreadDays: number
  /** Those limits can be entered for. */
  workspaces: readonly { id: string; name: string }[]
}
