'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { CodeField } from './code-field'

/** The second step of signing in. */
export function CodeForm({ action, next }: { action: FormAction<never>; next: string }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      {error && !fieldErrors.code && <Notice tone="error">{error}</Notice>}
      <input type="hidden" name="next" value={next} />
      <CodeField autoFocus errors={fieldErrors.code} />
      <Button type="submit" variant="primary" pending={pending} pendingText="Checking">
        Sign in
      </Button>
    </form>
  )
}
