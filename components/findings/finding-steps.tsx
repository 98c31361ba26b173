import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'

interface ShownStep {
  say: string
  copy: string | undefined
  /** Leads to where more is said. */
  guide: ReactNode
  /** What can be done right here. */
  act: ReactNode
}

/** The way out, one step after the other. */
export function FindingSteps({ steps }: { steps: readonly ShownStep[] }) {
  return (
    <ol className="flex list-decimal flex-col gap-3 pl-5">
      {steps.map(({ say, copy, guide, act }) => (
        <li key={say} className="pl-1">
          <p className="max-w-prose wrap-anywhere">{say}</p>
          {copy !== undefined && (
            <div className="mt-1.5 flex flex-wrap items-center gap-2">
              <code className="bg-sunk rounded-md border px-2.5 py-1 font-mono text-sm wrap-anywhere">
                {copy}
              </code>
              <CopyButton text={copy} />
            </div>
          )}
          {guide && <p className="mt-1">{guide}</p>}
          {act && <div className="mt-1.5">{act}</div>}
        </li>
      ))}
    </ol>
  )
}
