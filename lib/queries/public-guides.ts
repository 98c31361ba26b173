import { isSwitchedOn } from '@/lib/db/stored-switch'
import { PUBLIC_GUIDES } from '@/lib/domain/guides/public-guides'
import type { Viewer } from '@/lib/domain/viewer'

/** Whether anybody may read the guides without signing in. */
export function areGuidesPublic(_viewer: Viewer): Promise<boolean> {
  return isSwitchedOn(PUBLIC_GUIDES)
}
