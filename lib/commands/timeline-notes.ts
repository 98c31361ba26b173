import { transact, type Transaction } from '@/lib/db/transact'
import type { AuditVerb } from '@/lib/domain/audit-words'
import { type Day, daysBetween } from '@/lib/domain/day'
import { MOST_NOTE_LETTERS } from '@/lib/domain/timeline-mark'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

export interface NoteInput {
  text: string
  /** First and last day it speaks of (UTC, inclusive). */
  day: Day
  untilDay: Day
  /** Null: about everything, or wherever its key is. */
  organizationId: string | null
  keyId: string | null
}

const MOST_DAYS = 400

/** Notes of the told story stay with it: `isDemo` says on which of the two timelines it stands. */
export async function addNote(
  actor: Actor,
  input: NoteInput,
  { isDemo }: { isDemo: boolean },
  now: Date,
): Promise<{ id: string }> {
  requireAllowed(actor, 'edit_notes')
  return transact(actor, now, async (tx, audit) => {
    const said = await checked(tx, input, isDemo)
    const { id } = await tx.timelineNote.create({
      data: {
        ...said,
        ...{ isDemo, createdAt: now, createdBy: actor.name },
        createdById: actor.kind === 'user' ? actor.id : null,
      },
    })
    await audit({ ...audited('added', id, said.organizationId), after: record(said) })
    return { id }
  })
}

/** What is not given stays. Whoever may write notes may mend those of others: the log says who did. */
export async function editNote(
  actor: Actor,
  id: string,
  change: Partial<NoteInput>,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'edit_notes')
  await transact(actor, now, async (tx, audit) => {
    const before = await standing(tx, id)
    const { text, day, untilDay, organizationId, keyId, isDemo } = before
    const kept = { text, day: day as Day, untilDay: untilDay as Day, organizationId, keyId }
    const said = await checked(tx, { ...kept, ...change }, isDemo)
    await tx.timelineNote.update({ where: { id }, data: said })
    await audit({
      ...audited('edited', id, said.organizationId),
      ...{ before: record(kept), after: record(said) },
    })
  })
}

/** It is off the timeline, and can be brought back. */
export async function deleteNote(actor: Actor, id: string, now: Date): Promise<{ id: string }> {
  requireAllowed(actor, 'edit_notes')
  return transact(actor, now, async (tx, audit) => {
    const before = await standing(tx, id)
    await tx.timelineNote.update({ where: { id }, data: { deletedAt: now } })
    await audit({ ...audited('deleted', id, before.organizationId), before: record(before) })
    return { id }
  })
}

export async function bringBackNote(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_notes')
  await transact(actor, now, async (tx, audit) => {
    const { count } = await tx.timelineNote.updateMany({
      where: { id, deletedAt: { not: null } },
      data: { deletedAt: null },
    })
    if (count === 0) throw gone()
    const note = await tx.timelineNote.findUniqueOrThrow({ where: { id } })
    await audit({ ...audited('brought_back', id, note.organizationId), after: record(note) })
  })
}

async function standing(tx: Transaction, id: string) {
  await tx.$queryRaw`select 1 from timeline_notes where id = ${id} for update`
  const note = await tx.timelineNote.findFirst({ where: { id, deletedAt: null } })
  if (!note) throw gone()
  return note
}

function gone(): ExpectedError {
  return new ExpectedError(
    'not_found',
    'There is no such note; it may have been deleted. Nothing was changed.',
    {
      parameter: 'id',
    },
  )
}

async function checked(tx: Transaction, input: NoteInput, isDemo: boolean): Promise<NoteInput> {
  const text = input.text.trim()
  const letters = [...text].length
  if (letters === 0 || letters > MOST_NOTE_LETTERS)
    throw new ExpectedError('incomplete', `A note has from 1 to ${MOST_NOTE_LETTERS} characters.`, {
      parameter: 'text',
    })
  if (input.untilDay < input.day)
    throw new ExpectedError('incomplete', 'The last day must not be before the first.', {
      parameter: 'until_day',
    })
  if (daysBetween(input.day, input.untilDay) > MOST_DAYS)
    throw new ExpectedError('incomplete', `A note can speak of at most ${MOST_DAYS} days.`, {
      parameter: 'until_day',
    })
  const { day, untilDay } = input
  return { text, day, untilDay, ...(await subjectOf(tx, input, isDemo)) }
}

/** A key brings its organisation with it; both have to be on the timeline the note is on. */
async function subjectOf(
  tx: Transaction,
  { organizationId, keyId }: Pick<NoteInput, 'organizationId' | 'keyId'>,
  isDemo: boolean,
): Promise<Pick<NoteInput, 'organizationId' | 'keyId'>> {
  const organization = { isDemo, ...(organizationId !== null && { id: organizationId }) }
  if (keyId === null) {
    if (organizationId !== null && !(await tx.organization.findFirst({ where: organization })))
      throw new ExpectedError('incomplete', `There is no organisation ${organizationId}.`, {
        parameter: 'organization',
      })
    return { organizationId, keyId }
  }
  const keys = await tx.apiKey.findMany({ where: { id: keyId, organization }, take: 2 })
  const [key, another] = keys
  if (!key) throw new ExpectedError('incomplete', `There is no key ${keyId}.`, { parameter: 'key' })
  if (another)
    throw new ExpectedError('incomplete', `Several organisations have a key ${keyId}: say which.`, {
      parameter: 'organization',
    })
  return { organizationId: key.organizationId, keyId }
}

function audited(verb: AuditVerb<'note'>, id: string, organizationId: string | null) {
  return { action: `note.${verb}` as const, subjectType: 'note', subjectId: id, organizationId }
}

function record(note: {
  text: string
  day: string
  untilDay: string
  organizationId: string | null
  keyId: string | null
}) {
  return {
    ...{ text: note.text, day: note.day, until_day: note.untilDay },
    ...{ organization: note.organizationId, key: note.keyId },
  }
}
