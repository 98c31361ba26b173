'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button'

/** Puts a text on the clipboard. */
export function CopyButton({
  text,
  children = 'Copy',
  instead = 'mark the text and copy it',
}: {
  text: string
  children?: string
  /** What to do where the browser refuses. */
  instead?: string
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  const Icon = state === 'copied' ? Check : Copy
  return (
    <>
      <Button size="sm" onClick={copy}>
        <Icon aria-hidden className="size-4" />
        {children}
      </Button>
      <span role="status" className="text-ink-2 self-center text-sm">
        {state === 'copied' && 'Copied'}
        {state === 'refused' && `Your browser did not allow it: ${instead}.`}
      </span>
    </>
  )
}
