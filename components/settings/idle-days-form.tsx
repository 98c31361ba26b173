'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export function IdleDaysForm({
  action,
  days,
  most,
}: {
  action: FormAction<{ days: number }>
  days: number
  most: number
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-3">
      <div className="w-48">
        <InputField
          key={days}
          label="Days without use"
          name="days"
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          required
          defaultValue={values.days ?? days}
          errors={fieldErrors.days}
        />
      </div>
      <FormError error={error} fieldErrors={fieldErrors} fields={['days']} />
      {outcome?.ok && <Notice tone="success" title="Saved: it holds for everybody." />}
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          Save
        </Button>
      </div>
    </form>
  )
}
