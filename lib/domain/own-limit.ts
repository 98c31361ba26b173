import type { BudgetState } from './budget-standing'
import type { Nano } from './money'

/** A limit of Anthropic's for a calendar month, beside what this month came to so far. */
export interface OwnLimit {
  organization: string
  /** Null: of the whole organisation. */
  workspace: string | null
  called: string
  /** Typed in by somebody here, not told by Anthropic. */
  isEntered: boolean
  amount: Nano
  spent: Nano
  state: BudgetState
}
