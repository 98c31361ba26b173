'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormFailure } from '@/components/ui/form-outcome'
import type { FindingState } from '@/lib/domain/findings/finding-standing'

/** What somebody can choose: a state, or to say nothing but a note. */
type JudgementChoice = FindingState | 'note'

const CHOICES: Record<JudgementChoice, { say: string; means: string }> = {
  acknowledged: {
    say: 'Acknowledge',
    means: 'Somebody is on it. It stays in the list, and is no longer counted as open.',
  },
  snoozed: { say: 'Snooze', means: 'Quiet until the beginning of a day (UTC), then open again.' },
  expected: {
    say: 'Mark as expected',
    means: 'It is meant to be so until a day, and somebody answers for it.',
  },
  resolved: { say: 'Resolve', means: 'Done. It comes back if its cause goes and returns.' },
  open: { say: 'Open again', means: 'It counts as open again.' },
  note: { say: 'Write a note', means: 'It stays as it stands.' },
}

/**
 * What can be said of one finding or of several: a choice, what the choice needs, a note. Begins anew with each outcome, as the
 * browser's own fields do.
 */
export function JudgementFields({
  states,
  days,
  owner,
  failure: { error, fieldErrors, values },
  pending,
  compact = false,
}: {
  states: readonly FindingState[]
  /** A day to begin with, and the first and last that can be chosen. */
  days: { usual: string; first: string; last: string }
  /** Whoever is asked first to answer for it. */
  owner: string
  failure: Omit<FormFailure, 'ok' | 'error'> & { error?: string }
  pending: boolean
  /** Beside a list: in a row. */
  compact?: boolean
}) {
  const choices: readonly JudgementChoice[] = [...states, 'note']
  const begun = choices.find((one) => one === values.state) ?? choices[0] ?? 'note'
  const [state, choose] = useState(begun)
  const isSilent = state === 'snoozed' || state === 'expected'
  return (
    <div className={compact ? 'flex flex-wrap items-start gap-3' : 'flex max-w-md flex-col gap-3'}>
      <div className={compact ? 'w-48' : undefined}>
        <SelectField
          label={compact ? 'The selected ones' : 'What is to be done'}
          name="state"
          defaultValue={begun}
          onChange={(event) => choose(event.target.value as JudgementChoice)}
          hint={compact ? undefined : CHOICES[state].means}
          errors={fieldErrors.state}
        >
          {choices.map((one) => (
            <option key={one} value={one}>
              {CHOICES[one].say}
            </option>
          ))}
        </SelectField>
      </div>
      {isSilent && (
        <InputField
          label={state === 'snoozed' ? 'Until (UTC day)' : 'Expected until (UTC day)'}
          name="until"
          type="date"
          min={days.first}
          max={days.last}
          required
          defaultValue={values.until ?? days.usual}
          errors={fieldErrors.until}
        />
      )}
      {state === 'expected' && (
        <InputField
          label="Who answers for it"
          name="owner"
          type="email"
          required
          maxLength={254}
          defaultValue={values.owner ?? owner}
          errors={fieldErrors.owner}
        />
      )}
      <div className={compact ? 'min-w-48 flex-1' : undefined}>
        <InputField
          label="Note"
          name="note"
          required={state === 'note'}
          maxLength={1000}
          placeholder="Why, for whoever looks next"
          defaultValue={values.note}
          errors={fieldErrors.note}
        />
      </div>
      <FormError error={error} fieldErrors={fieldErrors} fields={['state', 'until', 'owner', 'note']} />
      <div className={compact ? 'self-end' : undefined}>
        <Button
          type="submit"
          variant={compact ? 'secondary' : 'primary'}
          pending={pending}
          pendingText="Saving"
        >
          {CHOICES[state].say}
        </Button>
      </div>
    </div>
  )
}
