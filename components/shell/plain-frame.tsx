import type { ReactNode } from 'react'
import { ProductMark } from './product-mark'

/** The frame of pages without navigation: before somebody is signed in, and right after. */
export function PlainFrame({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-[1240px] flex-col px-4 py-6 sm:px-6">
      <header className="mb-8">
        <ProductMark />
      </header>
      <main className="flex flex-1 flex-col">{children}</main>
    </div>
  )
}
