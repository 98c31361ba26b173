import type { ReactNode } from 'react'

/** A page that has only a message: what happened, what is safe, what to do. */
export function WholePageMessage({
  title,
  children,
  actions,
}: {
  title: string
  children: ReactNode
  actions: ReactNode
}) {
  return (
    <div className="mx-auto flex min-h-[60dvh] w-full max-w-[480px] flex-col justify-center px-4 py-12">
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="text-ink-2 mt-2 flex flex-col gap-2">{children}</div>
      <div className="mt-5 flex flex-wrap gap-2">{actions}</div>
    </div>
  )
}
