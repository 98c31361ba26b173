import type { CoverageState } from './coverage-days'
import type { DataScope } from './data-scope'
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
  /** What it is compared with: whole periods, or of a period that still runs the same days of the others. */
  compared: { before: DayRange; longBefore: DayRange }
  takenAt: Date
  /** Plan fees spread over their days; the sum of the pools. */
  total: { now: Nano; before: Nano | null; longBefore: Nano | null }
  pools: PoolFigures[]
  /** Null: the period before is not wholly known. */
  reasons: ReasonPart[] | null
  /** Days that were not final when it was closed, with what they were. */
  openDays: { day: Day; state: CoverageState }[]
  /** When data of organisations was deleted that these sums still hold; their lines are gone. */
  deletions: Date[]
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
  /** The key that can be deactivated from here, and whose owner can be asked. */
  key: { organizationId: string; id: string; name: string; owner: string | null } | null
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

/** Something that was said of a review or of one of its lines; none is ever changed. */
export interface ReviewEvent {
  id: string
  /** Null: of the review itself. */
  lineId: string | null
  at: Date
  actorName: string
  kind: ReviewEventKind
  decision: Decision | null
  note: string | null
  assignee: string | null
  /** Counts up by one within its review. */
  revision: number
}

export const REVIEW_EVENT_KINDS = [
  'decided',
  'noted',
  'assigned',
  'cleared',
  'deactivated',
  'carried',
  'signed',
  'reopened',
] as const
export type ReviewEventKind = (typeof REVIEW_EVENT_KINDS)[number]

/** A closed period. */
export interface Review {
  id: string
  data: DataScope
  figures: ReviewFigures
  state: 'open' | 'signed'
  signedBy: string | null
  signedAt: Date | null
  signNote: string | null
  /** Time spent deciding until it was signed, pauses over ten minutes left out; null: not signed, or nothing was decided. */
  tookMs: number | null
  lines: ReviewLine[]
  /** Newest first. */
  events: ReviewEvent[]
  /** What was read otherwise since; null: nothing was, or data was deleted that the sums still hold. */
  adjustments: ReviewAdjustments | null
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

/** A period that cannot be closed yet: computed as it stands, nothing of it is kept or can be decided. */
export interface ReviewPreview {
  data: DataScope
  figures: ReviewFigures
  lines: ReviewLineContent[]
  /** Why it is not closed, as a sentence. */
  why: string
}

export type OpenedReview = { state: 'preview'; preview: ReviewPreview } | { state: 'closed'; review: Review }

/** What changed of a closed period: `restated` by Anthropic, `plans` entered or corrected, `credit` reckoned anew, and API cost that `came_later`. */
export const ADJUSTMENT_CAUSES = ['restated', 'came_later', 'plans', 'usage_credits', 'credit'] as const
export type AdjustmentCause = (typeof ADJUSTMENT_CAUSES)[number]

/** Figures then beside figures now. The causes add up to the difference of the total, to the last nano-dollar. */
export interface ReviewAdjustments {
  total: { closed: Nano; now: Nano }
  /** Pools that changed. */
  pools: { pool: Pool; closed: Nano; now: Nano }[]
  /** Without those that come to nothing. */
  causes: { cause: AdjustmentCause; amount: Nano }[]
  /** Noticed since the review was closed, newest first; the first `MOST_RESTATEMENTS` of them. */
  restatements: { id: string; organizationName: string; day: Day; noticedAt: Date; delta: Nano }[]
  moreRestatements: number
}

/** One row of the history. */
export interface ReviewRow {
  id: string
  period: string
  kind: PeriodKind
  range: DayRange
  state: 'open' | 'signed'
  total: { now: Nano; before: Nano | null }
  lines: number
  undecided: number
  carriedIn: number
  /** What its lines stopped a month. */
  stopped: Nano
  deactivated: number
  signedBy: string | null
  signedAt: Date | null
  tookMs: number | null
}

/** Closed reviews, newest first, and what they come to together. */
export interface ReviewHistory {
  rows: ReviewRow[]
  /** Of all of this kind, not of the rows alone. */
  trend: ReviewTrend
}

export interface ReviewTrend {
  signed: number
  /** Of signed ones that somebody decided in; the middle one. */
  usualMs: number | null
  /** What all of them stopped a month, and since which period. */
  stopped: Nano
  stoppedSince: string | null
  /** Lines nobody decided on, of reviews that are not signed. */
  undecided: number
}
