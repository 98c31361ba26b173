import { readIdleDays } from '@/lib/db/stored-idle-days'
import type { Viewer } from '@/lib/domain/viewer'

/** After how many days without use the team counts a key as idle. */
export function getIdleDays(_viewer: Viewer): Promise<number> {
  return readIdleDays()
}
