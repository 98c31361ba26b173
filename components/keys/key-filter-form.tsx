import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { KEY_STATUSES } from '@/lib/domain/key-audit'
import { type KeySums, NO_OWNER } from '@/lib/domain/key-list'
import { isFiltered, keysHref, type KeysView, unfiltered } from './keys-view'
import { statusOf } from './prepare-keys'

/** A plain form: what it asks for becomes the address, with or without JavaScript. */
export function KeyFilterForm({ view, sums }: { view: KeysView; sums: KeySums }) {
  const kept = new URLSearchParams(
    keysHref(view, { q: undefined, status: undefined, workspace: undefined, owner: undefined }, '').slice(1),
  )
  return (
    <form
      action="/keys"
      method="get"
      role="search"
      aria-label="Keys"
      className="flex flex-wrap items-end gap-3"
    >
      {[...kept].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="min-w-48 flex-1">
        <InputField
          key={view.q}
          label="Search"
          name="q"
          type="search"
          defaultValue={view.q}
          maxLength={200}
          placeholder="Name, id, hint, owner, purpose"
        />
      </div>
      <Choice
        label="Status"
        name="status"
        chosen={view.status}
        options={KEY_STATUSES.map((status) => [status, statusOf(status).words])}
      />
      <Choice
        label="Workspace"
        name="workspace"
        chosen={view.workspace}
        options={sums.workspaces.map(({ id, name, organization }) => [
          id,
          sums.organizations > 1 ? `${name} · ${organization}` : name,
        ])}
      />
      <Choice
        label="Owner"
        name="owner"
        chosen={view.owner}
        options={[[NO_OWNER, 'Nobody'], ...sums.owners.map((owner): [string, string] => [owner, owner])]}
      />
      <Button type="submit">Show</Button>
      {isFiltered(view) && (
        <Link href={keysHref(unfiltered(view))} prefetch={false} className="text-accent leading-9 underline">
          Show all keys
        </Link>
      )}
    </form>
  )
}

function Choice({
  label,
  name,
  chosen,
  options,
}: {
  label: string
  name: string
  chosen: string | undefined
  options: readonly (readonly [value: string, words: string])[]
}) {
  const isKnown = chosen === undefined || options.some(([value]) => value === chosen)
  return (
    <div className="w-36">
      <SelectField key={chosen} label={label} name={name} defaultValue={chosen ?? ''}>
        <option value="">All</option>
        {!isKnown && <option value={chosen}>{chosen}</option>}
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
    </div>
  )
}
