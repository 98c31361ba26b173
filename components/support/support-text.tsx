'use client'

import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'

/** The text as it will be sent: to be changed where that helps, and copied. */
export function SupportText({ text }: { text: string }) {
  const [current, setCurrent] = useState(text)
  return (
    <div className="flex flex-col gap-3">
      <textarea
        aria-label="Text for Anthropic’s support"
        value={current}
        onChange={({ target }) => setCurrent(target.value)}
        dir="auto"
        rows={24}
        className="bg-sunk border-line-strong w-full rounded-md border p-3 font-mono text-sm"
      />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={current}>Copy the text</CopyButton>
      </div>
    </div>
  )
}
