import type { ReactNode } from 'react'

/** What is needed seldom, behind its name; opens without JavaScript too. */
export function More({
  summary,
  label,
  children,
}: {
  summary: ReactNode
  /** Where the name alone does not tell which of several. */
  label?: string
  children: ReactNode
}) {
  return (
    <details className="open:w-full">
      <summary
        aria-label={label}
        className="text-accent w-fit text-sm leading-7 underline-offset-3 hover:underline"
      >
        {summary}
      </summary>
      <div className="mt-2 mb-2">{children}</div>
    </details>
  )
}
