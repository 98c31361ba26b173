import Link from 'next/link'
import { useId, type ReactNode } from 'react'
import { classNames } from './class-names'

export interface Segment {
  label: ReactNode
  href: string
  current: boolean
  /** Why it cannot be chosen; shown on hover, focus and tap, and read aloud. */
  disabledReason?: string
}

/** One choice out of few, each a link: the address holds the state. */
export function Segmented({ label, segments }: { label: string; segments: Segment[] }) {
  const id = useId()
  return (
    <nav
      aria-label={label}
      className="bg-sunk inline-flex max-w-full overflow-x-auto rounded-md border p-0.5 [&_:focus-visible]:-outline-offset-2"
    >
      {segments.map((segment, index) =>
        segment.disabledReason ? (
          <Unavailable key={segment.href} id={`${id}${index}`} reason={segment.disabledReason}>
            {segment.label}
          </Unavailable>
        ) : (
          <Link
            key={segment.href}
            href={segment.href}
            prefetch={false}
            scroll={false}
            aria-current={segment.current ? 'true' : undefined}
            className={classNames(
              'flex h-7 items-center rounded-[6px] px-2.5 text-sm whitespace-nowrap transition-colors duration-[120ms]',
              segment.current
                ? 'bg-raised text-ink ring-line-strong font-medium ring-1'
                : 'text-ink-2 hover:text-ink',
            )}
          >
            {segment.label}
          </Link>
        ),
      )}
    </nav>
  )
}

/** Stays in the order of focus, so that a keyboard or a finger finds the reason; the browser opens it as it opens a word's. */
function Unavailable({ id, reason, children }: { id: string; reason: string; children: ReactNode }) {
  return (
    <>
      <button
        type="button"
        aria-disabled
        aria-describedby={id}
        popoverTarget={id}
        data-why
        className="text-ink-3 flex h-7 cursor-help items-center px-2.5 text-sm whitespace-nowrap underline decoration-dotted underline-offset-4 opacity-60"
      >
        {children}
      </button>
      <div id={id} popover="auto" role="tooltip" className="explanation">
        {reason}
      </div>
    </>
  )
}
