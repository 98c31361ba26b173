import type { CoverageState } from './coverage-days'
import type { Day, DayRange } from './day'
import type { Nano } from './money'
import type { PeriodKind } from './review-period'
import type { Pool } from './timeline-request'

/** What can be said of a line. Source: contract.md, "Reviews". */
export const DECISIONS = ['keep', 'ask', 'deactivate', 'expected', 'later'] as const
export type Decision = (typeof DECISIONS)[number]

/** What a review asks about, in the order its lines stand in. */
export const LINE_KINDS = [
  'finding',
  'budget',
  'mover',
  'new_key',
  'changed_key',
  'idle_key',
  'ownerless',
  'restatement',
] as const
export type LineKind = (typeof LINE_KINDS)[number]

/** What a line is about; `keys` and `spend` stand for several keys, or what hangs on none. */
export interface LineSubject {
  type: 'key' | 'finding' | 'budget' | 'organization' | 'workspace' | 'model' | 'revision' | 'keys' | 'spend'
  id: string
  /** As it was called when the review was closed. */
  name: string
  /** Null: over all organisations. */
  organizationId: string | null
}

/** One pool of a period beside two others. Null: not known, which is not zero. */
export interface PoolFigures {
  pool: Pool
  now: Nano
  before: Nano | null
  longBefore: Nano | null
}

/** Why the total is another than in the period before: parts that add up to the difference, to the last nano-dollar. */
export interface ReasonPart {
  reason: 'volume' | 'mix' | 'caching' | 'price' | 'plans' | 'usage_credits' | 'api_credit'
  amount: Nano
}

/** The figures of a closed period: once taken they never change. Amounts are as they were read then. */
export interface ReviewFigures {
  period: string
  kind: PeriodKind
  range: DayRange
  takenAt: Date
  /** Plan fees spread over their days; the sum of the pools. */
  total: { now: Nano; before: Nano | null; longBefore: Nano | null }
  pools: PoolFigures[]
  /** Null: the period before is not wholly known. */
  reasons: ReasonPart[] | null
  /** Days that were not final when it was closed, with what they were. */
  openDays: { day: Day; state: CoverageState }[]
}

/** One more row behind a sentence, with its own label. */
export interface LineEvidence {
  label: string
  amount: Nano | null
  /** What the amount is, or what stands in its place. */
  text: string
}

/** A line as it was when the review was closed. */
export interface ReviewLineContent {
  kind: LineKind
  subject: LineSubject
  /** What it is, with its numbers. */
  sentence: string
  /** What is in question, for sorting and sums; null where no amount is. */
  amount: Nano | null
  evidence: LineEvidence[]
  /** Where more of it is told here, from the first slash. */
  path: string
  /** What sense a decision makes here, the likeliest first. */
  offered: Decision[]
  /** What deactivating its key would stop in a month of 30 days; null where there is no key, or nothing is known. */
  stopsMonthly: Nano | null
}

/** What was decided about a line so far. */
export interface LineStanding {
  decision: Decision | null
  note: string | null
  /** Mail address, lower case, of who is to see to it. */
  assignee: string | null
  decidedBy: string | null
  decidedAt: Date | null
  /** When the key was deactivated from this line. */
  deactivatedAt: Date | null
  /** Rises with every change, so that who decides can say what they saw. */
  revision: number
}

export interface ReviewLine extends ReviewLineContent, LineStanding {
  id: string
  /** The period it was first asked in, where it was carried over. */
  carriedFrom: string | null
  /** The period it was carried on to. */
  carriedTo: string | null
}

export interface Review {
  figures: ReviewFigures
  state: 'open' | 'signed'
  signedBy: string | null
  signedAt: Date | null
  signNote: string | null
  lines: ReviewLine[]
  /** Rises with every change of any line, and with signing. */
  revision: number
}

/** Whether a line of a signed review is asked again in the next one: undecided, put off, or decided and not done. */
export function carriesOver({
  decision,
  deactivatedAt,
}: Pick<LineStanding, 'decision' | 'deactivatedAt'>): boolean {
  return decision === null || decision === 'later' || (decision === 'deactivate' && deactivatedAt === null)
}
