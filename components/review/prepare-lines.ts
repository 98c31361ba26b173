import type { Decision, LineKind, LineStanding, ReviewLine, ReviewLineContent } from '@/lib/domain/review'
import { stopsSentence } from '@/lib/domain/review-words'
import { formatInstant, formatUsd, type UsdParts } from '@/lib/format'
import type { ShownStanding } from './task-state'

/** A line as it was when the review was closed, ready to be drawn. */
export interface ShownLine {
  id: string
  kind: string
  subjectName: string
  /** What can be deactivated from here, and whose owner can be asked; null: none, or several. */
  key: { organizationId: string; id: string; name: string } | null
  sentence: string
  amount: UsdParts | null
  evidence: { label: string; amount: UsdParts | null; text: string }[]
  path: string
  /** It is about one or more findings, which are settled on their own pages. */
  isFinding: boolean
  offered: readonly Decision[]
  /** What stopping its key stops a month, as a sentence; null: not known, or no key. */
  stops: string | null
  carriedFrom: string | null
  carriedTo: string | null
}

const KIND_NAMES: Record<LineKind, string> = {
  finding: 'Finding',
  budget: 'Budget',
  mover: 'Mover',
  new_key: 'New key',
  changed_key: 'Changed key',
  idle_key: 'Idle key',
  ownerless: 'No owner',
  restatement: 'Restated',
}

export function prepareLine(
  line: ReviewLineContent & Pick<ReviewLine, 'id' | 'carriedFrom' | 'carriedTo'>,
): ShownLine {
  const { id, kind, subject, sentence, amount, evidence, path, key, offered, stopsMonthly } = line
  return {
    ...{ id, sentence, path, offered, kind: KIND_NAMES[kind], subjectName: subject.name },
    ...{ key, isFinding: kind === 'finding' },
    amount: amount === null ? null : formatUsd(amount),
    evidence: evidence.map((row) => ({ ...row, amount: row.amount === null ? null : formatUsd(row.amount) })),
    stops: stopsMonthly === null ? null : stopsSentence(stopsMonthly),
    carriedFrom: line.carriedFrom,
    carriedTo: line.carriedTo,
  }
}

/** `zone`: of whoever looks. */
export function prepareStanding(
  standing: LineStanding & { changedBy: string | null },
  zone: string | undefined,
): ShownStanding {
  const { decision, note, assignee, decidedBy, decidedAt, deactivatedAt, changedBy, revision } = standing
  return {
    ...{ decision, note, assignee, decidedBy, changedBy, revision },
    decidedAt: decidedAt && formatInstant(decidedAt, zone),
    deactivatedAt: deactivatedAt && formatInstant(deactivatedAt, zone),
  }
}

/** Of a line nothing can be said of yet. */
export const UNSAID: ShownStanding = {
  ...{ decision: null, note: null, assignee: null, decidedBy: null, decidedAt: null },
  ...{ deactivatedAt: null, changedBy: null, revision: 0 },
}
