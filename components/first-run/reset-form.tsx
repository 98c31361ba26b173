'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { NewPasswordField } from './new-password-field'

/** A new password in place of a forgotten one. */
export function ResetForm({
  action,
  token,
  email,
}: {
  action: FormAction<never>
  token: string
  email: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NewPasswordField label="New password" email={email} errors={fieldErrors.password} />
      <Button type="submit" variant="primary" pending={pending} pendingText="Setting">
        Set the password and sign in
      </Button>
    </form>
  )
}
