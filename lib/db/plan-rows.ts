import { compareText } from '@/lib/domain/compare-text'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { CATALOGUE_DEFAULTS, type CatalogueEntry } from '@/lib/domain/plan-catalogue'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { pool } from './client'
import type { Prisma } from './generated/client'
import type { Transaction } from './transact'

/** What a stored plan is read with: its terms, oldest first. */
export const WITH_TERMS = { terms: { orderBy: { effectiveOn: 'asc' } } } as const satisfies Prisma.PlanInclude

type TermRow = Omit<Prisma.PlanTermGetPayload<object>, 'planId' | 'createdAt'>
type PlanColumns = Omit<Prisma.PlanGetPayload<object>, 'isDemo' | 'createdAt' | 'deletedAt'>
type PlanRow = PlanColumns & { terms: TermRow[] }
type PlanAndTerm = PlanColumns & Omit<TermRow, 'id'> & { termId: string }

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

/** Every plan that was not taken back, in the order they were entered, terms oldest first. Pages ask, so in plain SQL. */
export async function loadPlans(data: DataScope = 'real'): Promise<StoredPlan[]> {
  const { rows } = await pool().query<PlanAndTerm>(
    `select p.id, p.holder_email as "holderEmail", p.cycle::text as cycle, p.currency, p.starts_on as "startsOn",
       p.ends_on as "endsOn", p.credit_organization_id as "creditOrganizationId",
       p.credit_claimed_on as "creditClaimedOn", t.id as "termId", t.effective_on as "effectiveOn",
       t.plan_code as "planCode", t.seats, t.price_nano as "priceNano", t.price_usd_nano as "priceUsdNano", t.paused
     from plans p join plan_terms t on t.plan_id = p.id
     where p.deleted_at is null and p.is_demo = $1 order by p.id, t.effective_on`,
    [data === 'demo'],
  )
  const plans = new Map<string, PlanRow>()
  for (const { termId, effectiveOn, planCode, seats, priceNano, priceUsdNano, paused, ...plan } of rows) {
    const there = plans.get(plan.id) ?? { ...plan, terms: [] }
    there.terms.push({ id: termId, effectiveOn, planCode, seats, priceNano, priceUsdNano, paused })
    plans.set(plan.id, there)
  }
  return [...plans.values()].map(storedPlan)
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
export async function readCatalogue(tx?: Transaction): Promise<StoredEntry[]> {
  const rows = tx
    ? await tx.$queryRawUnsafe<EntryRow[]>(ENTRIES)
    : (await pool().query<EntryRow>(ENTRIES)).rows
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

type EntryRow = Omit<Prisma.CataloguePriceGetPayload<object>, 'id'>

const ENTRIES = `select code, name, cycle::text as cycle, per_seat as "perSeat", list_price_nano as "listPriceNano",
  api_credit_nano as "apiCreditNano", valid_from as "validFrom", valid_to as "validTo", source, edited
  from plan_catalogue`

const order = new Map(
  [...new Set(CATALOGUE_DEFAULTS.map(({ code }) => code))].map((code, index) => [code, index]),
)

function byCodeAndDay(a: StoredEntry, b: StoredEntry): number {
  const rank = (order.get(a.code) ?? order.size) - (order.get(b.code) ?? order.size)
  if (rank !== 0) return rank
  return compareText(a.code, b.code) || compareText(b.cycle, a.cycle) || compareText(a.validFrom, b.validFrom)
}
