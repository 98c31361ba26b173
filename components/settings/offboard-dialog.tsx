'use client'

import { ActionButton } from '@/components/ui/action-button'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import type { FormAction } from '@/components/ui/form-outcome'
import type { KeyToHandOver } from '@/lib/domain/key-to-hand-over'
import { KeysToHandOver } from './keys-to-hand-over'
import { handOverSentence } from './prepare-hand-over'

export function OffboardDialog({
  action,
  id,
  name,
  sessions,
  tokens,
  keys,
}: {
  action: FormAction<unknown>
  id: string
  name: string
  sessions: number
  tokens: number
  keys: KeyToHandOver[]
}) {
  return (
    <Dialog
      trigger={<Button variant="danger">Disable {name}</Button>}
      title={`Disable ${name}?`}
      description={`They are signed out everywhere (${count(sessions, 'session')}) and cannot sign in any more. ${tokensEnd(tokens)} Invitations they made are withdrawn.`}
    >
      {keys.length > 0 && (
        <div className="mb-4">
          <h3 className="font-medium">Anthropic keys they made</h3>
          <p className="text-ink-2 mb-2">{handOverSentence(keys)}</p>
          <KeysToHandOver keys={keys} name={name} />
        </div>
      )}
      <DialogActions>
        <DialogClose asChild>
          <Button size="sm">Cancel</Button>
        </DialogClose>
        <ActionButton action={action} values={{ id }} variant="danger" pendingText="Disabling">
          Disable {name}
        </ActionButton>
      </DialogActions>
    </Dialog>
  )
}

function tokensEnd(count: number): string {
  if (count === 0) return 'They have made no token that still works.'
  return count === 1
    ? 'The token they made is revoked: whatever uses it is refused.'
    : `The ${count} tokens they made are revoked: whatever uses them is refused.`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
