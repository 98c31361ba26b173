'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { CurrentPasswordField, EmailField } from './person-fields'

export function SignInForm({
  action,
  next,
  problem,
}: {
  action: FormAction<never>
  next: string
  problem?: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error = problem, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      <FormError error={error} fieldErrors={fieldErrors} fields={['email', 'password']} />
      <input type="hidden" name="next" value={next} />
      <EmailField autoFocus defaultValue={values.email} errors={fieldErrors.email} />
      <CurrentPasswordField label="Password" name="password" errors={fieldErrors.password} />
      <Button type="submit" variant="primary" pending={pending} pendingText="Signing in">
        Sign in
      </Button>
    </form>
  )
}
