'use client'

import { KeyCap } from '@/components/shell/key-cap'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'

/** How far it is, what just happened, and the way to sign; stays in sight while the lines scroll. */
export function TaskHead({
  isPreview,
  decided,
  total,
  isSaving,
  unsaved,
  showUnsaved,
  news,
  takeBack,
  lost,
  isFiltered,
  filter,
  sign,
}: {
  /** Nothing can be decided yet, so nothing is counted. */
  isPreview: boolean
  decided: number
  total: number
  isSaving: boolean
  /** How many lines hold what is not saved. */
  unsaved: number
  showUnsaved: () => void
  /** What others said, and what came of a key that was pressed. */
  news: string
  /** `news` tells of a decision that was replaced: brings back what stood before. Null: it does not. */
  takeBack: (() => void) | null
  /** Why others are not heard; null: they are. */
  lost: string | null
  isFiltered: boolean
  filter: () => void
  /** Null: it cannot be signed here. */
  sign: (() => void) | null
}) {
  if (isPreview)
    return (
      <div className="mb-2 border-b py-2">
        <h2 className="text-sm font-semibold">
          {total === 0 ? 'Nothing to decide so far' : `What it would ask, as it stands (${total})`}
        </h2>
        <p aria-live="polite" className="sr-only">
          {news}
        </p>
      </div>
    )
  return (
    <div className="bg-paper sticky top-0 z-10 -mx-1 mb-2 border-b px-1 py-2 sm:top-14">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="flex min-w-44 flex-1 items-center gap-3">
          <span className="figures text-sm font-medium whitespace-nowrap">
            {decided} of {total} decided
            {isSaving && (
              <span aria-hidden className="text-ink-3 font-normal">
                {' '}
                · saving
              </span>
            )}
          </span>
          <Progress done={decided} total={total} label="Decided" />
        </div>
        <div className="flex items-center gap-2">
          {total > 0 && (
            <Button aria-pressed={isFiltered} aria-keyshortcuts="f" className="max-sm:h-11" onClick={filter}>
              {isFiltered ? 'Show all' : 'Only undecided'}
              <Cap>f</Cap>
            </Button>
          )}
          {sign && (
            <Button variant="primary" aria-keyshortcuts="s" className="max-sm:h-11" onClick={sign}>
              Sign
              <Cap bright>s</Cap>
            </Button>
          )}
        </div>
      </div>
      <div className="flex h-5 items-center gap-2 text-xs max-sm:h-auto max-sm:min-h-5">
        {unsaved > 0 && (
          <button
            type="button"
            onClick={showUnsaved}
            className="text-warn min-h-5 font-medium whitespace-nowrap underline max-sm:min-h-11"
          >
            {unsaved === 1 ? '1 line is not saved' : `${unsaved} lines are not saved`}
          </button>
        )}
        <p aria-live="polite" className="text-ink-2 min-w-0 truncate" dir="auto">
          {lost ?? news}
          {lost === null && takeBack && <span className="max-sm:hidden">; u takes it back.</span>}
        </p>
        {lost === null && takeBack && (
          <button
            type="button"
            onClick={takeBack}
            className="text-accent min-h-11 font-medium whitespace-nowrap underline sm:hidden"
          >
            Take it back
          </button>
        )}
        <span className="text-ink-3 ml-auto whitespace-nowrap max-sm:hidden">
          J and K move, ? tells all keys
        </span>
      </div>
    </div>
  )
}

function Cap({ bright = false, children }: { bright?: boolean; children: string }) {
  if (bright)
    return (
      <kbd
        aria-hidden
        className="border-on-accent inline-flex h-5 min-w-5 items-center justify-center rounded-[5px] border px-1 font-mono text-xs max-sm:hidden"
      >
        {children}
      </kbd>
    )
  return (
    <span aria-hidden className="max-sm:hidden">
      <KeyCap>{children}</KeyCap>
    </span>
  )
}
