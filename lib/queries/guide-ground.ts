import { readModelPrices } from '@/lib/db/model-price-rows'
import { readCatalogue } from '@/lib/db/plan-rows'
import { dayOf } from '@/lib/domain/day'
import type { GuideGround } from '@/lib/domain/guides/guide-ground'
import type { Viewer } from '@/lib/domain/viewer'
import { guideGround } from '@/lib/prices/guide-ground'

/** What the guides reckon with: for strangers (null) only what comes with Onebill, nothing that was entered here. */
export async function getGuideGround(viewer: Viewer | null, now: Date): Promise<GuideGround> {
  if (!viewer) return guideGround(dayOf(now))
  const [entered, catalogue] = await Promise.all([readModelPrices(), readCatalogue()])
  return guideGround(dayOf(now), {
    entered: entered.filter(({ deletedAt }) => deletedAt === null),
    catalogue,
  })
}
