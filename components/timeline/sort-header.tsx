import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Th } from '@/components/ui/table'

export type Direction = 'ascending' | 'descending' | 'none'

/** A column header that sorts: a link, so that the order is part of the address. */
export function SortHeader({
  href,
  direction,
  numeric,
  mark,
  children,
}: {
  href: string
  direction: Direction
  numeric?: boolean
  /** Explains the word, beside the link. */
  mark?: ReactNode
  children: ReactNode
}) {
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <Th numeric={numeric} aria-sort={direction}>
      <Link
        href={href}
        prefetch={false}
        scroll={false}
        className="hover:text-ink inline-flex items-center gap-1 hover:underline"
      >
        {children}
        {direction !== 'none' && <Arrow aria-hidden className="size-3" />}
      </Link>
      {mark}
    </Th>
  )
}
