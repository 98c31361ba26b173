'use client'

import { KeyCap } from '@/components/shell/key-cap'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'

/** How far it is, what just happened, and the way to sign; stays in sight while the lines scroll. */
export function TaskHead({
  decided,
  total,
  isSaving,
  news,
  lost,
  isFiltered,
  filter,
  sign,
}: {
  decided: number
  total: number
  isSaving: boolean
  /** What others said, and what came of a key that was pressed. */
  news: string
  /** Why others are not heard; null: they are. */
  lost: string | null
  isFiltered: boolean
  filter: () => void
  /** Null: it cannot be signed here. */
  sign: (() => void) | null
}) {
  return (
    <div className="bg-paper sticky top-14 z-10 -mx-1 mb-2 border-b px-1 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="flex min-w-44 flex-1 items-center gap-3">
          <span className="figures text-sm font-medium whitespace-nowrap">
            {decided} of {total} decided
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
      <p aria-live="polite" className="text-ink-2 h-5 truncate text-xs leading-5" dir="auto">
        {lost ?? (isSaving ? 'Saving …' : news)}
      </p>
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
