'use client'

import { useActionState } from 'react'
import { CodeField } from '@/components/first-run/code-field'
import { CurrentPasswordField } from '@/components/first-run/person-fields'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export function TurnTwoFactorOff({
  action,
  hasPassword,
}: {
  action: FormAction<void>
  hasPassword: boolean
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors } = failureOf(outcome)
  const atField = fieldErrors.code || fieldErrors.current_password
  return (
    <form action={submit} className="flex max-w-xs flex-col gap-3">
      {error && !atField && <Notice tone="error">{error}</Notice>}
      {hasPassword && <CurrentPasswordField errors={fieldErrors.current_password} />}
      <CodeField hint="Or a recovery code." errors={fieldErrors.code} />
      <div>
        <Button type="submit" variant="danger" pending={pending} pendingText="Turning off">
          Turn two-factor off
        </Button>
      </div>
    </form>
  )
}
