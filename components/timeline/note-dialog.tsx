'use client'

import { useEffect } from 'react'
import { useKeptForm } from '@/components/plans/use-kept-form'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { InputField, SelectField, TextAreaField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import type { FormAction } from '@/components/ui/form-outcome'
import { Button } from '@/components/ui/plain-button'
import { MOST_NOTE_LETTERS, type NoteFields } from '@/lib/domain/timeline-mark'

/** What a note can be about; `value` is `organisation`, or `organisation key`, empty for everything. */
export interface NoteSubject {
  value: string
  label: string
}

export interface NewNote {
  id: null
  text: string
  day: string
  untilDay: string
  /** On which of the two timelines it will stand. */
  data: string
  about: readonly NoteSubject[]
  /** The one that is chosen at first. */
  subject: string
}

const FIELDS = ['text', 'day', 'until_day', 'subject']

/** Writing a note or mending one. */
export default function NoteDialog({
  note,
  save,
  about,
  onClose,
}: {
  note: NoteFields | NewNote
  save: FormAction<unknown>
  about: readonly NoteSubject[]
  onClose: () => void
}) {
  const { outcome, form, pending, error, fieldErrors, values } = useKeptForm(save)
  const isSaved = outcome?.ok === true
  useEffect(() => {
    if (isSaved) onClose()
  }, [isSaved, onClose])
  const isNew = note.id === null
  const subject =
    'subject' in note
      ? note.subject
      : [note.organizationId, note.keyId].filter((part) => part !== null).join(' ')
  const offered = about.some(({ value }) => value === subject)
    ? about
    : [...about, { value: subject, label: 'As it is: one key or organisation' }]
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? 'Add a note' : 'Edit the note'}
      description="Everybody who signs in here reads it on the timeline. Days are UTC."
    >
      <form {...form} className="flex flex-col gap-4" noValidate>
        <FormError error={error} fieldErrors={fieldErrors} fields={FIELDS} />
        {note.id !== null && <input type="hidden" name="id" value={note.id} />}
        {'data' in note && <input type="hidden" name="data" value={note.data} />}
        <TextAreaField
          label="Note"
          name="text"
          required
          maxLength={MOST_NOTE_LETTERS}
          rows={3}
          defaultValue={values.text ?? note.text}
          hint={`Plain text, at most ${MOST_NOTE_LETTERS} characters`}
          errors={fieldErrors.text}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <InputField
            label="Day"
            name="day"
            type="date"
            required
            defaultValue={values.day ?? note.day}
            errors={fieldErrors.day}
          />
          <InputField
            label="Until (optional)"
            name="until_day"
            type="date"
            defaultValue={values.until_day ?? (note.untilDay === note.day ? '' : note.untilDay)}
            errors={fieldErrors.until_day}
          />
        </div>
        {offered.length > 1 ? (
          <SelectField
            label="About"
            name="subject"
            defaultValue={values.subject ?? subject}
            errors={fieldErrors.subject}
          >
            {offered.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
        ) : (
          <input type="hidden" name="subject" value={subject} />
        )}
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" pending={pending} pendingText="Saving">
            Save the note
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
