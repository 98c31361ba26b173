import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'

export interface SavedView {
  id: string
  name: string
  /** What stands behind the question mark of the timeline's address; empty = the plain timeline. */
  query: string
}

/** The viewer's own, by name. */
export async function listSavedViews(viewer: Viewer): Promise<SavedView[]> {
  if (viewer.kind !== 'user' || viewer.id === null) return []
  return prisma().savedView.findMany({
    where: { userId: viewer.id },
    select: { id: true, name: true, query: true },
    orderBy: { name: 'asc' },
  })
}
