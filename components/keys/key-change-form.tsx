'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { CheckboxField, InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import type { KeyChoice } from './prepare-key-control'

interface KeyChange {
  choice: KeyChoice
  action: FormAction<unknown>
  organizationId: string
  keyId: string
  name: string
  facts: readonly string[]
}

/** One change of a key: its button, and behind it what is known, what it does, and why it is done. */
export function KeyChangeForm(change: KeyChange) {
  const [open, setOpen] = useState(false)
  const { status, verb, consequence } = change.choice
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant={isStop(status) ? 'danger' : 'secondary'}>{verb}</Button>}
      title={`${verb} “${change.name}”?`}
      description={consequence}
    >
      <KeyChangeFields {...change} done={() => setOpen(false)} />
    </Dialog>
  )
}

function isStop(status: KeyChoice['status']): boolean {
  return status === 'inactive' || status === 'archived'
}

/** What stands behind the button, inside a dialog that is open; `done` when Anthropic was asked. */
export function KeyChangeFields({
  choice: { status, verb },
  action,
  organizationId,
  keyId,
  name,
  facts,
  done,
  isLate = false,
}: KeyChange & {
  done: () => void
  /** It comes when its dialog has been open for a while, and takes the focus then. */
  isLate?: boolean
}) {
  const [outcome, submit, pending] = useActionState(async (previous: unknown, form: FormData) => {
    const result = await action(previous, form)
    if (result.ok) done()
    return result
  }, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  const stops = isStop(status)
  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="organization" value={organizationId} />
      <input type="hidden" name="key" value={keyId} />
      {status && <input type="hidden" name="status" value={status} />}
      {stops && (
        <ul className="text-ink-2 list-disc pl-5 text-sm">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {!status && (
        <InputField
          label="New name"
          name="name"
          dir="auto"
          required
          maxLength={500}
          defaultValue={values.name ?? name}
          errors={fieldErrors.name}
        />
      )}
      <InputField
        label="Reason"
        name="reason"
        autoFocus={isLate}
        required
        maxLength={1000}
        hint="It stands in the audit log, for whoever asks later."
        defaultValue={values.reason}
        errors={fieldErrors.reason}
      />
      {status === 'archived' && (
        <CheckboxField
          name="final"
          value="yes"
          required
          label="I know that this is final"
          hint="There is no way back, here or at Anthropic. Deactivating stops the key as well and can be undone."
        />
      )}
      <FormError error={error} fieldErrors={fieldErrors} fields={['reason', 'name']} />
      <DialogActions>
        <DialogClose asChild>
          <Button variant="quiet">Cancel</Button>
        </DialogClose>
        <Button
          type="submit"
          variant={stops ? 'danger' : 'primary'}
          pending={pending}
          pendingText="Asking Anthropic"
        >
          {status === 'archived' ? 'Archive for good' : verb}
        </Button>
      </DialogActions>
    </form>
  )
}
