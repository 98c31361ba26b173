import Link from 'next/link'
import type { ReactNode } from 'react'
import { classNames } from './class-names'

export interface Segment {
  label: ReactNode
  href: string
  current: boolean
  /** Why it cannot be chosen; shown on hover and read aloud. */
  disabledReason?: string
}

/** One choice out of few, each a link: the address holds the state. */
export function Segmented({ label, segments }: { label: string; segments: Segment[] }) {
  return (
    <nav
      aria-label={label}
      className="bg-sunk inline-flex max-w-full overflow-x-auto rounded-md border p-0.5"
    >
      {segments.map((segment) =>
        segment.disabledReason ? (
          <span
            key={segment.href}
            title={segment.disabledReason}
            aria-disabled
            className="text-ink-3 flex h-7 items-center px-2.5 text-sm whitespace-nowrap opacity-60"
          >
            {segment.label}
            <span className="sr-only"> ({segment.disabledReason})</span>
          </span>
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
