'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'

/** Saves the very rule whose catch is shown. */
export function SaveRule({
  action,
  values,
  changes,
}: {
  action: FormAction<unknown>
  values: Record<string, string>
  changes: number
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  return (
    <form action={submit} className="mt-4 flex flex-wrap items-center gap-3">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
        {changes === 0
          ? 'Save the rule'
          : `Save the rule and change ${changes} key${changes === 1 ? '' : 's'}`}
      </Button>
      <FormError error={failureOf(outcome).error} fieldErrors={{}} fields={[]} />
    </form>
  )
}
