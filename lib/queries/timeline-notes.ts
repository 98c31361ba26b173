import { prisma } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Day } from '@/lib/domain/day'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

export interface ListedNote {
  id: string
  day: Day
  untilDay: Day
  text: string
  organizationId: string | null
  keyId: string | null
  createdAt: Date
  createdBy: string
}

interface NotesAsked {
  /** Those that speak of a day from here on, and of one before `to`. */
  from: Day | null
  to: Day | null
  key: string | null
  data: DataScope
  limit: number
  /** The id of the last note of the page before. */
  after: string | null
}

/** Notes in the order they were written, deleted ones left out. */
export async function pageOfNotes(
  _viewer: Viewer,
  { from, to, key, data, limit, after }: NotesAsked,
): Promise<{ notes: ListedNote[]; next: string | null }> {
  const found = await prisma().timelineNote.findMany({
    where: {
      ...{ deletedAt: null, isDemo: data === 'demo' },
      ...(from !== null && { untilDay: { gte: from } }),
      ...(to !== null && { day: { lt: to } }),
      ...(key !== null && { keyId: key }),
      ...(after !== null && { id: { gt: after } }),
    },
    orderBy: { id: 'asc' },
    take: limit + 1,
  })
  const notes = found.slice(0, limit).map(listed)
  return { notes, next: found.length > limit ? (notes.at(-1)?.id ?? null) : null }
}

export async function getNote(_viewer: Viewer, id: string): Promise<ListedNote> {
  const found = await prisma().timelineNote.findFirst({ where: { id, deletedAt: null } })
  if (!found) throw new ExpectedError('not_found', `There is no note ${id}.`, { parameter: 'id' })
  return listed(found)
}

function listed(row: {
  id: string
  day: string
  untilDay: string
  text: string
  organizationId: string | null
  keyId: string | null
  createdAt: Date
  createdBy: string
}): ListedNote {
  const { id, text, organizationId, keyId, createdAt, createdBy } = row
  const days = { day: row.day as Day, untilDay: row.untilDay as Day }
  return { id, ...days, text, organizationId, keyId, createdAt, createdBy }
}
