'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { Role } from '@/lib/domain/viewer'
import { ROLE_WORDS } from './role-words'

export function RoleForm({
  action,
  id,
  role,
  roles,
}: {
  action: FormAction<{ name: string; role: Role }>
  id: string
  role: Role
  roles: readonly Role[]
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <form action={submit} className="flex max-w-md flex-col gap-3">
      {error && <Notice tone="error">{error}</Notice>}
      {outcome?.ok && (
        <Notice tone="success">
          {outcome.result.name} is {outcome.result.role} from now on.
        </Notice>
      )}
      <input type="hidden" name="id" value={id} />
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-56 flex-1">
          <SelectField label="May do" name="role" key={role} defaultValue={role}>
            {roles.map((choice) => (
              <option key={choice} value={choice}>
                {ROLE_WORDS[choice]}
              </option>
            ))}
          </SelectField>
        </div>
        <Button type="submit" pending={pending} pendingText="Changing">
          Change role
        </Button>
      </div>
    </form>
  )
}
