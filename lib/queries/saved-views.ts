import { pool } from '@/lib/db/client'
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
  const { rows } = await pool().query<SavedView>(
    'select id, name, query from saved_views where user_id = $1 order by name',
    [viewer.id],
  )
  return rows
}
