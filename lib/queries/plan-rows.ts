import { prisma } from '@/lib/db/client'
import { readCatalogue, type StoredEntry, storedPlan, WITH_TERMS } from '@/lib/db/plan-rows'
import type { StoredPlan } from '@/lib/domain/plan-record'

export type { StoredEntry } from '@/lib/db/plan-rows'

/** Every plan that was not taken back, in the order they were entered, terms oldest first. */
export async function loadPlans(): Promise<StoredPlan[]> {
  const rows = await prisma().plan.findMany({
    where: { deletedAt: null },
    include: WITH_TERMS,
    orderBy: { id: 'asc' },
  })
  return rows.map(storedPlan)
}

/** The catalogue of names and list prices, defaults and own entries together. */
export function loadCatalogue(): Promise<StoredEntry[]> {
  return readCatalogue()
}
