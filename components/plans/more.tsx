import type { ReactNode } from 'react'

/** What is needed seldom, behind its name; opens without JavaScript too. */
export function More({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <details className="open:w-full">
      <summary className="text-accent w-fit text-sm underline-offset-3 hover:underline">{summary}</summary>
      <div className="mt-3 mb-2">{children}</div>
    </details>
  )
}
