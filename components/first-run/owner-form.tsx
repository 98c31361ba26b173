'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { NewPasswordField } from './new-password-field'
import { EmailField, NameField } from './person-fields'

/** The first person of this installation. */
export function OwnerForm({ action, token }: { action: FormAction<never>; token: string }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  const [email, setEmail] = useState(values.email ?? '')
  return (
    <form action={submit} className="flex flex-col gap-4">
      <FormError error={error} fieldErrors={fieldErrors} fields={['name', 'email', 'password']} />
      <input type="hidden" name="token" value={token} />
      <NameField label="Your name" defaultValue={values.name} errors={fieldErrors.name} />
      <EmailField
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        hint="You sign in with it."
        errors={fieldErrors.email}
      />
      <NewPasswordField email={email} errors={fieldErrors.password} />
      <Button type="submit" variant="primary" pending={pending} pendingText="Setting up">
        Become the owner
      </Button>
    </form>
  )
}
