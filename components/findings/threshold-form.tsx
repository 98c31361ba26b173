'use client'

import { useActionState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { RuleThresholds } from './prepare-thresholds'

/** The thresholds of one rule; what is left blank goes back to its default. */
export function ThresholdForm({
  action,
  thresholds: { rule, lines, isChanged },
}: {
  action: FormAction<{ isReset: boolean }>
  thresholds: RuleThresholds
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-3">
      <input type="hidden" name="rule" value={rule} />
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {lines.map((line) => (
          <InputField
            key={`${line.name} ${line.value}`}
            label={
              <span className="flex flex-wrap items-center gap-2">
                {line.label}
                {line.isChanged && <Badge tone="accent">changed</Badge>}
              </span>
            }
            name={line.name}
            inputMode={line.isUsd ? 'decimal' : 'numeric'}
            autoComplete="off"
            defaultValue={values[line.name] ?? line.value}
            hint={line.hint}
            errors={fieldErrors[line.name]}
          />
        ))}
      </div>
      <FormError error={error} fieldErrors={fieldErrors} fields={lines.map(({ name }) => name)} />
      {outcome?.ok && (
        <Notice
          tone="success"
          title={
            outcome.result.isReset
              ? 'Back to the defaults. They count from the next sync on.'
              : 'Saved. It counts from the next sync on.'
          }
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={pending} pendingText="Saving">
          Save
        </Button>
        {isChanged && (
          <Button type="submit" variant="quiet" name="defaults" value="yes" disabled={pending}>
            Back to the defaults
          </Button>
        )}
      </div>
    </form>
  )
}
