import { OctagonAlert } from 'lucide-react'
import Link from 'next/link'

/** On every page while something high stands open; said politely when the number changes. */
export function OpenHighLink({ count }: { count: number }) {
  return (
    <span role="status" className="contents">
      {count > 0 && (
        <Link
          href="/findings?severity=high"
          prefetch={false}
          title="Money is being lost, or was, and nobody said anything of it yet"
          className="text-danger hover:bg-danger-soft inline-flex h-9 shrink-0 items-center gap-1.5 rounded-md px-2 text-sm font-medium"
        >
          <OctagonAlert aria-hidden className="size-4 shrink-0" />
          <span>
            {count} high
            <span className="max-md:sr-only"> finding{count === 1 ? '' : 's'}</span>
          </span>
        </Link>
      )}
    </span>
  )
}
