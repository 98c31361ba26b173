'use client'

import { PlainFrame } from '@/components/shell/plain-frame'
import { UnexpectedError } from '@/components/shell/unexpected-error'
import './globals.css'

/** Where even the root layout failed. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <html lang="en">
      <body className="bg-paper text-ink min-h-dvh font-sans antialiased">
        <title>Onebill</title>
        <PlainFrame>
          <UnexpectedError error={error} retry={reset} />
        </PlainFrame>
      </body>
    </html>
  )
}
