import type { ReactNode } from 'react'
import { classNames } from './class-names'

export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <section className={classNames('bg-raised rounded-md border p-4', className)}>{children}</section>
}

export function CardHeader({
  title,
  description,
  actions,
}: {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="mb-3 flex flex-wrap items-start justify-between gap-2">
      <div className="min-w-0">
        <h2 className="text-lg font-semibold wrap-anywhere">{title}</h2>
        {description && <p className="text-ink-2 mt-0.5 max-w-prose text-sm">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
