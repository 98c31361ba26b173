import { z } from 'zod'
import { addNote, deleteNote, editNote } from '@/lib/commands/timeline-notes'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { MOST_NOTE_LETTERS } from '@/lib/domain/timeline-mark'
import { plainText, utcDay } from '@/lib/parse-text'
import { getNote, type ListedNote, pageOfNotes } from '@/lib/queries/timeline-notes'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'

const data = z.enum(DATA_SCOPES).default('real').describe('demo = the notes on the told story')
const address = z.object({ id: z.string().max(100) })
const text = plainText(MOST_NOTE_LETTERS).describe('Plain text')
const subject = plainText(200).nullable()

const noteAnswer = z.object({
  id: z.string(),
  day: z.string().describe('The first UTC day it speaks of'),
  until_day: z.string().describe('The last, inclusive'),
  text: z.string(),
  organization: z.string().nullable().describe('null = every one'),
  key: z.string().nullable().describe('null = about more than one key'),
  created_at: z.iso.datetime(),
  created_by: z.string(),
})

/**
 * Notes on the timeline in the order they were written: those that speak of a day from `from` on and of one before `to` (UTC,
 * `to` exclusive); 100 a page unless `limit` (1 to 200) says otherwise.
 */
export const readNotes = endpoint(
  {
    permission: 'read',
    summary: 'List notes on the timeline',
    query: z.object({
      from: utcDay.optional(),
      to: utcDay.optional(),
      key: plainText(200).optional(),
      limit: pageLimit(100),
      cursor: z.uuid('must be a next_cursor of an earlier answer').optional(),
      data,
    }),
    answer: listPage(noteAnswer),
  },
  async ({ viewer, query }) => {
    const { from = null, to = null, key = null, limit, cursor: after = null, data } = query
    const { notes, next } = await pageOfNotes(viewer, { from, to, key, data, limit, after })
    return { data: notes.map(answerNote), next_cursor: next }
  },
)

/**
 * Writes a note on the timeline: from `day` to `until_day` (UTC, inclusive; that day alone where it is left out), about a key,
 * an organisation or everything. 422 for days out of order, and for a key or organisation that is not there.
 */
export const writeNote = endpoint(
  {
    permission: 'edit_notes',
    summary: 'Write a note on the timeline',
    query: z.object({ data }),
    body: z.object({
      day: utcDay,
      until_day: utcDay.optional().describe('Inclusive; default the same day'),
      text,
      organization: subject.default(null),
      key: subject.default(null),
    }),
    status: 201,
    answer: noteAnswer,
  },
  async ({ viewer, query, body, now }) => {
    const { day, until_day: untilDay = day, organization: organizationId, key: keyId } = body
    const input = { text: body.text, day, untilDay, organizationId, keyId }
    const { id } = await addNote(viewer, input, { isDemo: query.data === 'demo' }, now)
    return answerNote(await getNote(viewer, id))
  },
)

/** Changes what is given of a note, whoever wrote it; the rest stays. 404 for one that is unknown or deleted. */
export const patchNote = endpoint(
  {
    permission: 'edit_notes',
    summary: 'Change a note',
    params: address,
    body: z.object({
      day: utcDay.optional(),
      until_day: utcDay.optional().describe('Inclusive'),
      text: text.optional(),
      organization: subject.optional(),
      key: subject.optional(),
    }),
    answer: noteAnswer,
  },
  async ({ viewer, params, body, now }) => {
    const { day, until_day: untilDay, text, organization: organizationId, key: keyId } = body
    const change = {
      ...(day !== undefined && { day }),
      ...(untilDay !== undefined && { untilDay }),
      ...(text !== undefined && { text }),
      ...(organizationId !== undefined && { organizationId }),
      ...(keyId !== undefined && { keyId }),
    }
    await editNote(viewer, params.id, change, now)
    return answerNote(await getNote(viewer, params.id))
  },
)

/** Deletes a note; a person can bring it back on the page right away. 404 for one that is unknown or deleted. */
export const removeNote = endpoint(
  { permission: 'edit_notes', summary: 'Delete a note', params: address, status: 204 },
  async ({ viewer, params, now }) => {
    await deleteNote(viewer, params.id, now)
  },
)

function answerNote(note: ListedNote): z.output<typeof noteAnswer> {
  return {
    ...{ id: note.id, day: note.day, until_day: note.untilDay, text: note.text },
    ...{ organization: note.organizationId, key: note.keyId },
    ...{ created_at: note.createdAt.toISOString(), created_by: note.createdBy },
  }
}
