'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { EmailField } from './person-fields'

export function ForgotPasswordForm({ action }: { action: FormAction<void> }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  if (outcome?.ok) {
    return (
      <Notice tone="success" title="Look into your mail.">
        If somebody here signs in with this e-mail, a link is on its way. It works once and for an hour.
      </Notice>
    )
  }
  return (
    <form action={submit} className="flex flex-col gap-4">
      {error && !fieldErrors.email && <Notice tone="error">{error}</Notice>}
      <EmailField autoFocus defaultValue={values.email} errors={fieldErrors.email} />
      <Button type="submit" variant="primary" pending={pending} pendingText="Asking">
        Mail me a link
      </Button>
    </form>
  )
}
