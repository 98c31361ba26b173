import { Button, ButtonLink } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import { ALERT_STATES } from '@/lib/domain/alert-channel'
import { STATE_WORDS } from './alert-words'

/** A form of the address: what is chosen stands in it. Whoever sees only their own needs no choice of whom. */
export function AlertLogFilter({
  state,
  target,
  targets,
}: {
  state: string
  target: string
  targets: readonly { value: string; name: string }[] | null
}) {
  return (
    <form
      method="get"
      action="/settings/alerts"
      key={`${state} ${target}`}
      className="mb-3 flex flex-wrap items-end gap-3"
      aria-label="Filter the log"
    >
      <div className="w-40">
        <SelectField label="State" name="state" defaultValue={state}>
          <option value="">Any</option>
          {ALERT_STATES.map((one) => (
            <option key={one} value={one}>
              {STATE_WORDS[one]}
            </option>
          ))}
        </SelectField>
      </div>
      {targets && (
        <div className="w-56">
          <SelectField label="To" name="target" defaultValue={target}>
            <option value="">Everybody</option>
            {targets.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      <Button type="submit">Filter</Button>
      {(state !== '' || target !== '') && (
        <ButtonLink href="/settings/alerts" variant="quiet" scroll={false}>
          Show everything
        </ButtonLink>
      )}
    </form>
  )
}
