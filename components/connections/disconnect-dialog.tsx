'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { DeleteForm } from './delete-form'

type Choice = 'keep' | 'delete'

/** Disconnecting with or without deleting what the connection brought. */
export function DisconnectDialog({
  disconnect,
  remove,
  connectionId,
  organizationId,
  name,
  mayDelete,
}: {
  disconnect: FormAction<unknown>
  remove: FormAction<unknown>
  connectionId: string
  organizationId: string
  name: string
  mayDelete: boolean
}) {
  const [choice, setChoice] = useState<Choice>('keep')
  return (
    <Dialog
      trigger={
        <Button size="sm" variant="danger" aria-label={`Disconnect ${name}`}>
          Disconnect
        </Button>
      }
      title={`Disconnect ${name}`}
      description="Onebill forgets the key and reads nothing more. The key itself stays valid at Anthropic: revoke it in the Console if nothing else uses it."
    >
      <fieldset className="mb-4 grid gap-3">
        <legend className="sr-only">What happens to the figures</legend>
        <Option
          checked={choice === 'keep'}
          choose={() => setChoice('keep')}
          title="Keep its figures"
          consequence="Everything read so far stays on the timeline. You can connect again later."
        />
        <Option
          checked={choice === 'delete'}
          choose={() => setChoice('delete')}
          disabled={!mayDelete}
          title="Delete what it brought"
          consequence={
            mayDelete
              ? 'Its costs, tokens, keys, workspaces and members are removed for good. Plans stay; a credit linked to it is unlinked.'
              : 'Only owners may delete figures.'
          }
        />
      </fieldset>
      {choice === 'keep' ? (
        <KeepForm action={disconnect} connectionId={connectionId} />
      ) : (
        <DeleteForm action={remove} organizationId={organizationId} name={name} />
      )}
    </Dialog>
  )
}

function Option({
  checked,
  choose,
  title,
  consequence,
  disabled,
}: {
  checked: boolean
  choose: () => void
  title: string
  consequence: string
  disabled?: boolean
}) {
  return (
    <label className={disabled ? 'flex gap-2 opacity-60' : 'flex gap-2'}>
      <input
        type="radio"
        name="figures"
        className="accent-accent mt-1 size-4"
        checked={checked}
        onChange={choose}
        disabled={disabled}
      />
      <span>
        <span className="block">{title}</span>
        <span className="text-ink-2 block text-sm">{consequence}</span>
      </span>
    </label>
  )
}

function KeepForm({ action, connectionId }: { action: FormAction<unknown>; connectionId: string }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <form action={submit} className="grid grid-cols-1 gap-3">
      {error && <Notice tone="error">{error}</Notice>}
      <input type="hidden" name="id" value={connectionId} />
      <DialogActions>
        <DialogClose asChild>
          <Button variant="quiet">Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="danger" pending={pending} pendingText="Disconnecting">
          Disconnect and keep figures
        </Button>
      </DialogActions>
    </form>
  )
}
