'use client'

import { Button } from '@/components/ui/button'
import { CheckboxField, InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { formatUsdExact } from '@/lib/domain/money'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import { CycleField } from './cycle-field'
import { useKeptForm } from './use-kept-form'

const FIELDS = ['valid_to', 'name', 'list_price', 'api_credit', 'source']
const FIELDS_OF_A_NEW_ONE = ['code', 'cycle', 'valid_from', ...FIELDS]

/** One dated line of the catalogue; `entry` to change it, none to add one. */
export function EntryForm({ action, entry }: { action: FormAction<unknown>; entry?: CatalogueEntry }) {
  const { outcome, form, pending, error, fieldErrors, values: typed } = useKeptForm(action)
  const wasSent = Object.keys(typed).length > 0
  const price = entry?.listPrice ?? null
  const credit = entry?.apiCredit ?? null
  const value = (name: string, initial: string) => typed[name] ?? initial
  const perSeat = wasSent ? typed.per_seat === 'yes' : (entry?.perSeat ?? false)
  return (
    <form {...form} className="flex flex-col gap-4" noValidate>
      <FormError error={error} fieldErrors={fieldErrors} fields={entry ? FIELDS : FIELDS_OF_A_NEW_ONE} />
      {outcome?.ok && (
        <Notice tone="success">Saved. Plans already entered keep the price that was paid.</Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {entry ? (
          <>
            <input type="hidden" name="code" value={entry.code} />
            <input type="hidden" name="cycle" value={entry.cycle} />
            <input type="hidden" name="valid_from" value={entry.validFrom} />
          </>
        ) : (
          <>
            <InputField
              label="Code"
              name="code"
              required
              placeholder="pro"
              defaultValue={value('code', '')}
              hint="That of a known plan for a new price, or a new one."
              errors={fieldErrors.code}
            />
            <CycleField defaultValue={value('cycle', 'monthly')} errors={fieldErrors.cycle} />
            <InputField
              label="Valid from"
              name="valid_from"
              type="date"
              required
              defaultValue={value('valid_from', '')}
              errors={fieldErrors.valid_from}
            />
          </>
        )}
        <InputField
          label="Valid to (optional)"
          name="valid_to"
          type="date"
          defaultValue={value('valid_to', entry?.validTo ?? '')}
          errors={fieldErrors.valid_to}
        />
        <InputField
          label="Name"
          name="name"
          required
          defaultValue={value('name', entry?.name ?? '')}
          errors={fieldErrors.name}
        />
        <InputField
          label="List price per cycle (USD)"
          name="list_price"
          inputMode="decimal"
          defaultValue={value('list_price', price === null ? '' : formatUsdExact(price))}
          hint="Empty if not known."
          errors={fieldErrors.list_price}
        />
        <InputField
          label="Monthly API credit (USD)"
          name="api_credit"
          inputMode="decimal"
          defaultValue={value('api_credit', credit === null ? '' : formatUsdExact(credit))}
          hint="Empty if it has none."
          errors={fieldErrors.api_credit}
        />
        <InputField
          label="Source, with its date"
          name="source"
          required
          defaultValue={value('source', entry?.source ?? '')}
          errors={fieldErrors.source}
        />
      </div>
      <CheckboxField
        label="Price and credit are for one seat"
        name="per_seat"
        value="yes"
        defaultChecked={perSeat}
      />
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          {entry ? 'Save this price' : 'Add this price'}
        </Button>
      </div>
    </form>
  )
}
