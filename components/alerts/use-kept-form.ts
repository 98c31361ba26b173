'use client'

import { startTransition, useActionState, useEffect, useRef, type SubmitEvent } from 'react'
import type { FormAction } from '@/components/ui/form-outcome'

/**
 * A form whose fields keep what was typed while its action runs and when it fails; React would put all of them back. `clears`:
 * whether they are put back once it succeeds.
 */
export function useKeptForm<R>(action: FormAction<R>, { clears = false } = {}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const ref = useRef<HTMLFormElement>(null)
  const isDone = outcome?.ok === true
  useEffect(() => {
    if (clears && isDone) ref.current?.reset()
  }, [clears, isDone, outcome])
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    startTransition(() => submit(form))
  }
  return { outcome, pending, form: { action: submit, onSubmit, ref } }
}
