import { type Day, dayOf, earlier } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { EvidenceRow, RuleId, Severity, Step, Subject } from './finding'
import type { FindingState } from './finding-standing'

export interface StoredFinding {
  id: string
  /** An id of `RULE_IDS`, or of a later version. */
  rule: RuleId | string
  severity: Severity
  /** As it stands now. */
  stands: FindingState
  subject: Subject
  /** Of the key, the workspace, … where it is still known; else its id. */
  subjectName: string
  organizationName: string
  /** First day of what happened, last that shows it (UTC). */
  episode: Day
  lastDay: Day
  detectedAt: Date
  atStake: { amount: Nano; means: string }
  sentence: string
  cannotSee: string
  evidence: EvidenceRow[]
  steps: Step[]
  returns: number
  goneAt: Date | null
  silentUntil: Date | null
  ownerEmail: string | null
  note: string | null
}

export interface StoredFindingEvent {
  id: string
  at: Date
  kind: string
  actorName: string | null
  severity: Severity
  note: string | null
  until: Date | null
}

/** The day it was first seen on: some episodes are named by a day to come, as that of a retiring model is. */
export function firstSeen({ episode, detectedAt }: Pick<StoredFinding, 'episode' | 'detectedAt'>): Day {
  return earlier(episode, dayOf(detectedAt))
}

/** How far the rules have come in one organisation. */
export interface FindingEvaluationState {
  organizationId: string
  organizationName: string
  /** `never`: not judged once · `behind`: judged before the last sync that brought something · `current`. */
  state: 'never' | 'behind' | 'current'
  evaluatedAt: Date | null
  /** The first hour that was not judged. */
  untilHour: Date | null
}
