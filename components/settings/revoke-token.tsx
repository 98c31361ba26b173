'use client'

import { ActionButton } from '@/components/ui/action-button'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import type { FormAction } from '@/components/ui/form-outcome'

export function RevokeToken({ action, id, name }: { action: FormAction<unknown>; id: string; name: string }) {
  return (
    <Dialog
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Revoke the token ${name}`}>
          Revoke
        </Button>
      }
      title={`Revoke “${name}”?`}
      description="Whatever uses this token is refused from its next request on. This cannot be undone; a new token can be made."
    >
      <DialogActions>
        <DialogClose asChild>
          <Button size="sm">Keep it</Button>
        </DialogClose>
        <ActionButton action={action} values={{ id }} variant="danger" pendingText="Revoking">
          Revoke the token
        </ActionButton>
      </DialogActions>
    </Dialog>
  )
}
