'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { NewPasswordField } from './new-password-field'
import { NameField } from './person-fields'

/** Somebody who was invited. */
export function JoinForm({
  action,
  token,
  email,
}: {
  action: FormAction<never>
  token: string
  email: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NameField label="Your name" autoFocus defaultValue={values.name} errors={fieldErrors.name} />
      <NewPasswordField email={email} errors={fieldErrors.password} />
      <Button type="submit" variant="primary" pending={pending} pendingText="Joining">
        Join
      </Button>
    </form>
  )
}
