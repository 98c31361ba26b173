import Link from 'next/link'
import type { ReactNode } from 'react'
import { ProductMark } from './product-mark'

/** `sync`: state and button; `user`: the menu. */
export function TopBar({ sync, user }: { sync: ReactNode; user: ReactNode }) {
  return (
    <header className="no-print bg-paper sticky top-0 z-30 flex h-14 items-center gap-2 border-b px-4 sm:px-5">
      <Link href="/" aria-label="Onebill: timeline" className="rounded-md">
        <ProductMark />
      </Link>
      <div className="flex min-w-0 flex-1 items-center justify-end gap-1 sm:gap-2">
        {sync}
        {user}
      </div>
    </header>
  )
}
