'use client'

import { useActionState, useState } from 'react'
import { CurrentPasswordField, EmailField, NameField } from '@/components/first-run/person-fields'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export function ProfileForm({
  action,
  name,
  email,
  timeZone,
  timeZones,
}: {
  action: FormAction<void>
  name: string
  email: string
  /** Null: that of the browser. */
  timeZone: string | null
  timeZones: string[]
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  const [typedEmail, setTypedEmail] = useState(values.email ?? email)
  const changesEmail = typedEmail.trim().toLowerCase() !== email
  return (
    <form action={submit} className="flex max-w-md flex-col gap-4">
      <FormError error={error} fieldErrors={fieldErrors} fields={['name', 'email', 'current_password']} />
      {outcome?.ok && <Notice tone="success">Saved.</Notice>}
      <NameField key={name} defaultValue={values.name ?? name} errors={fieldErrors.name} />
      <EmailField
        value={typedEmail}
        onChange={(event) => setTypedEmail(event.target.value)}
        hint="You sign in with it."
        errors={fieldErrors.email}
      />
      {changesEmail ? (
        <CurrentPasswordField hint="Needed to change your e-mail." errors={fieldErrors.current_password} />
      ) : (
        <input type="hidden" name="current_password" value="" />
      )}
      <SelectField
        label="Time zone"
        name="time_zone"
        key={timeZone}
        defaultValue={values.time_zone ?? timeZone ?? ''}
        hint="For clock times, such as when somebody signed in. Days of spend stay UTC days: Anthropic bills by them."
        errors={fieldErrors.time_zone}
      >
        <option value="">As in this browser</option>
        {timeZones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </SelectField>
      <div>
        <Button type="submit" pending={pending} pendingText="Saving">
          Save profile
        </Button>
      </div>
    </form>
  )
}
