import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { CheckboxField, InputField, SelectField } from '@/components/ui/field'
import { type CalculatorField, type CalculatorValues, TOKEN_FIELDS } from '@/lib/domain/guides/calculator'
import { TOKEN_KINDS, type TokenKind } from '@/lib/domain/pricing'

const LABELS: Record<TokenKind, string> = {
  uncachedInput: 'Input, not cached',
  cacheWrite5m: 'Cache write, 5 minutes',
  cacheWrite1h: 'Cache write, 1 hour',
  cacheRead: 'Cache read',
  output: 'Output',
}

/** Sends what is filled in to its own address, so that the address is all there is to share. */
export function CalculatorForm({
  values,
  errors,
  models,
  plans,
}: {
  values: CalculatorValues
  errors: Partial<Record<CalculatorField, string>>
  models: readonly { id: string; name: string }[]
  plans: readonly { value: string; name: string }[]
}) {
  const field = (name: CalculatorField) => {
    const error = errors[name]
    return { name, id: `calculator-${name}`, defaultValue: values[name], errors: error ? [error] : [] }
  }
  return (
    <form action="/learn/calculator#result" className="flex flex-col gap-4" noValidate>
      <SelectField label="Model" {...field('model')}>
        {models.some(({ id }) => id === values.model) ? null : (
          <option value={values.model}>{values.model}</option>
        )}
        {models.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Group legend="Millions of tokens a month">
        {TOKEN_KINDS.map((kind) => (
          <InputField key={kind} label={LABELS[kind]} inputMode="decimal" {...field(TOKEN_FIELDS[kind])} />
        ))}
        <InputField label="Web searches" inputMode="numeric" hint="Single ones." {...field('searches')} />
      </Group>
      <Group legend="How it is sent">
        <SelectField label="Way" {...field('way')}>
          <option value="standard">Standard</option>
          <option value="batch">Batches</option>
          <option value="fast">Fast mode</option>
        </SelectField>
        <CheckboxField
          label="Bound to the US region"
          name="us"
          id="calculator-us"
          value="on"
          defaultChecked={values.us === 'on'}
          className="self-center"
        />
      </Group>
      <Group legend="Beside a plan">
        <SelectField label="Plan" {...field('plan')}>
          <option value="">none</option>
          {plans.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
        <InputField label="Seats" inputMode="numeric" hint="For plans with seats." {...field('seats')} />
        <InputField
          label="Interactive, in percent"
          inputMode="numeric"
          hint="What a plan could carry: Claude Code at the keyboard, claude.ai. The rest are programs."
          {...field('interactive')}
        />
        <CheckboxField
          label="Its API credit is claimed for this organisation"
          name="linked"
          id="calculator-linked"
          value="on"
          defaultChecked={values.linked === 'on'}
          className="self-center"
        />
      </Group>
      <div>
        <Button type="submit" variant="primary">
          Calculate
        </Button>
      </div>
    </form>
  )
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="grid grid-cols-1 gap-3 border-t pt-3 sm:grid-cols-2">
      <legend className="pr-2 text-sm font-semibold">{legend}</legend>
      {children}
    </fieldset>
  )
}
