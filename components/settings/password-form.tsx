'use client'

import { useActionState } from 'react'
import { NewPasswordField } from '@/components/first-run/new-password-field'
import { CurrentPasswordField } from '@/components/first-run/person-fields'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export function PasswordForm({ action, email }: { action: FormAction<{ ended: number }>; email: string }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors } = failureOf(outcome)
  return (
    <form action={submit} className="flex max-w-md flex-col gap-4">
      <FormError error={error} fieldErrors={fieldErrors} fields={['current_password', 'new_password']} />
      {outcome?.ok && <Notice tone="success">{changedSentence(outcome.result.ended)}</Notice>}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <CurrentPasswordField errors={fieldErrors.current_password} />
      <NewPasswordField
        label="New password"
        name="new_password"
        email={email}
        errors={fieldErrors.new_password}
      />
      <div>
        <Button type="submit" pending={pending} pendingText="Changing">
          Change password
        </Button>
      </div>
    </form>
  )
}

function changedSentence(ended: number): string {
  if (ended === 0) return 'Your password was changed. You were signed in nowhere else.'
  return `Your password was changed, and ${ended} other ${ended === 1 ? 'session has' : 'sessions have'} ended.`
}
