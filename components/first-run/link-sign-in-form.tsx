'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { NewPasswordField } from './new-password-field'

/** A sign-in link where there is an owner already. */
export function LinkSignInForm({
  action,
  token,
  name,
  email,
}: {
  action: FormAction<never>
  token: string
  name: string
  email: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      <FormError error={error} fieldErrors={fieldErrors} fields={['password']} />
      <input type="hidden" name="token" value={token} />
      <details className="group" open={fieldErrors.password ? true : undefined}>
        <summary className="text-ink-2 text-sm">Also set a new password</summary>
        <div className="mt-3 flex flex-col gap-2">
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <NewPasswordField
            label="New password"
            email={email}
            required={false}
            errors={fieldErrors.password}
          />
          <p className="text-ink-3 text-xs">
            Leave it empty to keep the old one. A new one ends all other sessions and turns two-factor off.
          </p>
        </div>
      </details>
      <Button type="submit" variant="primary" pending={pending} pendingText="Signing in">
        Sign in as {name}
      </Button>
    </form>
  )
}
