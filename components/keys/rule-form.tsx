import { Button, ButtonLink } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { AssignmentFields, FromField } from './assignment-fields'

export interface RulePlace {
  id: string
  name: string
  workspaces: readonly { id: string; name: string }[]
}

/** A rule as it is typed: a plain form whose address shows what the rule would catch. Saving comes after looking. */
export function RuleForm({
  values,
  fieldErrors,
  places,
  editing,
}: {
  values: Record<string, string>
  fieldErrors: Record<string, string[]>
  places: readonly RulePlace[]
  /** Id of the rule it would come in place of. */
  editing: string | null
}) {
  return (
    <form action="/keys/rules" method="get" className="flex flex-col gap-4" aria-label="Rule">
      {editing !== null && <input type="hidden" name="edit" value={editing} />}
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <InputField
          label="Name of the key"
          name="pattern"
          dir="auto"
          autoComplete="off"
          required
          maxLength={200}
          placeholder="ci-*"
          hint="The whole name; * stands for any text. Large and small letters are alike."
          defaultValue={values.pattern}
          errors={fieldErrors.pattern}
        />
        <SelectField label="In" name="place" defaultValue={values.place ?? ''} errors={fieldErrors.place}>
          <option value="">every workspace</option>
          {places.map(({ id, name, workspaces }) => (
            <optgroup key={id} label={name}>
              {places.length > 1 && <option value={id}>all of {name}</option>}
              {workspaces.map((workspace) => (
                <option key={workspace.id} value={`${id} ${workspace.id}`}>
                  {workspace.name}
                </option>
              ))}
            </optgroup>
          ))}
        </SelectField>
      </div>
      <AssignmentFields values={values} fieldErrors={fieldErrors} />
      <FromField values={values} fieldErrors={fieldErrors} usual="always" />
      <div className="flex flex-wrap gap-2">
        <Button type="submit">See what it catches</Button>
        {(editing !== null || values.pattern !== undefined) && (
          <ButtonLink href="/keys/rules" variant="quiet">
            Start over
          </ButtonLink>
        )}
      </div>
    </form>
  )
}
