import 'server-only'
import type { PlanFormOffers } from '@/components/plans/plan-form'
import { CURRENCIES } from '@/lib/commands/plan-fields'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf } from '@/lib/domain/day'
import type { Viewer } from '@/lib/domain/viewer'
import { listCatalogue } from '@/lib/queries/plan-catalogue'
import { listHolders } from '@/lib/queries/plan-holders'

/** What the plan form offers, and whose plan it most likely is. */
export async function planOffers(
  viewer: Viewer,
  now: Date,
  data: DataScope = 'real',
): Promise<{ own: string | null; offers: PlanFormOffers }> {
  const [{ own, known, organizations }, catalogue] = await Promise.all([
    listHolders(viewer, data),
    listCatalogue(viewer),
  ])
  return {
    own,
    offers: { catalogue, currencies: CURRENCIES, knownHolders: known, organizations, today: dayOf(now) },
  }
}
