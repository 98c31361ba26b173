'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'

/** Sends a test now and says beside the button what became of it. */
export function SendTest({
  action,
  id,
  label,
  children,
}: {
  action: FormAction<{ sentence: string }>
  id?: string
  /** Where the text alone does not say of what. */
  label?: string
  children: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <form action={submit} className="inline-flex max-w-full flex-wrap items-center gap-2">
      {id !== undefined && <input type="hidden" name="id" value={id} />}
      <Button type="submit" size="sm" pending={pending} pendingText="Sending" aria-label={label}>
        {children}
      </Button>
      {error && (
        <span role="alert" className="text-danger max-w-80 text-left text-sm wrap-anywhere whitespace-normal">
          {error}
        </span>
      )}
      {outcome?.ok && (
        <span role="status" className="text-ok text-sm whitespace-normal">
          {outcome.result.sentence}
        </span>
      )}
    </form>
  )
}
