import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** One of several equal ways to begin. */
export function Door({
  icon: Icon,
  title,
  children,
}: {
  icon: LucideIcon
  title: string
  children: ReactNode
}) {
  return (
    <section className="bg-raised flex flex-col rounded-md border p-5">
      <Icon aria-hidden className="text-ink-2 mb-3 size-5" />
      <h2 className="mb-1 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  )
}
