'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CheckboxField, InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { Day } from '@/lib/domain/day'
import type { Cycle } from '@/lib/domain/plan'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import type { TermFormValues } from './prepare-plan-form'
import { PriceFields } from './price-fields'
import { useKeptForm } from './use-kept-form'

/** A change from a day on; with `termId` the correction of one. */
export function TermForm({
  action,
  planId,
  termId,
  initial,
  cycle,
  currency,
  catalogue,
  today,
  submit,
}: {
  action: FormAction<unknown>
  planId: string
  termId?: string
  initial: TermFormValues
  cycle: Cycle
  currency: string
  catalogue: readonly CatalogueEntry[]
  today: Day
  submit: string
}) {
  const { outcome, form, pending, error, fieldErrors, values: typed } = useKeptForm(action)
  const wasSent = Object.keys(typed).length > 0
  const values = { ...initial, ...typed, paused: (wasSent ? typed : initial).paused ?? '' }
  const [effectiveOn, setEffectiveOn] = useState(values.effective_on)
  return (
    <form {...form} className="flex flex-col gap-4" noValidate>
      <FormError error={error} fieldErrors={fieldErrors} fields={Object.keys(initial)} />
      {outcome?.ok && <Notice tone="success">Saved. The days before it stay as they were.</Notice>}
      <input type="hidden" name="id" value={planId} />
      {termId && <input type="hidden" name="term" value={termId} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          label="Day of the change"
          name="effective_on"
          type="date"
          required
          value={effectiveOn}
          onChange={(event) => setEffectiveOn(event.target.value)}
          hint="This day still counts as before; the new terms hold from the next one."
          errors={fieldErrors.effective_on}
        />
        <PriceFields
          catalogue={catalogue}
          today={today}
          initial={values}
          keepPrice
          cycle={cycle}
          currency={currency}
          startsOn={effectiveOn}
          errors={fieldErrors}
        />
      </div>
      <CheckboxField
        label="Paused"
        name="paused"
        value="yes"
        defaultChecked={values.paused === 'yes'}
        hint="Nothing is charged until a later change without this mark."
      />
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          {submit}
        </Button>
      </div>
    </form>
  )
}
