'use client'

import { useActionState, type ReactNode } from 'react'
import { Button } from './button'
import { failureOf, type FormAction } from './form-outcome'

/** A form of one button, with its hidden values; what goes wrong is said beside it. */
export function ActionButton({
  action,
  values = {},
  variant = 'secondary',
  size = 'sm',
  pendingText,
  label,
  children,
}: {
  action: FormAction<unknown>
  values?: Record<string, string>
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'md' | 'sm'
  pendingText?: ReactNode
  /** Where the text alone does not name the object. */
  label?: string
  children: ReactNode
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <form action={submit} className="inline-flex flex-wrap items-center gap-2">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button
        type="submit"
        variant={variant}
        size={size}
        pending={pending}
        pendingText={pendingText}
        aria-label={label}
      >
        {children}
      </Button>
      {error && (
        <span role="alert" className="text-danger text-sm">
          {error}
        </span>
      )}
    </form>
  )
}
