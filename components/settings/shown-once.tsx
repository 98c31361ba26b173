import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { CopyButton } from './copy-button'

/** A secret right after it was made: nothing else keeps it. */
export function ShownOnce({
  title,
  secret,
  copyLabel,
  keeping = 'it is shown this once and stored nowhere.',
  children,
}: {
  title: string
  secret: string
  copyLabel: string
  /** Follows "Copy it now:". */
  keeping?: string
  children?: ReactNode
}) {
  return (
    <Notice tone="success" title={title}>
      {children}
      <p>Copy it now: {keeping}</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <code className="bg-raised text-ink rounded-md border px-2 py-1 font-mono text-sm break-all">
          {secret}
        </code>
        <CopyButton text={secret} label={copyLabel} />
      </div>
    </Notice>
  )
}
