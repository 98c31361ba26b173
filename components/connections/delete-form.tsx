'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DialogActions, DialogClose } from '@/components/ui/dialog'
import { InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'

/** Inside a dialog: asks for the organisation's name before its figures are deleted. */
export function DeleteForm({
  action,
  organizationId,
  name,
}: {
  action: FormAction<unknown>
  organizationId: string
  name: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const [typed, setTyped] = useState('')
  const { error, fieldErrors } = failureOf(outcome)
  return (
    <form action={submit} className="grid grid-cols-1 gap-3">
      <FormError error={error} fieldErrors={fieldErrors} fields={['typed_name']} />
      <input type="hidden" name="organization_id" value={organizationId} />
      <InputField
        label={`Type “${name}” to confirm`}
        name="typed_name"
        autoComplete="off"
        required
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        errors={fieldErrors.typed_name}
      />
      <DialogActions>
        <DialogClose asChild>
          <Button variant="quiet">Cancel</Button>
        </DialogClose>
        <Button
          type="submit"
          variant="danger"
          pending={pending}
          pendingText="Deleting"
          disabled={typed.trim() !== name.trim()}
        >
          Delete its figures
        </Button>
      </DialogActions>
    </form>
  )
}
