'use client'

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
        <UnexpectedError error={error} retry={reset} />
      </body>
    </html>
  )
}
