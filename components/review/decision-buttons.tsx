'use client'

import { Check, ChevronLeft, ChevronRight } from 'lucide-react'
import { KeyCap } from '@/components/shell/key-cap'
import { classNames } from '@/components/ui/class-names'
import type { Decision } from '@/lib/domain/review'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import { DECISION_LETTERS, DECISION_MEANINGS } from './decision-words'

/** One button a decision that makes sense here, with the key that says the same. The chosen one is pressed. */
export function DecisionButtons({
  offered,
  chosen,
  decide,
}: {
  offered: readonly Decision[]
  chosen: Decision | null
  decide: (decision: Decision) => void
}) {
  return (
    <div role="group" aria-label="Decision" className="flex flex-wrap gap-2 max-sm:hidden">
      {offered.map((decision) => {
        const letter = DECISION_LETTERS[decision]
        const isChosen = chosen === decision
        return (
          <button
            key={decision}
            type="button"
            aria-pressed={isChosen}
            aria-keyshortcuts={letter}
            title={DECISION_MEANINGS[decision]}
            onClick={() => decide(decision)}
            className={classNames(
              'inline-flex h-9 items-center gap-2 rounded-md border px-3 font-medium transition-colors duration-[120ms]',
              isChosen
                ? 'border-accent bg-accent-soft text-accent'
                : 'border-line-strong bg-raised hover:bg-sunk',
            )}
          >
            {isChosen && <Check aria-hidden className="size-4" />}
            {DECISION_WORDS[decision]}
            <span aria-hidden>
              <KeyCap>{letter}</KeyCap>
            </span>
          </button>
        )
      })}
    </div>
  )
}

/** The same on a phone, where the thumb is: above the sections, with the way to the next line. */
export function DecisionBar({
  place,
  name,
  offered,
  chosen,
  decide,
  move,
  undo,
}: {
  /** "Line 3 of 12" */
  place: string
  name: string
  offered: readonly Decision[]
  chosen: Decision | null
  decide: (decision: Decision) => void
  move: (by: 1 | -1) => void
  /** Null: nothing to take back. */
  undo: (() => void) | null
}) {
  const step = 'hover:bg-sunk flex size-11 shrink-0 items-center justify-center rounded-md'
  return (
    <div
      role="group"
      aria-label={`Decide on ${name}`}
      className="no-print bg-paper fixed inset-x-0 bottom-[calc(var(--spacing)*14+env(safe-area-inset-bottom)+1px)] z-20 border-t px-2 pb-2 sm:hidden"
    >
      <div className="flex items-center gap-2">
        <button type="button" aria-label="Line before" onClick={() => move(-1)} className={step}>
          <ChevronLeft aria-hidden className="size-5" />
        </button>
        <p className="text-ink-2 min-w-0 flex-1 truncate text-center text-sm">
          {place} · <span dir="auto">{name}</span>
        </p>
        {undo && (
          <button
            type="button"
            onClick={undo}
            className={classNames(step, 'text-accent w-auto px-2 text-sm')}
          >
            Take back
          </button>
        )}
        <button type="button" aria-label="Next line" onClick={() => move(1)} className={step}>
          <ChevronRight aria-hidden className="size-5" />
        </button>
      </div>
      {offered.length > 0 && (
        <div className="flex gap-1.5">
          {offered.map((decision) => {
            const isChosen = chosen === decision
            return (
              <button
                key={decision}
                type="button"
                aria-pressed={isChosen}
                onClick={() => decide(decision)}
                className={classNames(
                  'relative flex h-12 min-w-0 flex-1 items-center justify-center rounded-md border px-0.5 text-center text-xs font-medium',
                  isChosen ? 'border-accent bg-accent-soft text-accent' : 'border-line-strong bg-raised',
                )}
              >
                {isChosen && <Check aria-hidden className="absolute top-0.5 right-0.5 size-3" />}
                {DECISION_WORDS[decision]}
              </button>
            )
          })}
        </div>
      )}
    </div>
  )
}
