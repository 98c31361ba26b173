'use client'

import { useKeptForm } from '@/components/plans/use-kept-form'
import { Button } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

/** A monthly limit as the Console shows it, of the organisation or of one workspace. */
export function LimitForm({
  action,
  organizationId,
  workspaces,
}: {
  action: FormAction<unknown>
  organizationId: string
  workspaces: readonly { id: string; name: string }[]
}) {
  const { outcome, form, pending, error, fieldErrors, values } = useKeptForm(action)
  return (
    <form {...form} className="flex flex-col gap-3" noValidate>
      <FormError error={error} fieldErrors={fieldErrors} fields={['subject', 'amount']} />
      {outcome?.ok && <Notice tone="success" title="Saved. It stands in the table above." />}
      <input type="hidden" name="organization_id" value={organizationId} />
      <div className="grid max-w-xl gap-3 sm:grid-cols-2">
        <SelectField
          label="Limit of"
          name="subject"
          defaultValue={values.subject ?? ''}
          errors={fieldErrors.subject}
        >
          <option value="">The organisation</option>
          {workspaces.map(({ id, name }) => (
            <option key={id} value={id}>
              Workspace {name}
            </option>
          ))}
        </SelectField>
        <InputField
          label="A month (USD)"
          name="amount"
          inputMode="decimal"
          required
          placeholder="1000.00"
          defaultValue={values.amount ?? ''}
          errors={fieldErrors.amount}
        />
      </div>
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          Save the limit
        </Button>
      </div>
    </form>
  )
}
