'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

/** Puts a table on the clipboard in the form spreadsheets take, with exact figures. */
export function CopyTsvButton({ tsv }: { tsv: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = () =>
    navigator.clipboard.writeText(tsv).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  const Icon = state === 'copied' ? Check : Copy
  return (
    <>
      <Button size="sm" onClick={copy}>
        <Icon aria-hidden className="size-4" />
        Copy as TSV
      </Button>
      <span role="status" className="text-ink-2 self-center text-sm">
        {state === 'copied' && 'Copied'}
        {state === 'refused' && 'Your browser did not allow it: use the CSV instead.'}
      </span>
    </>
  )
}
