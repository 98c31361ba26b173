import { prisma } from '@/lib/db/client'
import { PUBLIC_GUIDES } from '@/lib/domain/guides/public-guides'
import type { Viewer } from '@/lib/domain/viewer'

/** Whether anybody may read the guides without signing in. */
export async function areGuidesPublic(_viewer: Viewer): Promise<boolean> {
  const setting = await prisma().setting.findUnique({ where: { key: PUBLIC_GUIDES } })
  return setting?.value === true
}
