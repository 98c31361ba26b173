'use client'

import { Button, ButtonAnchor } from '@/components/ui/plain-button'
import { WholePageMessage } from './whole-page-message'

/** For error.tsx, which every page loads: plain links, and as little as can be. The digest is also in the server's log. */
export function UnexpectedError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <WholePageMessage
      title="This page could not be shown"
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <ButtonAnchor href="/">Go to the timeline</ButtonAnchor>
        </>
      }
    >
      <p>Something went wrong on our side. Your data is safe: showing a page changes nothing.</p>
      {error.digest && (
        <p className="text-ink-3 text-sm">
          The server’s log says more under <span className="font-mono">{error.digest}</span>.
        </p>
      )}
    </WholePageMessage>
  )
}
