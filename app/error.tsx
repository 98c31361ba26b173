'use client'

import { PlainFrame } from '@/components/shell/plain-frame'
import { UnexpectedError } from '@/components/shell/unexpected-error'

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <PlainFrame>
      <UnexpectedError error={error} retry={reset} />
    </PlainFrame>
  )
}
