'use client'

import { Button, ButtonLink } from '@/components/ui/button'
import { WholePageMessage } from './whole-page-message'

/** For error.tsx. The digest is also in the server's log. */
export function UnexpectedError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <WholePageMessage
      title="This page could not be shown"
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <ButtonLink href="/">Go to the timeline</ButtonLink>
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
