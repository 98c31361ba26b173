import 'server-only'
import { isSwitchedOn } from '@/lib/db/stored-switch'
import { PUBLIC_GUIDES } from '@/lib/domain/guides/public-guides'
import type { Viewer } from '@/lib/domain/viewer'
import { currentViewer, requireViewer } from './viewer'

/**
 * For the pages under /learn: whoever is signed in, or null for a stranger where an owner lets anybody read the guides.
 * Sends any other stranger to /sign-in. Null means: nothing of this installation may be shown, not even a price entered here.
 */
export async function requireGuideReader(): Promise<Viewer | null> {
  const viewer = await currentViewer()
  if (viewer) return viewer
  return (await isSwitchedOn(PUBLIC_GUIDES)) ? null : requireViewer()
}
