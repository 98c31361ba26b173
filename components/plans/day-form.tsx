'use client'

import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import type { FormAction } from '@/components/ui/form-outcome'
import { useKeptForm } from './use-kept-form'

/** One decision that needs a day: pause, resume, end. */
export function DayForm({
  action,
  values,
  name,
  label,
  hint,
  initial,
  submit,
}: {
  action: FormAction<unknown>
  /** Hidden fields. */
  values: Record<string, string>
  name: string
  label: string
  hint: string
  initial: string
  submit: string
}) {
  const { form, pending, error, fieldErrors, values: typed } = useKeptForm(action)
  const errors = fieldErrors[name] ?? (error ? [error] : undefined)
  return (
    <form {...form} className="flex flex-wrap items-start gap-2" noValidate>
      {Object.entries(values).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      <div className="min-w-40 flex-1">
        <InputField
          label={label}
          name={name}
          type="date"
          required
          defaultValue={typed[name] ?? initial}
          hint={hint}
          errors={errors}
        />
      </div>
      <Button type="submit" pending={pending} className="mt-6">
        {submit}
      </Button>
    </form>
  )
}
