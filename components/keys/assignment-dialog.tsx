'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { AssignmentFields, FIELD_NAMES, FromField, type SaidOfKey } from './assignment-fields'
import type { SelectedKey } from './bulk-key-dialog'

export interface AssignmentActions {
  save: FormAction<{ batchId: string; changed: number }>
  undo: FormAction<{ undone: number; kept: string[] }>
}

/** Who owns keys and what they are for: of one with what is said of it, of several without. */
export function AssignmentDialog({
  keys,
  shown,
  actions,
  size = 'sm',
}: {
  keys: readonly SelectedKey[]
  shown?: SaidOfKey
  actions: AssignmentActions
  size?: 'sm' | 'md'
}) {
  const [open, setOpen] = useState(false)
  const [first] = keys
  const whose = keys.length === 1 && first ? `“${first.name.trim() || '(no name)'}”` : `${keys.length} keys`
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size={size}>Owner and purpose</Button>}
      title={`Who owns ${whose}, and what for`}
      description={
        shown
          ? 'Emptied fields count as nothing said.'
          : 'Fields left empty stay as they are, key by key. Each key stands in the audit log.'
      }
    >
      <AssignmentForm keys={keys} shown={shown} actions={actions} />
    </Dialog>
  )
}

function AssignmentForm({
  keys,
  shown,
  actions: { save, undo },
}: {
  keys: readonly SelectedKey[]
  shown?: SaidOfKey
  actions: AssignmentActions
}) {
  const [outcome, submit, pending] = useActionState(save, null)
  if (outcome?.ok) return <Saved {...outcome.result} undo={undo} />
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <form action={submit} className="flex flex-col gap-4">
      {keys.map(({ id }) => (
        <input key={id} type="hidden" name="keys" value={id} />
      ))}
      {keys.length > 1 && (
        <ul
          aria-label="Keys it is said of"
          className="bg-sunk max-h-28 list-disc overflow-y-auto rounded-md py-2 pr-3 pl-7 text-sm"
        >
          {keys.map(({ id, name }) => (
            <li key={id}>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
      <AssignmentFields {...{ shown, values, fieldErrors }} removable={!shown} />
      {!shown && (
        <SelectField label="Tags typed" name="tags_do" defaultValue={values.tags_do ?? 'add'}>
          <option value="add">are added to those there are</option>
          <option value="replace">replace those there are</option>
        </SelectField>
      )}
      <FromField {...{ values, fieldErrors }} />
      <FormError error={error} fieldErrors={fieldErrors} fields={FIELD_NAMES} />
      <DialogActions>
        <DialogClose asChild>
          <Button variant="quiet">Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
          Save
        </Button>
      </DialogActions>
    </form>
  )
}

function Saved({
  batchId,
  changed,
  undo,
}: {
  batchId: string
  changed: number
  undo: AssignmentActions['undo']
}) {
  const [outcome, submit, pending] = useActionState(undo, null)
  const { error } = failureOf(outcome)
  const words = (count: number) => `${count} key${count === 1 ? '' : 's'}`
  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="batch" value={batchId} />
      <p role="status">
        {outcome?.ok
          ? `Taken back: ${words(outcome.result.undone)} as before.`
          : changed === 0
            ? 'All of it was said already: nothing was changed.'
            : `Saved for ${words(changed)}.`}
      </p>
      {outcome?.ok && outcome.result.kept.length > 0 && (
        <p className="text-ink-2 text-sm">
          Something else was said since of {outcome.result.kept.join(', ')}: that stays.
        </p>
      )}
      <FormError error={error} fieldErrors={{}} fields={[]} />
      <DialogActions>
        {!outcome?.ok && changed > 0 && (
          <Button type="submit" variant="quiet" pending={pending} pendingText="Taking back">
            Undo
          </Button>
        )}
        <DialogClose asChild>
          <Button>Close</Button>
        </DialogClose>
      </DialogActions>
    </form>
  )
}
