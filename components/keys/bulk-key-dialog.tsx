'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import type { WritableKeyStatus } from '@/lib/domain/key-change'

export interface SelectedKey {
  /** Organisation and key, as the action takes them. */
  id: string
  name: string
}

export interface BulkLine extends SelectedKey {
  state: 'confirmed' | 'refused' | 'unconfirmed' | 'not asked'
  /** As last read at Anthropic; null where it was not asked. */
  status: string | null
  sentence: string | null
}

const WORDS: Record<WritableKeyStatus, { verb: string; consequence: string }> = {
  inactive: {
    verb: 'Deactivate',
    consequence: 'Whatever uses them is refused at once. Each can be reactivated on its own page.',
  },
  active: { verb: 'Reactivate', consequence: 'Whatever still holds them can use them again at once.' },
  archived: {
    verb: 'Archive',
    consequence: 'This is final: Anthropic never brings an archived key back.',
  },
}
const ORDER: readonly WritableKeyStatus[] = ['inactive', 'active', 'archived']

/** The selected keys changed at once: one confirmation that lists each, one reason, one result per key. */
export function BulkKeyDialog({
  keys,
  action,
}: {
  keys: readonly SelectedKey[]
  action: FormAction<BulkLine[]>
}) {
  const [open, setOpen] = useState(false)
  const count = `${keys.length} key${keys.length === 1 ? '' : 's'}`
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Change at Anthropic</Button>}
      title={`Change ${count} at Anthropic`}
      description="They are changed one after the other; each is read back before it counts as done."
    >
      <BulkForm keys={keys} action={action} count={count} />
    </Dialog>
  )
}

function BulkForm({
  keys,
  action,
  count,
}: {
  keys: readonly SelectedKey[]
  action: FormAction<BulkLine[]>
  count: string
}) {
  const [status, setStatus] = useState<WritableKeyStatus>('inactive')
  const [outcome, submit, pending] = useActionState(action, null)
  if (outcome?.ok) return <Results lines={outcome.result} />
  const { error, fieldErrors, values } = failureOf(outcome)
  const { verb, consequence } = WORDS[status]
  return (
    <form action={submit} className="flex flex-col gap-4">
      <ul
        aria-label="Keys to be changed"
        className="bg-sunk max-h-48 list-disc overflow-y-auto rounded-md py-2 pr-3 pl-7 text-sm"
      >
        {keys.map(({ id, name }) => (
          <li key={id}>
            <input type="hidden" name="keys" value={id} />
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      <SelectField
        label="What to do"
        name="status"
        value={status}
        onChange={({ target }) => setStatus(ORDER.find((one) => one === target.value) ?? 'inactive')}
        hint={consequence}
      >
        {ORDER.map((one) => (
          <option key={one} value={one}>
            {WORDS[one].verb}
          </option>
        ))}
      </SelectField>
      <InputField
        label="Reason"
        name="reason"
        required
        maxLength={1000}
        hint="One for all; it stands in the audit log with each key."
        defaultValue={values.reason}
        errors={fieldErrors.reason}
      />
      <FormError error={error} fieldErrors={fieldErrors} fields={['reason']} />
      <DialogActions>
        <DialogClose asChild>
          <Button variant="quiet">Cancel</Button>
        </DialogClose>
        <Button
          type="submit"
          variant={status === 'active' ? 'primary' : 'danger'}
          pending={pending}
          pendingText="Asking Anthropic"
        >
          {verb} {count}
        </Button>
      </DialogActions>
    </form>
  )
}

function Results({ lines }: { lines: readonly BulkLine[] }) {
  const confirmed = lines.filter(({ state }) => state === 'confirmed').length
  return (
    <div className="flex flex-col gap-4">
      <p role="status">
        {confirmed} of {lines.length} confirmed by Anthropic.
      </p>
      <ul className="flex max-h-72 flex-col gap-2 overflow-y-auto text-sm">
        {lines.map(({ id, name, state, status, sentence }) => (
          <li key={id}>
            <bdi className="font-medium">{name}</bdi>:{' '}
            {state === 'confirmed'
              ? `${status}, confirmed`
              : state === 'unconfirmed'
                ? `not confirmed, last known ${status}`
                : 'not done'}
            {sentence && <span className="text-ink-2 block">{sentence}</span>}
          </li>
        ))}
      </ul>
      <DialogActions>
        <DialogClose asChild>
          <Button>Close</Button>
        </DialogClose>
      </DialogActions>
    </div>
  )
}
