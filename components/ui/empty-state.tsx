import type { ReactNode } from 'react'

/** Nothing to show: says why, and what to do next. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="text-ink-2 max-w-md text-base">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
