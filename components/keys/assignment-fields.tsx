'use client'

import { useState } from 'react'
import { CheckboxField, InputField, SelectField } from '@/components/ui/field'

/** Of the forms about keys, as they are named in them. */
const ASSIGNMENT_FIELDS = [
  {
    name: 'owner',
    label: 'Owner',
    max: 254,
    list: 'key-owners',
    hint: 'An e-mail address. Without one, who created the key counts as its owner.',
  },
  { name: 'purpose', label: 'Purpose', max: 500 },
  { name: 'application', label: 'Application', max: 100, list: 'key-applications' },
  { name: 'environment', label: 'Environment', max: 100, list: 'key-environments' },
  { name: 'cost_centre', label: 'Cost centre', max: 100, list: 'key-cost-centres' },
  { name: 'tags', label: 'Tags', max: 2000, list: 'key-tags', hint: 'Several with commas between them.' },
] as const
type FieldName = (typeof ASSIGNMENT_FIELDS)[number]['name']

export const FIELD_NAMES: readonly string[] = [...ASSIGNMENT_FIELDS.map(({ name }) => name), 'day']

export type SaidOfKey = Record<FieldName, string>

/** What can be said of keys. `shown`: what is said of one already; without it, of several, empty fields leave what is there. */
export function AssignmentFields({
  shown,
  removable = false,
  values,
  fieldErrors,
}: {
  shown?: SaidOfKey
  removable?: boolean
  values: Record<string, string>
  fieldErrors: Record<string, string[]>
}) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      {ASSIGNMENT_FIELDS.map(({ name, label, max, ...field }) => (
        <div key={name}>
          {shown && <input type="hidden" name={`${name}_was`} value={shown[name]} />}
          <InputField
            label={label}
            name={name}
            dir="auto"
            autoComplete="off"
            maxLength={max}
            list={'list' in field ? field.list : undefined}
            hint={'hint' in field ? field.hint : undefined}
            defaultValue={values[name] ?? shown?.[name]}
            errors={fieldErrors[name]}
          />
          {removable && (
            <CheckboxField
              className="mt-1"
              name="remove"
              value={name}
              label={
                <span className="text-ink-2 text-sm">
                  Remove {name === 'tags' ? 'all tags' : 'what is said'}
                </span>
              }
            />
          )}
        </div>
      ))}
    </div>
  )
}

/** From which day on it holds. */
export function FromField({
  values,
  fieldErrors,
  usual = 'today',
}: {
  values: Record<string, string>
  fieldErrors: Record<string, string[]>
  usual?: 'today' | 'always' | 'day'
}) {
  const [from, setFrom] = useState(values.from ?? usual)
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <SelectField
        label="Holds"
        name="from"
        value={from}
        onChange={({ target }) => setFrom(target.value)}
        hint="Spend of days before keeps the owner of its day."
      >
        <option value="today">From today on</option>
        <option value="always">Since always</option>
        <option value="day">From another day on</option>
      </SelectField>
      {from === 'day' && (
        <InputField
          label="Day"
          name="day"
          type="date"
          required
          min="2000-01-01"
          defaultValue={values.day}
          errors={fieldErrors.day}
        />
      )}
    </div>
  )
}
