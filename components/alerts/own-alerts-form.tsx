'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CheckboxField, InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { AlertChoice } from '@/lib/domain/alert-choice'
import { AlertFilterFields } from './alert-filter-fields'
import { useKeptForm } from './use-kept-form'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** What one person wants to be told of by mail, and when. */
export function OwnAlertsForm({
  action,
  choice,
  address,
  timeZone,
  isZoneKnown,
}: {
  action: FormAction<unknown>
  choice: AlertChoice
  address: string
  timeZone: string
  isZoneKnown: boolean
}) {
  const { outcome, pending, form } = useKeptForm(action)
  const { error, fieldErrors } = failureOf(outcome)
  const [mail, setMail] = useState(choice.mail)
  const [weekly, setWeekly] = useState(choice.weeklyReview)
  const [rhythm, setRhythm] = useState<string>(choice.rhythm)
  const clock = isZoneKnown
    ? `On the clock of ${timeZone.replaceAll('_', ' ')}.`
    : 'On the clock of UTC, because your profile names no time zone.'
  return (
    <form {...form} className="flex max-w-2xl flex-col gap-4" aria-label="Your alerts">
      <FormError error={error} fieldErrors={fieldErrors} fields={['kinds', 'quiet_from', 'quiet_to']} />
      {outcome?.ok && <Notice tone="success">Saved. It holds from now on.</Notice>}
      <CheckboxField
        label={`Mail me alerts, to ${address}`}
        name="mail"
        value="on"
        checked={mail}
        onChange={(event) => setMail(event.target.checked)}
      />
      <div className={mail ? 'flex flex-col gap-4' : 'hidden'}>
        <AlertFilterFields filter={choice} errors={fieldErrors} />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="When"
            name="rhythm"
            value={rhythm}
            onChange={(event) => setRhythm(event.target.value)}
          >
            <option value="at_once">At once</option>
            <option value="daily">Once a day, together</option>
            <option value="weekly">Once a week, together</option>
          </SelectField>
          <div className={rhythm === 'weekly' ? undefined : 'hidden'}>
            <SelectField label="On" name="digest_weekday" defaultValue={choice.digestWeekday}>
              {WEEKDAYS.map((weekday, index) => (
                <option key={weekday} value={index + 1}>
                  {weekday}
                </option>
              ))}
            </SelectField>
          </div>
        </div>
        <CheckboxField
          label="What is high does not wait"
          hint="Neither for the daily or weekly mail nor for the end of the quiet hours: money is being lost now."
          name="high_at_once"
          value="on"
          defaultChecked={choice.highAtOnce}
        />
      </div>
      <CheckboxField
        label="Mail me the weekly review"
        hint="On Mondays, when the week is closed: what it cost and why, what is open, and the way to decide on it. Read in a minute."
        name="weekly_review"
        value="on"
        checked={weekly}
        onChange={(event) => setWeekly(event.target.checked)}
      />
      <div className={mail || weekly ? 'flex flex-col gap-4' : 'hidden'}>
        <div className={weekly || rhythm !== 'at_once' ? 'max-w-48' : 'hidden'}>
          <SelectField
            label="At"
            name="digest_hour"
            defaultValue={choice.digestHour}
            hint={hourWords(weekly, rhythm)}
          >
            {HOURS.map((hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, '0')}:00
              </option>
            ))}
          </SelectField>
        </div>
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">Quiet hours</legend>
          <div className="grid max-w-md grid-cols-2 gap-4">
            <InputField
              label="From"
              name="quiet_from"
              type="time"
              defaultValue={choice.quietFrom ?? ''}
              errors={fieldErrors.quiet_from}
            />
            <InputField
              label="Until"
              name="quiet_to"
              type="time"
              defaultValue={choice.quietTo ?? ''}
              errors={fieldErrors.quiet_to}
            />
          </div>
          <p className="text-ink-3 mt-1 text-xs">
            {clock} What comes meanwhile waits until they are over. Leave both empty for none.
          </p>
        </fieldset>
      </div>
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          Save
        </Button>
      </div>
    </form>
  )
}

function hourWords(weekly: boolean, rhythm: string): string | undefined {
  if (!weekly) return undefined
  return rhythm === 'at_once'
    ? 'The weekly review; later where its week is closed later.'
    : 'Your alerts together, and the weekly review.'
}
