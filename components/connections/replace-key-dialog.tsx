'use client'

import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import type { FormAction } from '@/components/ui/form-outcome'
import { ConnectForm, type ConnectedOrganization } from './connect-form'

export function ReplaceKeyDialog({
  action,
  connectionId,
  name,
  keyHint,
}: {
  action: FormAction<ConnectedOrganization>
  connectionId: string
  name: string
  keyHint: string
}) {
  return (
    <Dialog
      trigger={
        <Button size="sm" aria-label={`Replace the key of ${name}`}>
          Replace key
        </Button>
      }
      title={`Replace the key of ${name}`}
      description={`Paste another Admin key of ${name}. It is tried first; only then it takes the place of ${keyHint}. The old one stays valid at Anthropic until you revoke it in the Console.`}
    >
      <ConnectForm
        action={action}
        connectionId={connectionId}
        submitText="Replace key"
        beside={
          <DialogClose asChild>
            <Button variant="quiet">Close</Button>
          </DialogClose>
        }
      />
    </Dialog>
  )
}
