'use client'

import { useActionState } from 'react'
import { CodeField } from '@/components/first-run/code-field'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { RecoveryCodes } from './recovery-codes'

export interface ShownSetup {
  address: string
  secret: string
  qr: { size: number; path: string }
}

/** From nothing to recovery codes, in two steps. */
export function TwoFactorSetup({
  begin,
  confirm,
}: {
  begin: FormAction<ShownSetup>
  confirm: FormAction<{ recoveryCodes: string[] }>
}) {
  const [begun, submitBegin, beginning] = useActionState(begin, null)
  const [confirmed, submitConfirm, confirming] = useActionState(confirm, null)
  if (confirmed?.ok)
    return <RecoveryCodes codes={confirmed.result.recoveryCodes} doneHref="/settings/security" />
  if (!begun?.ok) {
    const { error } = failureOf(begun)
    return (
      <form action={submitBegin} className="flex flex-col items-start gap-3">
        {error && <Notice tone="error">{error}</Notice>}
        <p>It is off.</p>
        <Button type="submit" variant="primary" pending={beginning} pendingText="Preparing">
          Set up two-factor
        </Button>
      </form>
    )
  }
  const { address, secret, qr } = begun.result
  const { error, fieldErrors } = failureOf(confirmed)
  return (
    <div className="grid grid-cols-1 gap-5 sm:grid-cols-[auto_1fr]">
      <svg
        role="img"
        aria-label="QR code for your authenticator app"
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        className="size-48 rounded-md border bg-white"
        shapeRendering="crispEdges"
      >
        <path d={qr.path} fill="#000" />
      </svg>
      <div className="grid content-start gap-4">
        <ol className="list-decimal space-y-2 pl-5">
          <li>
            Scan the code with an authenticator app, or{' '}
            <a className="text-accent underline underline-offset-3" href={address}>
              open it on this device
            </a>
            . By hand: <code className="font-mono text-sm wrap-anywhere">{secret}</code>
          </li>
          <li>Give the six digits it shows.</li>
        </ol>
        <form action={submitConfirm} className="flex max-w-xs flex-col gap-3">
          {error && !fieldErrors.code && <Notice tone="error">{error}</Notice>}
          <CodeField inputMode="numeric" autoFocus errors={fieldErrors.code} />
          <div>
            <Button type="submit" variant="primary" pending={confirming} pendingText="Checking">
              Turn it on
            </Button>
          </div>
        </form>
      </div>
    </div>
  )
}
