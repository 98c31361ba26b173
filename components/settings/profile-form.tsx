'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export function ProfileForm({
  action,
  name,
  email,
}: {
  action: FormAction<void>
  name: string
  email: string
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  const [typedEmail, setTypedEmail] = useState(values.email ?? email)
  const changesEmail = typedEmail.trim().toLowerCase() !== email
  return (
    <form action={submit} className="flex max-w-md flex-col gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      {outcome?.ok && <Notice tone="success">Saved.</Notice>}
      <InputField
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        key={name}
        defaultValue={values.name ?? name}
        errors={fieldErrors.name}
      />
      <InputField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        value={typedEmail}
        onChange={(event) => setTypedEmail(event.target.value)}
        hint="You sign in with it."
        errors={fieldErrors.email}
      />
      {changesEmail ? (
        <InputField
          label="Current password"
          name="current_password"
          type="password"
          autoComplete="current-password"
          required
          hint="Needed to change your e-mail."
          errors={fieldErrors.current_password}
        />
      ) : (
        <input type="hidden" name="current_password" value="" />
      )}
      <div>
        <Button type="submit" pending={pending} pendingText="Saving">
          Save profile
        </Button>
      </div>
    </form>
  )
}
