import type { Day } from './day'
import type { Severity } from './findings/finding'
import type { Nano } from './money'
import type { LineEvidence } from './review'
import type { SpendChange } from './spend-change'

/** What a review knows of a key it asks about. */
export interface LineKey {
  organizationId: string
  id: string
  /** Its id where it was never seen listed. */
  name: string
  /** Mail address, lower case. */
  owner: string | null
  status: string
  stopsMonthly: Nano | null
}

export interface FindingMatter {
  id: string
  severity: Severity
  subjectName: string
  organizationId: string
  sentence: string
  atStake: Nano
  evidence: readonly { what: string; when: string; amount: Nano | null }[]
  /** Where it is about one. */
  key: LineKey | null
}

export interface BudgetMatter {
  id: string
  name: string
  organizationId: string | null
  amount: Nano
  spent: Nano
  known: 'warning' | 'exceeded'
  /** The highest threshold that was gone over, in percent. */
  threshold: number
  /** Of the budget's own period. */
  from: Day
  exceededOn: Day | null
  key: LineKey | null
}

export interface MoverMatter {
  key: LineKey
  now: Nano
  before: Nano
  change: SpendChange
}

export interface NewKeyMatter {
  key: LineKey
  createdOn: Day
  createdBy: string | null
  /** Within the period; null: not used. */
  spend: Nano | null
}

export interface ChangedKeyMatter {
  key: LineKey
  changes: { on: Day; what: string; before: string; after: string; who: string | null }[]
  spend: Nano
}

export interface IdleKeyMatter {
  key: LineKey
  lastUsedOn: Day | null
  since: Day
  idleDays: number
  total: Nano | null
}

export interface OwnerlessMatter {
  spend: Nano
  ofKeys: Nano
  keys: number
  largest: { name: string; spend: Nano }[]
}

export interface RestatementMatter {
  id: string
  organizationId: string
  organizationName: string
  sentence: string
  delta: Nano
  noticedOn: Day
}

/** The first of each kind, in the order in which they are to be asked, and how many there are beyond them. */
export interface Matter<T> {
  first: readonly T[]
  more: number
  /** What those beyond come to; null where nobody adds them up. */
  moreAmount: Nano | null
  /** Those beyond by name, at most `MOST_NAMED` of them. */
  named: readonly LineEvidence[]
}

export interface ReviewMatter {
  findings: Matter<FindingMatter>
  budgets: Matter<BudgetMatter>
  movers: readonly MoverMatter[]
  newKeys: Matter<NewKeyMatter>
  changedKeys: Matter<ChangedKeyMatter>
  idleKeys: Matter<IdleKeyMatter>
  ownerless: OwnerlessMatter | null
  restatements: Matter<RestatementMatter>
}
