import type { Severity } from './findings/finding'
import type { Nano } from './money'
import type { ReviewDigest } from './review-digest'

/** What people can be alarmed of; one choice each in who is told what. */
export const NOTICE_KINDS = [
  'finding_opened',
  'finding_worsened',
  'finding_returned',
  'budget_threshold',
  'budget_forecast',
  'guard_acted',
  'guard_failed',
] as const
/** The closed week is no alert: it has a choice of its own. */
export type NoticeKind = (typeof NOTICE_KINDS)[number] | 'review_ready'

/** What is told, complete without looking anything up later: whoever delivers it adds nothing but its form. */
export interface NoticeContent {
  /** A few words, fit for a subject line. */
  title: string
  /** What happened, with its numbers. */
  sentence: string
  /** Further sentences: what it rests on, what cannot be seen. */
  more: string[]
  /** What to do, in order; a command to copy stands apart. */
  steps: { say: string; copy?: string }[]
  /** Where it can be read and acted on here, from the first slash. */
  path: string
  /** Nano-dollars; null where no amount is in question. */
  atStake: Nano | null
  subject: { type: string; id: string; name: string }
  /** Of a closed period, which has a form of its own. */
  digest?: ReviewDigest
}

export interface Notice {
  /** Names the episode: what is written again under the same key is the same notice, and nobody is told twice. */
  key: string
  kind: NoticeKind
  severity: Severity
  /** Null: about several organisations, or none. */
  organizationId: string | null
  content: NoticeContent
}
