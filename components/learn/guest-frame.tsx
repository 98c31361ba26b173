import Link from 'next/link'
import type { ReactNode } from 'react'
import { ProductMark } from '@/components/shell/product-mark'
import { Explanations } from '@/components/words/explanations'
import { CONTENT_ID, SkipLink } from '@/components/shell/skip-link'

/** The frame of the guides for strangers: nothing of this installation stands in it. */
export function GuestFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <div className="mx-auto flex min-h-dvh max-w-[1000px] flex-col px-4 py-6 sm:px-6">
        <header className="no-print mb-8 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <ProductMark />
          <nav aria-label="Guides" className="flex gap-4 text-sm">
            <Link href="/learn" className="text-accent hover:underline">
              All guides
            </Link>
            <Link href="/sign-in?next=%2Flearn" className="text-accent hover:underline">
              Sign in
            </Link>
          </nav>
        </header>
        <main id={CONTENT_ID} tabIndex={-1} className="flex-1 outline-none">
          {children}
          <Explanations />
        </main>
      </div>
    </>
  )
}
