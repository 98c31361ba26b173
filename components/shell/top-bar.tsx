import Link from 'next/link'
import type { ReactNode } from 'react'
import { ProductMark } from './product-mark'

/**
 * One line; on phones two, and it scrolls away with the page, which has the navigation at its bottom. `about`: what the
 * page is about; `sync`: state and button; `tools`: search, help, account.
 */
export function TopBar({ about, sync, tools }: { about: ReactNode; sync: ReactNode; tools: ReactNode }) {
  return (
    <header className="no-print bg-paper z-30 flex flex-wrap items-center gap-x-1 border-b px-4 sm:sticky sm:top-0 sm:h-14 sm:flex-nowrap sm:gap-x-2 sm:px-5">
      <Link href="/" aria-label="Onebill: timeline" className="shrink-0 rounded-md lg:mr-2">
        <ProductMark wordClass="hidden lg:inline" />
      </Link>
      <div className="order-last -mx-2 flex min-w-0 basis-[calc(100%+16px)] items-center gap-1 pb-1.5 sm:order-none sm:mx-0 sm:basis-auto sm:pb-0">
        {about}
      </div>
      <div className="flex h-14 min-w-0 flex-1 items-center justify-end gap-1 lg:gap-2">{sync}</div>
      <div className="flex shrink-0 items-center gap-0.5 lg:gap-1">{tools}</div>
    </header>
  )
}
