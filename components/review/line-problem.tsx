'use client'

import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import type { Problem, ShownStanding, Wish } from './task-state'

/** What was said and does not stand, why, and the two ways on. */
export function LineProblem({
  problem,
  standing,
  nameOf,
  sayAgain,
  drop,
}: {
  problem: Problem
  standing: ShownStanding
  nameOf: (email: string) => string
  sayAgain: () => void
  drop: () => void
}) {
  const isConflict = problem.kind === 'conflict'
  const yours = wishWords(problem.wish, standing, nameOf)
  return (
    <Notice
      tone="warning"
      title={
        isConflict
          ? `${standing.changedBy ?? 'Somebody'} was faster: ${standingWords(standing, nameOf)}`
          : 'This is not saved'
      }
      actions={
        <>
          <Button size="sm" className="max-sm:h-11" onClick={sayAgain}>
            {isConflict ? `Say it over that: ${yours}` : `Try again: ${yours}`}
          </Button>
          <Button size="sm" variant="quiet" className="max-sm:h-11" onClick={drop}>
            {isConflict ? 'Leave it so' : 'Let it go'}
          </Button>
        </>
      }
    >
      {isConflict ? `Yours (${yours}) was not saved. Nothing anybody said is lost.` : problem.sentence}
    </Notice>
  )
}

function standingWords(
  { decision, note, assignee }: ShownStanding,
  nameOf: (email: string) => string,
): string {
  return [
    decision === null ? 'it is undecided' : DECISION_WORDS[decision],
    note && `“${note}”`,
    assignee && `for ${nameOf(assignee)}`,
  ]
    .filter(Boolean)
    .join(', ')
}

function wishWords(wish: Wish, standing: ShownStanding, nameOf: (email: string) => string): string {
  const parts = [
    wish.decision !== standing.decision &&
      (wish.decision === null ? 'undecided' : DECISION_WORDS[wish.decision]),
    wish.note !== standing.note && (wish.note === null ? 'no note' : `“${wish.note}”`),
    wish.assignee !== standing.assignee &&
      (wish.assignee === null ? 'for nobody' : `for ${nameOf(wish.assignee)}`),
  ].filter(Boolean)
  return parts.join(', ') || 'the same'
}
