'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { NewPasswordField } from './new-password-field'

/** The first person of this installation. */
export function OwnerForm({ action, token }: { action: FormAction<never>; token: string }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  const [email, setEmail] = useState(values.email ?? '')
  return (
    <form action={submit} className="flex flex-col gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      <input type="hidden" name="token" value={token} />
      <InputField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={values.name}
        errors={fieldErrors.name}
      />
      <InputField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        hint="You sign in with it. Onebill sends nothing to it."
        errors={fieldErrors.email}
      />
      <NewPasswordField email={email} errors={fieldErrors.password} />
      <Button type="submit" variant="primary" pending={pending} pendingText="Setting up">
        Become the owner
      </Button>
    </form>
  )
}
