'use client'

import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormAction } from '@/components/ui/form-outcome'
import type { Day } from '@/lib/domain/day'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import { CycleField } from './cycle-field'
import type { PlanFormValues } from './prepare-plan-form'
import { PriceFields } from './price-fields'
import { useKeptForm } from './use-kept-form'

/** What the form offers to choose from. */
export interface PlanFormOffers {
  catalogue: readonly CatalogueEntry[]
  currencies: readonly string[]
  knownHolders: string[]
  organizations: { id: string; name: string }[]
  today: Day
}

/** Enters a plan, or with `id` corrects one and its first term. */
export function PlanForm({
  action,
  id,
  initial,
  offers,
  submit,
  then,
}: {
  action: FormAction<unknown>
  id?: string
  initial: PlanFormValues
  offers: PlanFormOffers
  submit: string
  /** Where a new plan leads, if not to the plans. */
  then?: 'timeline'
}) {
  const { form, pending, error, fieldErrors, values: typed } = useKeptForm(action)
  const wasSent = Object.keys(typed).length > 0
  const values = { ...initial, ...typed }
  const [cycle, setCycle] = useState(values.cycle)
  const [currency, setCurrency] = useState(values.currency)
  const [startsOn, setStartsOn] = useState(values.starts_on)
  const holders = useId()
  return (
    <form {...form} className="flex flex-col gap-4" noValidate>
      <FormError error={error} fieldErrors={fieldErrors} fields={Object.keys(initial)} />
      {id && <input type="hidden" name="id" value={id} />}
      {then && <input type="hidden" name="then" value={then} />}
      <InputField
        label="Whose plan is it?"
        name="holder_email"
        type="email"
        required
        list={holders}
        defaultValue={values.holder_email}
        hint="The e-mail address the plan runs on; for a Team, of whoever pays for it."
        errors={fieldErrors.holder_email}
      />
      <datalist id={holders}>
        {offers.knownHolders.map((email) => (
          <option key={email} value={email} />
        ))}
      </datalist>
      <div className="grid gap-4 sm:grid-cols-2">
        <CycleField
          value={cycle}
          onChange={(event) => setCycle(event.target.value)}
          errors={fieldErrors.cycle}
        />
        <InputField
          label="First day"
          name="starts_on"
          type="date"
          required
          value={startsOn}
          onChange={(event) => setStartsOn(event.target.value)}
          hint="It renews on this day of the month or year."
          errors={fieldErrors.starts_on}
        />
        <PriceFields
          catalogue={offers.catalogue}
          today={offers.today}
          initial={values}
          keepPrice={id !== undefined || wasSent}
          cycle={cycle}
          currency={currency}
          startsOn={startsOn}
          errors={fieldErrors}
        />
        <SelectField
          label="Currency"
          name="currency"
          value={currency}
          onChange={(event) => setCurrency(event.target.value)}
          errors={fieldErrors.currency}
        >
          {offers.currencies.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
        <InputField
          label="Last day (optional)"
          name="ends_on"
          type="date"
          defaultValue={values.ends_on}
          hint="Empty while it goes on."
          errors={fieldErrors.ends_on}
        />
      </div>
      {offers.organizations.length > 0 && (
        <fieldset className="grid gap-4 border-t pt-4 sm:grid-cols-2">
          <legend className="sr-only">Monthly API credit</legend>
          <SelectField
            label="Monthly API credit goes to"
            name="api_credit.organization"
            defaultValue={values['api_credit.organization']}
            hint="Max, Ultra and Team include one; it counts once claimed on claude.ai under Settings, Billing."
            errors={fieldErrors['api_credit.organization']}
          >
            <option value="">not claimed, or none</option>
            {offers.organizations.map((organization) => (
              <option key={organization.id} value={organization.id}>
                {organization.name}
              </option>
            ))}
          </SelectField>
          <InputField
            label="Claimed on"
            name="api_credit.claimed_on"
            type="date"
            defaultValue={values['api_credit.claimed_on']}
            errors={fieldErrors['api_credit.claimed_on']}
          />
        </fieldset>
      )}
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          {submit}
        </Button>
      </div>
    </form>
  )
}
