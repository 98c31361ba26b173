import { transact } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

export const MOST_SAVED_VIEWS = 50

/** Keeps a look at the timeline under a name of the actor's own; the same name again takes the new look. */
export function saveView(
  actor: Actor,
  { name, query }: { name: string; query: string },
  now: Date,
): Promise<{ id: string }> {
  return transact(actor, now, async (tx, audit) => {
    const userId = ownId(actor)
    const there = await tx.savedView.findUnique({ where: { userId_name: { userId, name } } })
    if (!there && (await tx.savedView.count({ where: { userId } })) >= MOST_SAVED_VIEWS)
      throw new ExpectedError(
        'conflict',
        `You have ${MOST_SAVED_VIEWS} saved views, as many as there can be. Delete one first.`,
        { parameter: 'name' },
      )
    const { id } = there
      ? await tx.savedView.update({ where: { id: there.id }, data: { query } })
      : await tx.savedView.create({ data: { userId, name, query, createdAt: now } })
    await audit({
      action: there ? 'view.changed' : 'view.saved',
      subjectType: 'view',
      subjectId: id,
      ...(there && { before: { name, query: there.query } }),
      after: { name, query },
    })
    return { id }
  })
}

/** Answers what was deleted, so that it can be brought back. */
export function deleteView(actor: Actor, id: string, now: Date): Promise<{ name: string; query: string }> {
  return transact(actor, now, async (tx, audit) => {
    const own = { id, userId: ownId(actor) }
    const view = await tx.savedView.findFirst({ where: own })
    const { count } = await tx.savedView.deleteMany({ where: own })
    if (!view || count === 0) throw new ExpectedError('not_found', 'This view is not there any more.')
    const { name, query } = view
    await audit({ action: 'view.deleted', subjectType: 'view', subjectId: id, before: { name, query } })
    return { name, query }
  })
}

function ownId({ kind, id }: Actor): string {
  if (kind !== 'user' || id === null) throw new ExpectedError('forbidden', 'Only a person has saved views.')
  return id
}
