'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import type { Role } from '@/lib/domain/viewer'
import { ROLE_WORDS } from './role-words'
import { ShownOnce } from './shown-once'

/** `roles`: those not above the viewer's own. */
export function TokenForm({
  action,
  roles,
}: {
  action: FormAction<{ name: string; token: string }>
  roles: readonly Role[]
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      <FormError error={error} fieldErrors={fieldErrors} fields={['name', 'role', 'days']} />
      {outcome?.ok && (
        <ShownOnce
          title={`The token “${outcome.result.name}” is ready.`}
          secret={outcome.result.token}
          copyLabel="Copy the token"
        />
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        <InputField
          label="Name"
          name="name"
          required
          maxLength={100}
          placeholder="Spreadsheet of the finance team"
          defaultValue={values.name}
          errors={fieldErrors.name}
        />
        <SelectField
          label="Role"
          name="role"
          defaultValue={values.role ?? 'viewer'}
          errors={fieldErrors.role}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {ROLE_WORDS[role]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Works for"
          name="days"
          defaultValue={values.days ?? '365'}
          errors={fieldErrors.days}
        >
          <option value="30">30 days</option>
          <option value="90">90 days</option>
          <option value="365">1 year</option>
          <option value="never">Until it is revoked</option>
        </SelectField>
      </div>
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Making">
          Make a token
        </Button>
      </div>
    </form>
  )
}
