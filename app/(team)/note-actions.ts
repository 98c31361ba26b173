'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { addNote, bringBackNote, deleteNote, editNote } from '@/lib/commands/timeline-notes'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { MOST_NOTE_LETTERS } from '@/lib/domain/timeline-mark'
import { plainText, typedDay } from '@/lib/parse-text'

const note = z.object({
  id: plainText(100).optional(),
  data: z.enum(DATA_SCOPES).default('real'),
  text: plainText(MOST_NOTE_LETTERS),
  day: typedDay,
  until_day: z.union([z.literal('').transform(() => null), typedDay]).default(null),
  /** Empty, an organisation, or an organisation and a key. */
  subject: z.union([z.literal(''), plainText(400)]).default(''),
})
const named = z.object({ id: plainText(100) })

export const saveNote = formAction(note, 'edit_notes', async ({ actor, input, now }) => {
  const { id, text, day, until_day: untilDay, data } = input
  const [organizationId = null, keyId = null] = input.subject === '' ? [] : input.subject.split(' ')
  const said = { text, day, untilDay: untilDay ?? day, organizationId, keyId }
  if (id === undefined) await addNote(actor, said, { isDemo: data === 'demo' }, now)
  else await editNote(actor, id, said, now)
  revalidatePath('/', 'layout')
})

export const removeNote = formAction(named, 'edit_notes', async ({ actor, input, now }) => {
  const gone = await deleteNote(actor, input.id, now)
  revalidatePath('/', 'layout')
  return gone
})

export const bringNoteBack = formAction(named, 'edit_notes', async ({ actor, input, now }) => {
  await bringBackNote(actor, input.id, now)
  revalidatePath('/', 'layout')
})
