'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

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
      {error && <Notice tone="error">{error}</Notice>}
      <input type="hidden" name="next" value={next} />
      <InputField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        defaultValue={values.email}
        errors={fieldErrors.email}
      />
      <InputField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        errors={fieldErrors.password}
      />
      <Button type="submit" variant="primary" pending={pending} pendingText="Signing in">
        Sign in
      </Button>
    </form>
  )
}
