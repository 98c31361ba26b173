import { compareText } from '@/lib/domain/compare-text'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { CATALOGUE_DEFAULTS, type CatalogueEntry } from '@/lib/domain/plan-catalogue'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { prisma } from './client'
import type { Prisma } from './generated/client'
import type { Transaction } from './transact'

/** What a stored plan is read with: its terms, oldest first. */
export const WITH_TERMS = { terms: { orderBy: { effectiveOn: 'asc' } } } as const satisfies Prisma.PlanInclude

type PlanRow = Prisma.PlanGetPayload<{ include: typeof WITH_TERMS }>

export function storedPlan(row: PlanRow): StoredPlan {
  return {
    id: row.id,
    holderEmail: row.holderEmail,
    cycle: row.cycle,
    currency: row.currency,
    startsOn: row.startsOn as Day,
    endsOn: row.endsOn as Day | null,
    apiCredit:
      row.creditOrganizationId !== null && row.creditClaimedOn !== null
        ? { organizationId: row.creditOrganizationId, claimedOn: row.creditClaimedOn as Day }
        : null,
    terms: row.terms.map((term) => ({
      id: term.id,
      effectiveOn: term.effectiveOn as Day,
      planCode: term.planCode,
      seats: term.seats,
      price: nano(term.priceNano),
      priceUsd: nano(term.priceUsdNano),
      paused: term.paused,
    })),
  }
}

/** Plans that are real, or told, and were not taken back. */
export function standing(data: DataScope) {
  return { deletedAt: null, isDemo: data === 'demo' }
}

/** Every plan that was not taken back, in the order they were entered, terms oldest first. */
export async function loadPlans(data: DataScope = 'real'): Promise<StoredPlan[]> {
  const rows = await prisma().plan.findMany({
    where: standing(data),
    include: WITH_TERMS,
    orderBy: { id: 'asc' },
  })
  return rows.map(storedPlan)
}

export interface StoredEntry extends CatalogueEntry {
  /** Entered or changed here; false = as it came with Onebill. */
  edited: boolean
  /** False: a default that was not written to the database yet. */
  stored: boolean
}

/** What tells two entries of the catalogue apart. */
export function entryKey({ code, cycle, validFrom }: Pick<CatalogueEntry, 'code' | 'cycle' | 'validFrom'>) {
  return `${code}/${cycle}/${validFrom}`
}

/**
 * The catalogue: what is stored, and every default that is not (a default changed here keeps its key). In the order of
 * the defaults, own plans last; oldest first within a code and cycle.
 */
export async function readCatalogue(tx: Transaction = prisma()): Promise<StoredEntry[]> {
  const rows = await tx.cataloguePrice.findMany()
  const entries = new Map<string, StoredEntry>()
  for (const entry of CATALOGUE_DEFAULTS)
    entries.set(entryKey(entry), { ...entry, edited: false, stored: false })
  for (const row of rows) {
    const entry: StoredEntry = {
      code: row.code,
      name: row.name,
      cycle: row.cycle,
      perSeat: row.perSeat,
      listPrice: row.listPriceNano === null ? null : nano(row.listPriceNano),
      apiCredit: row.apiCreditNano === null ? null : nano(row.apiCreditNano),
      validFrom: row.validFrom as Day,
      validTo: row.validTo as Day | null,
      source: row.source,
      edited: row.edited,
      stored: true,
    }
    entries.set(entryKey(entry), entry)
  }
  return [...entries.values()].sort(byCodeAndDay)
}

const order = new Map(
  [...new Set(CATALOGUE_DEFAULTS.map(({ code }) => code))].map((code, index) => [code, index]),
)

function byCodeAndDay(a: StoredEntry, b: StoredEntry): number {
  const rank = (order.get(a.code) ?? order.size) - (order.get(b.code) ?? order.size)
  if (rank !== 0) return rank
  return compareText(a.code, b.code) || compareText(b.cycle, a.cycle) || compareText(a.validFrom, b.validFrom)
}
