'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { RetentionField } from './prepare-storage'

export function StorageRetentionForm({
  action,
  fields,
}: {
  action: FormAction<void>
  fields: RetentionField[]
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      {outcome?.ok && (
        <Notice tone="success">Saved. What is older is cleared within a day; this cannot be undone.</Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {fields.map(({ name, label, hint, value, options }) => (
          <SelectField
            key={`${name} ${value}`}
            name={name}
            label={`Keep: ${label}`}
            hint={hint}
            defaultValue={values[name] ?? value}
            errors={fieldErrors[name]}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
      <div>
        <Button type="submit" pending={pending} pendingText="Saving">
          Save what is kept
        </Button>
      </div>
    </form>
  )
}
