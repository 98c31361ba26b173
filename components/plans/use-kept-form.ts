'use client'

import { type SubmitEvent, startTransition, useActionState } from 'react'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'

/**
 * A form that keeps every field as it was typed when the server refuses it. React resets a form after its action, and
 * selects with it; submitting by hand does not. Without JavaScript the same action runs and the values come back.
 */
export function useKeptForm<R>(action: FormAction<R>) {
  const [outcome, submit, pending] = useActionState(action, null)
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    startTransition(() => submit(data))
  }
  return { outcome, pending, form: { action: submit, onSubmit }, ...failureOf(outcome) }
}
