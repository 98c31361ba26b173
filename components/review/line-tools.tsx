'use client'

import { Button } from '@/components/ui/button'
import type { Decision } from '@/lib/domain/review'
import { DecisionButtons } from './decision-buttons'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import { LineProblem } from './line-problem'
import { NoteFields } from './note-fields'
import type { ShownLine } from './prepare-lines'
import type { TeamPerson } from './task-actions'
import { shownOf, type LineState, type ShownStanding, type Wish } from './task-state'

/** What can be said of the open line, what was said, and what is still to be done about it. */
export function LineTools({
  line,
  state,
  isPreview,
  locked,
  people,
  nameOf,
  decide,
  undo,
  open,
  save,
  sayAgain,
  drop,
  leave,
}: {
  line: ShownLine
  state: LineState
  isPreview: boolean
  locked: string | null
  people: readonly TeamPerson[]
  nameOf: (email: string) => string
  decide: (decision: Decision) => void
  undo: () => void
  /** What is done from the line, in front of the page. */
  open: (kind: 'ask' | 'deactivate') => void
  save: (change: { note?: string | null; assignee?: string | null }, seen?: number) => void
  sayAgain: (wish: Wish) => void
  drop: () => void
  leave: () => void
}) {
  if (isPreview) return null
  const shown = shownOf(state)
  const { decision, deactivatedAt } = shown
  return (
    <>
      {state.problem && (
        <LineProblem
          problem={state.problem}
          standing={state.standing}
          nameOf={nameOf}
          sayAgain={() => state.problem && sayAgain(state.problem.wish)}
          drop={drop}
        />
      )}
      {locked === null && !deactivatedAt && (
        <DecisionButtons offered={line.offered} chosen={decision} decide={decide} />
      )}
      <Said standing={shown} isSaving={state.saving.length > 0} />
      {locked === null && decision !== null && !deactivatedAt && (
        <div className="flex flex-wrap gap-2">
          {line.key && decision === 'deactivate' && (
            <Button variant="danger" className="max-sm:h-11" onClick={() => open('deactivate')}>
              Deactivate it now
            </Button>
          )}
          {line.key && decision === 'ask' && (
            <Button className="max-sm:h-11" onClick={() => open('ask')}>
              Write to the owner
            </Button>
          )}
          <Button variant="quiet" aria-keyshortcuts="u" className="max-sm:hidden" onClick={undo}>
            Take it back
          </Button>
        </div>
      )}
      {locked === null ? (
        <NoteFields id={`note-${line.id}`} standing={shown} people={people} save={save} leave={leave} />
      ) : (
        shown.note && (
          <p className="bg-sunk max-w-prose rounded-md p-3 wrap-anywhere" dir="auto">
            {shown.note}
          </p>
        )
      )}
    </>
  )
}

function Said({ standing, isSaving }: { standing: ShownStanding; isSaving: boolean }) {
  const { decision, decidedBy, decidedAt, deactivatedAt } = standing
  if (deactivatedAt)
    return (
      <p className="text-ink-2 text-sm" dir="auto">
        Deactivated from here on {deactivatedAt}
        {decidedBy && ` (${decidedBy})`}, confirmed by Anthropic. It can be reactivated on the key’s page.
      </p>
    )
  if (decision === null || isSaving || decidedBy === null) return null
  return (
    <p className="text-ink-2 text-sm" dir="auto">
      {DECISION_WORDS[decision]}: {decidedBy}, {decidedAt}
    </p>
  )
}
