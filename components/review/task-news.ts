import { DECISION_WORDS } from '@/lib/domain/review-words'
import type { ShownStanding } from './task-state'

/** What somebody else said of a line, in one sentence: "Grace Hopper: Keep (billing-service)." */
export function newsOf(
  { id, before, now }: { id: string; before: ShownStanding; now: ShownStanding },
  lines: readonly { id: string; subjectName: string }[],
  nameOf: (email: string) => string,
): string {
  const about = lines.find((line) => line.id === id)?.subjectName ?? 'a line'
  return `${now.changedBy ?? 'Somebody'}: ${wordsOf(before, now, nameOf)} (${about}).`
}

function wordsOf(before: ShownStanding, now: ShownStanding, nameOf: (email: string) => string): string {
  if (now.deactivatedAt && !before.deactivatedAt) return 'deactivated'
  if (now.decision !== before.decision)
    return now.decision === null ? 'undecided again' : DECISION_WORDS[now.decision]
  if (now.note !== before.note) return now.note === null ? 'no note any more' : `“${now.note}”`
  if (now.assignee !== before.assignee)
    return now.assignee === null ? 'for nobody any more' : `for ${nameOf(now.assignee)}`
  return now.decision === null ? 'still undecided' : `still ${DECISION_WORDS[now.decision]}`
}
