'use client'

import { useKeptForm } from '@/components/plans/use-kept-form'
import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

const AMOUNTS = [
  { name: 'input_usd', label: 'Input (USD per million)' },
  { name: 'output_usd', label: 'Output (USD per million)' },
  { name: 'cache_read_usd', label: 'Cache read (optional)' },
  { name: 'cache_write_5m_usd', label: 'Cache write, 5 minutes (optional)' },
  { name: 'cache_write_1h_usd', label: 'Cache write, 1 hour (optional)' },
] as const
const FIELDS = ['model', 'starts_on', 'source', ...AMOUNTS.map(({ name }) => name)]

/** A model's list price from a day on. */
export function PriceForm({ action, models }: { action: FormAction<unknown>; models: readonly string[] }) {
  const { outcome, form, pending, error, fieldErrors, values: typed } = useKeptForm(action)
  return (
    <form {...form} className="flex flex-col gap-4" noValidate>
      <FormError error={error} fieldErrors={fieldErrors} fields={FIELDS} />
      {outcome?.ok && <Notice tone="success">Saved. It counts from its day on.</Notice>}
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          label="Model"
          name="model"
          required
          list="models-without-price"
          placeholder="claude-…"
          defaultValue={typed.model ?? ''}
          hint="The id as usage names it, without a date at its end."
          errors={fieldErrors.model}
        />
        <datalist id="models-without-price">
          {models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
        <InputField
          label="From (UTC day)"
          name="starts_on"
          type="date"
          required
          defaultValue={typed.starts_on ?? ''}
          errors={fieldErrors.starts_on}
        />
        {AMOUNTS.map(({ name, label }) => (
          <InputField
            key={name}
            label={label}
            name={name}
            inputMode="decimal"
            defaultValue={typed[name] ?? ''}
            errors={fieldErrors[name]}
          />
        ))}
        <InputField
          label="Source, with its date"
          name="source"
          required
          defaultValue={typed.source ?? ''}
          errors={fieldErrors.source}
        />
      </div>
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          Enter this price
        </Button>
      </div>
    </form>
  )
}
