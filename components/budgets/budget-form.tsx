'use client'

import { useId, useState } from 'react'
import { useKeptForm } from '@/components/plans/use-kept-form'
import { Button } from '@/components/ui/button'
import { CheckboxField, InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormAction } from '@/components/ui/form-outcome'
import { TermMark } from '@/components/words/term'
import { POOL_WORDS } from '@/lib/domain/budget-words'
import type { BudgetFormValues } from './prepare-budget-form'

interface Offer {
  id: string
  name: string
}

export interface BudgetFormOffers {
  organizations: Offer[]
  workspaces: Offer[]
  keys: Offer[]
  plans: Offer[]
  models: string[]
  owners: string[]
  tags: string[]
}

const POOLS = ['plan', 'api', 'api_credit'] as const
const WORDS = { plan: 'plan-fee', api: 'api-usage', api_credit: 'api-credit' } as const
const SHOWN = [
  'name',
  'amount',
  'period',
  'thresholds',
  'scope.pool',
  'scope.organization',
  'scope.workspace',
  'scope.key',
]
const FIELDS = [...SHOWN, 'scope.model', 'scope.owner', 'scope.tag', 'scope.plan']

/** Makes a budget, or with `id` changes one. */
export function BudgetForm({
  action,
  id,
  initial,
  offers,
  submit,
}: {
  action: FormAction<unknown>
  id?: string
  initial: BudgetFormValues
  offers: BudgetFormOffers
  submit: string
}) {
  const { form, pending, error, fieldErrors, values: typed } = useKeptForm(action)
  const values = { ...initial, ...typed }
  const [period, setPeriod] = useState(values.period)
  const [key, setKey] = useState(values['scope.key'])
  return (
    <form {...form} className="flex flex-col gap-4" noValidate>
      <FormError error={error} fieldErrors={fieldErrors} fields={FIELDS} />
      {id && <input type="hidden" name="id" value={id} />}
      <InputField
        label="Name"
        name="name"
        required
        maxLength={100}
        defaultValue={values.name}
        errors={fieldErrors.name}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          label="Amount in US dollars"
          name="amount"
          inputMode="decimal"
          required
          defaultValue={values.amount}
          hint="For each period, such as 250.00."
          errors={fieldErrors.amount}
        />
        <SelectField
          label="Period"
          name="period"
          value={period}
          onChange={(event) => setPeriod(event.target.value)}
          hint="UTC days; weeks begin on Monday."
          errors={fieldErrors.period}
        >
          <option value="day">a day</option>
          <option value="week">a week</option>
          <option value="month">a month</option>
          <option value="plan_cycle">a plan cycle</option>
        </SelectField>
      </div>
      <fieldset className="grid gap-4 border-t pt-4">
        <legend className="sr-only">What counts</legend>
        <div>
          <p className="text-sm font-medium">What counts</p>
          <div className="mt-1 flex flex-wrap gap-x-6 gap-y-2">
            {POOLS.map((pool) => (
              <div key={pool} className="flex items-center gap-1">
                <CheckboxField
                  label={POOL_WORDS[pool]}
                  name={`pool.${pool}`}
                  value="yes"
                  defaultChecked={values[`pool.${pool}`] === 'yes'}
                />
                <TermMark of={WORDS[pool]} name={POOL_WORDS[pool]} />
              </div>
            ))}
          </div>
          <p className="text-ink-3 mt-1 text-xs">Plan fees count by the day. API credit lowers the sum.</p>
          {fieldErrors['scope.pool'] && (
            <p role="alert" className="text-danger text-sm">
              {fieldErrors['scope.pool'].join(' ')}
            </p>
          )}
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          {period === 'plan_cycle' && (
            <OfferField
              label="Plan whose cycle counts"
              name="scope.plan"
              offers={offers.plans}
              any="the only one that runs"
              value={values['scope.plan']}
              errors={fieldErrors['scope.plan']}
            />
          )}
          <OfferField
            label="Only this key"
            name="scope.key"
            offers={offers.keys}
            any="any key"
            value={key}
            onChange={setKey}
            errors={fieldErrors['scope.key']}
          />
          <OfferField
            label="Only this organisation"
            name="scope.organization"
            offers={offers.organizations}
            any="any organisation"
            value={values['scope.organization']}
            errors={fieldErrors['scope.organization']}
          />
          <OfferField
            label="Only this workspace"
            name="scope.workspace"
            offers={offers.workspaces}
            any="any workspace"
            value={values['scope.workspace']}
            errors={fieldErrors['scope.workspace']}
          />
          <TypedField
            label="Only this model"
            name="scope.model"
            offers={offers.models}
            value={values['scope.model']}
            errors={fieldErrors['scope.model']}
          />
          <TypedField
            label="Only of this owner"
            name="scope.owner"
            offers={offers.owners}
            value={values['scope.owner']}
            hint="Keys the person owned on the day, and plans the person holds."
            errors={fieldErrors['scope.owner']}
          />
          <TypedField
            label="Only keys with this tag"
            name="scope.tag"
            offers={offers.tags}
            value={values['scope.tag']}
            errors={fieldErrors['scope.tag']}
          />
        </div>
      </fieldset>
      <InputField
        label="Tell when it goes over"
        name="thresholds"
        defaultValue={values.thresholds}
        hint="Percent, separated by commas. Over means over: exactly 100 % is not exceeded."
        errors={fieldErrors.thresholds}
      />
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          {submit}
        </Button>
      </div>
    </form>
  )
}

function OfferField({
  offers,
  any,
  value,
  onChange,
  ...field
}: {
  label: string
  name: string
  offers: Offer[]
  any: string
  value: string
  onChange?: (value: string) => void
  errors: string[] | undefined
}) {
  const { errors, ...rest } = field
  const held = onChange
    ? { value, onChange: (event: { target: { value: string } }) => onChange(event.target.value) }
    : { defaultValue: value }
  return (
    <SelectField {...rest} {...held} {...(errors && { errors })}>
      <option value="">{any}</option>
      {value !== '' && !offers.some(({ id }) => id === value) && <option value={value}>{value}</option>}
      {offers.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

function TypedField({
  offers,
  value,
  errors,
  ...field
}: {
  label: string
  name: string
  offers: string[]
  value: string
  hint?: string
  errors: string[] | undefined
}) {
  const list = useId()
  return (
    <div>
      <InputField {...field} list={list} defaultValue={value} placeholder="any" {...(errors && { errors })} />
      <datalist id={list}>
        {offers.map((offer) => (
          <option key={offer} value={offer} />
        ))}
      </datalist>
    </div>
  )
}
