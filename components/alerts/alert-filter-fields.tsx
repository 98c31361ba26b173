import { CheckboxField, SelectField } from '@/components/ui/field'
import type { AlertFilter } from '@/lib/domain/alert-choice'
import { SEVERITIES } from '@/lib/domain/findings/finding'
import { NOTICE_KINDS } from '@/lib/domain/notice'
import { KIND_WORDS, LEAST_WORDS } from './alert-words'

/** Which alerts: kinds and the least severity. */
export function AlertFilterFields({
  filter: { kinds, leastSeverity },
  errors,
}: {
  filter: AlertFilter
  errors: Record<string, string[]>
}) {
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-sm font-medium">Of what</legend>
        <div className="grid gap-1.5 sm:grid-cols-2">
          {NOTICE_KINDS.map((kind) => (
            <CheckboxField
              key={kind}
              label={KIND_WORDS[kind]}
              name="kinds"
              value={kind}
              defaultChecked={kinds.length === 0 || kinds.includes(kind)}
            />
          ))}
        </div>
        {errors.kinds && (
          <p role="alert" className="text-danger text-sm">
            {errors.kinds.join(' ')}
          </p>
        )}
      </fieldset>
      <SelectField label="How grave" name="least_severity" defaultValue={leastSeverity}>
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {LEAST_WORDS[severity]}
          </option>
        ))}
      </SelectField>
    </>
  )
}
