import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import type { WordId } from '@/lib/domain/glossary'

export const explanationId = (of: WordId) => `word-${of}`

/**
 * A word that explains itself on hover, focus and tap. The browser opens what `Explanations` holds, so a tap works before any
 * script. Once a table, in its heading, never once a row; where the word is already a link, `TermMark` beside it. Without `of`,
 * the word alone.
 */
export function Term({ of, children }: { of: WordId | undefined; children: ReactNode }) {
  if (!of) return children
  return (
    <button
      type="button"
      popoverTarget={explanationId(of)}
      aria-describedby={explanationId(of)}
      data-word={of}
      className="word"
    >
      {children}
    </button>
  )
}

/** The same for words that already do something: a mark of its own beside them. */
export function TermMark({ of, name }: { of: WordId | undefined; name: string }) {
  if (!of) return null
  return (
    <button
      type="button"
      popoverTarget={explanationId(of)}
      aria-describedby={explanationId(of)}
      aria-label={`What does “${name}” mean?`}
      data-word={of}
      className="text-ink-3 hover:text-ink no-print inline-flex size-6 shrink-0 items-center justify-center rounded-full align-middle"
    >
      <Info aria-hidden className="size-3.5" />
    </button>
  )
}
