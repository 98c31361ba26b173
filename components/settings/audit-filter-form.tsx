import { Button, ButtonLink } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { auditAction } from '@/lib/domain/audit-words'
import { subjectWords } from './prepare-audit-lines'

interface Choices {
  actors: { value: string; name: string; kind: string }[]
  actions: string[]
  subjects: string[]
}

interface Chosen {
  actor: string
  action: string
  subject: string
  from: string | null
  to: string | null
}

/** A form of the address: what is chosen stands in it. */
export function AuditFilterForm({
  view,
  choices,
  filtered,
}: {
  view: Chosen
  choices: Choices
  filtered: boolean
}) {
  const oneThing = view.subject.includes(':')
  return (
    <form
      method="get"
      action="/settings/audit"
      key={JSON.stringify(view)}
      className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-5"
    >
      <SelectField label="Who" name="actor" defaultValue={view.actor}>
        <option value="">Everybody</option>
        {choices.actors.map(({ value, name, kind }) => (
          <option key={value} value={value}>
            {kind === 'user' ? name : `${name} (${kind})`}
          </option>
        ))}
      </SelectField>
      <SelectField label="Did what" name="action" defaultValue={view.action}>
        <option value="">Anything</option>
        {choices.actions.map((action) => (
          <option key={action} value={action}>
            {auditAction(action)}
          </option>
        ))}
      </SelectField>
      <SelectField label="About" name="subject" defaultValue={view.subject}>
        <option value="">Anything</option>
        {oneThing && (
          <option value={view.subject}>one {subjectWords(view.subject.split(':', 1)[0] ?? '')}</option>
        )}
        {choices.subjects.map((type) => (
          <option key={type} value={type}>
            {subjectWords(type)}
          </option>
        ))}
      </SelectField>
      <InputField label="From (UTC day)" name="from" type="date" defaultValue={view.from ?? ''} />
      <InputField label="To (UTC day)" name="to" type="date" defaultValue={view.to ?? ''} />
      <div className="flex flex-wrap gap-2 sm:col-span-2 lg:col-span-5">
        <Button type="submit">Filter</Button>
        {filtered && (
          <ButtonLink href="/settings/audit" variant="quiet">
            Show everything
          </ButtonLink>
        )}
      </div>
    </form>
  )
}
