'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DialogActions, DialogClose } from '@/components/ui/dialog'
import { CheckboxField, InputField, SelectField } from '@/components/ui/field'
import type { FormAction, FormOutcome } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { WritableKeyStatus } from '@/lib/domain/key-change'
import type { BulkPreview } from './prepare-bulk'

const WORDS: Record<WritableKeyStatus, { verb: string; consequence: string }> = {
  inactive: {
    verb: 'Deactivate',
    consequence: 'Whatever uses them is refused at once. One click takes all of it back.',
  },
  active: { verb: 'Reactivate', consequence: 'Whatever still holds them can use them again at once.' },
  archived: {
    verb: 'Archive',
    consequence: 'This is final: Anthropic never brings an archived key back.',
  },
}
const ORDER: readonly WritableKeyStatus[] = ['inactive', 'active', 'archived']

/** What is going to happen to each of the keys, and why. */
export function BulkKeyForm({
  keys,
  count,
  preview,
  confirm,
}: {
  keys: readonly { id: string; name: string }[]
  count: string
  preview: FormAction<BulkPreview>
  confirm: (wanted: WritableKeyStatus, reason: string) => void
}) {
  const [status, setStatus] = useState<WritableKeyStatus>('inactive')
  const outcome = usePreview(keys, status, preview)
  const { verb, consequence } = WORDS[status]
  const known = outcome?.ok ? outcome.result : null
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const reason = new FormData(event.currentTarget).get('reason')
        confirm(status, typeof reason === 'string' ? reason : '')
      }}
    >
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
      <ul
        aria-label="Keys to be changed"
        aria-busy={!outcome}
        tabIndex={0}
        className="bg-sunk flex max-h-64 flex-col gap-2 overflow-y-auto rounded-md px-3 py-2 text-sm"
      >
        {(known?.lines ?? keys.map((key) => ({ ...key, status: null, obstacle: null, facts: [] }))).map(
          (line) => (
            <li key={line.id}>
              <bdi className="font-medium">{line.name}</bdi>
              {line.status && <span className="text-ink-2"> · {line.status}</span>}
              {line.obstacle && <span className="text-warn block">{line.obstacle}</span>}
              {line.facts.map((fact) => (
                <span key={fact} className="text-ink-2 block text-xs" dir="auto">
                  {fact}
                </span>
              ))}
            </li>
          ),
        )}
      </ul>
      <p role="status" className="text-sm font-medium">
        {!outcome ? 'Looking up what they did lately …' : known?.saving}
      </p>
      {outcome && !outcome.ok && <Notice tone="error">{outcome.error}</Notice>}
      <InputField
        label="Reason"
        name="reason"
        required
        pattern=".*\S.*"
        title="A reason is needed"
        maxLength={1000}
        hint="One for all; it stands in the audit log with each key."
      />
      {status === 'archived' && (
        <CheckboxField
          key={status}
          label={`I know that this is final for ${count}`}
          required
          hint="There is no way back, here or at Anthropic. Deactivating stops them as well and can be undone."
        />
      )}
      <DialogActions>
        <DialogClose asChild>
          <Button variant="quiet">Cancel</Button>
        </DialogClose>
        <Button type="submit" variant={status === 'active' ? 'primary' : 'danger'} disabled={!known}>
          {verb} {count}
        </Button>
      </DialogActions>
    </form>
  )
}

/** The dry run of these keys; null while it is asked for. */
function usePreview(
  keys: readonly { id: string }[],
  status: WritableKeyStatus,
  preview: FormAction<BulkPreview>,
): FormOutcome<BulkPreview> | null {
  const [found, setFound] = useState<{ status: string; outcome: FormOutcome<BulkPreview> } | null>(null)
  const ids = JSON.stringify(keys.map(({ id }) => id))
  useEffect(() => {
    let isWanted = true
    const form = new FormData()
    form.set('status', status)
    for (const id of JSON.parse(ids) as string[]) form.append('keys', id)
    preview(null, form).then(
      (outcome) => isWanted && setFound({ status, outcome }),
      () =>
        isWanted &&
        setFound({
          status,
          outcome: {
            ok: false,
            error: 'Onebill did not answer. Close this and try again.',
            fieldErrors: {},
            values: {},
          },
        }),
    )
    return () => {
      isWanted = false
    }
  }, [ids, status, preview])
  return found?.status === status ? found.outcome : null
}
