'use client'

import { useKeptForm } from '@/components/plans/use-kept-form'
import { ActionButton } from '@/components/ui/action-button'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import type { FormAction } from '@/components/ui/form-outcome'

interface NamedKey {
  organizationId: string
  keyId: string
  name: string
}

const valueOf = ({ organizationId, keyId }: NamedKey) => `${organizationId} ${keyId}`

/** The keys no guard ever deactivates; without `action` they are only shown. */
export function GuardExemptions({
  exempt,
  others,
  action,
}: {
  exempt: NamedKey[]
  others: NamedKey[]
  action: FormAction<unknown> | null
}) {
  return (
    <div className="grid gap-3">
      {exempt.length === 0 ? (
        <p className="text-ink-2">No key so far: a guard that is on may deactivate the key of its budget.</p>
      ) : (
        <ul aria-label="Keys no guard deactivates" className="divide-y">
          {exempt.map((key) => (
            <li key={valueOf(key)} className="flex flex-wrap items-center justify-between gap-2 py-1.5">
              <span className="wrap-anywhere">{key.name}</span>
              {action && (
                <ActionButton
                  action={action}
                  values={{ key: valueOf(key), exempt: 'no' }}
                  variant="quiet"
                  label={`Take ${key.name} off the list`}
                >
                  Take off the list
                </ActionButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {action && others.length > 0 && <AddKey key={exempt.length} others={others} action={action} />}
    </div>
  )
}

function AddKey({ others, action }: { others: NamedKey[]; action: FormAction<unknown> }) {
  const { form, pending, error } = useKeptForm(action)
  return (
    <form {...form} className="flex flex-wrap items-start gap-2">
      <input type="hidden" name="exempt" value="yes" />
      <div className="min-w-56 flex-1">
        <SelectField label="Key" name="key" {...(error && { errors: [error] })}>
          {others.map((key) => (
            <option key={valueOf(key)} value={valueOf(key)}>
              {key.name}
            </option>
          ))}
        </SelectField>
      </div>
      <Button type="submit" pending={pending} pendingText="Saving" className="mt-6">
        Put on the list
      </Button>
    </form>
  )
}
