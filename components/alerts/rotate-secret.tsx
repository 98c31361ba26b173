'use client'

import { useActionState } from 'react'
import { ShownOnce } from '@/components/settings/shown-once'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export function RotateSecret({
  action,
  id,
  name,
}: {
  action: FormAction<{ secret: string }>
  id: string
  name: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <Dialog
      trigger={
        <Button size="sm" variant="quiet" aria-label={`New signing secret for ${name}`}>
          New secret
        </Button>
      }
      title={`A new signing secret for “${name}”?`}
      description="The one before signs beside it for 24 hours, so that the receiver can change over without losing anything."
    >
      {outcome?.ok ? (
        <ShownOnce
          title="This is the new signing secret."
          secret={outcome.result.secret}
          copyLabel="Copy the signing secret"
          keeping="it is shown this once, and kept encrypted here to sign with."
        />
      ) : (
        <form action={submit}>
          <input type="hidden" name="id" value={id} />
          {error && <Notice tone="error">{error}</Notice>}
          <DialogActions>
            <DialogClose asChild>
              <Button size="sm">Keep the present one</Button>
            </DialogClose>
            <Button type="submit" size="sm" variant="primary" pending={pending} pendingText="Making">
              Make a new secret
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}
