import { prisma } from '@/lib/db/client'
import { creditableSpend } from '@/lib/db/creditable-spend'
import { loadPlans, readCatalogue, standing, storedPlan, WITH_TERMS } from '@/lib/db/plan-rows'
import { compareText } from '@/lib/domain/compare-text'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, type Day, dayOf } from '@/lib/domain/day'
import { type Nano, sum, zero } from '@/lib/domain/money'
import {
  type CatalogueEntry,
  catalogueEntryOn,
  monthlyApiCredit,
  planNameOn,
} from '@/lib/domain/plan-catalogue'
import {
  expandCharges,
  monthlyEquivalent,
  nextCharge,
  type PlanCharge,
  planAmountsByDay,
} from '@/lib/domain/plan-charges'
import { type CreditBalance, creditPeriods, useCredit } from '@/lib/domain/plan-credit'
import { describingTerm, inForceFrom, type PlanState, planState } from '@/lib/domain/plan-cycles'
import type { StoredPlan, StoredTerm } from '@/lib/domain/plan-record'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

/** A plan as it stands on a day. */
interface PlanSummary {
  plan: StoredPlan
  state: PlanState
  /** What holds now; the first term before the start, the last one held after the end. */
  term: StoredTerm
  /** "Max" */
  name: string
  /** What today costs, spread over the cycle. */
  perDay: Nano
  /** Nothing unless it is running now. */
  perMonth: Nano
  nextCharge: PlanCharge | null
  /** Monthly, for all seats, where the plan has one and is not over. */
  apiCredit: Nano | null
}

export interface PlanList {
  plans: PlanSummary[]
  /** Of the running plans, annual prices divided by twelve. */
  perMonth: Nano
  running: number
}

/** All plans: running and coming ones by holder, those that ended last. */
export async function listPlans(_viewer: Viewer, now: Date, data: DataScope = 'real'): Promise<PlanList> {
  const [stored, catalogue] = await Promise.all([loadPlans(data), readCatalogue()])
  const today = dayOf(now)
  const plans = stored.map((plan) => summarize(plan, catalogue, today))
  plans.sort(
    (a, b) =>
      Number(a.state === 'ended') - Number(b.state === 'ended') ||
      compareText(a.plan.holderEmail, b.plan.holderEmail) ||
      compareText(a.plan.startsOn, b.plan.startsOn),
  )
  return {
    plans,
    perMonth: sum(plans.map(({ perMonth }) => perMonth)),
    running: plans.filter(({ state }) => state === 'active').length,
  }
}

/** One page of plans in the order they were entered; `after` is the id the last page ended with. */
export async function pageOfPlans(
  _viewer: Viewer,
  { limit, after, data = 'real' }: { limit: number; after: string | null; data?: DataScope },
): Promise<{ plans: StoredPlan[]; next: string | null }> {
  const rows = await prisma().plan.findMany({
    where: { ...standing(data), ...(after !== null && { id: { gt: after } }) },
    include: WITH_TERMS,
    orderBy: { id: 'asc' },
    take: limit + 1,
  })
  const plans = rows.slice(0, limit).map(storedPlan)
  return { plans, next: rows.length > limit ? (plans.at(-1)?.id ?? null) : null }
}

interface TermLine {
  term: StoredTerm
  name: string
  /** First day it holds. */
  from: Day
  isFirst: boolean
  isCurrent: boolean
}

export interface PlanDetail extends PlanSummary {
  terms: TermLine[]
  /** Newest first, up to and including today. */
  charges: PlanCharge[]
  paidSoFar: Nano
  /** Name of the organisation the credit is linked to; its id where it is not known any more. */
  creditOrganization: string | null
  /** What its API credit granted and paid, month by month, the newest first. */
  credit: CreditBalance[]
}

/** Refuses, with `not_found`, what does not exist or was deleted; with `data`, also what is of the other kind. */
export async function getStoredPlan(_viewer: Viewer, id: string, data?: DataScope): Promise<StoredPlan> {
  const plan = await findPlan(id, data)
  if (!plan) throw new ExpectedError('not_found', `There is no plan ${id}.`, { parameter: 'id' })
  return plan
}

async function findPlan(id: string, data?: DataScope): Promise<StoredPlan | null> {
  const where = { id, ...(data ? standing(data) : { deletedAt: null }) }
  const row = await prisma().plan.findFirst({ where, include: WITH_TERMS })
  return row && storedPlan(row)
}

/** Null for what does not exist, was deleted, or is told where the real is asked for and the other way round. */
export async function getPlan(
  _viewer: Viewer,
  id: string,
  now: Date,
  data: DataScope = 'real',
): Promise<PlanDetail | null> {
  const [plan, catalogue] = await Promise.all([findPlan(id, data), readCatalogue()])
  if (!plan) return null
  const today = dayOf(now)
  const summary = summarize(plan, catalogue, today)
  const charges = expandCharges(plan, today)
  const linked = plan.apiCredit
    ? await prisma().organization.findUnique({ where: { id: plan.apiCredit.organizationId } })
    : null
  return {
    ...summary,
    terms: plan.terms.map((term, index) => {
      const from = inForceFrom(plan, term)
      return {
        term,
        name: planNameOn(catalogue, term.planCode, plan.cycle, from),
        from,
        isFirst: index === 0,
        isCurrent: term.id === summary.term.id && summary.state !== 'ended' && summary.state !== 'upcoming',
      }
    }),
    charges: charges.toReversed(),
    paidSoFar: sum(charges.map(({ amountUsd }) => amountUsd)),
    creditOrganization: plan.apiCredit && (linked?.name ?? plan.apiCredit.organizationId),
    credit: await creditOf(plan, catalogue, today, data),
  }
}

/** Plans linked to one organisation pay its API use together: what one has left depends on the others. */
async function creditOf(
  plan: StoredPlan,
  catalogue: readonly CatalogueEntry[],
  today: Day,
  data: DataScope,
): Promise<CreditBalance[]> {
  const linkedTo = plan.apiCredit?.organizationId
  if (linkedTo === undefined) return []
  const together = (await loadPlans(data)).filter(({ apiCredit }) => apiCredit?.organizationId === linkedTo)
  const periods = together.flatMap((each) => creditPeriods(each, catalogue, today))
  const { balances } = useCredit(periods, await creditableSpend(periods, today))
  return balances.filter(({ planId }) => planId === plan.id).toReversed()
}

/** A plan that was deleted and can be brought back; null otherwise. */
export async function getDeletedPlan(
  _viewer: Viewer,
  id: string,
  now: Date,
  data: DataScope = 'real',
): Promise<{ id: string; name: string; holderEmail: string } | null> {
  const where = { ...standing(data), id, deletedAt: { not: null } }
  const row = await prisma().plan.findFirst({ where, include: WITH_TERMS })
  if (!row) return null
  const plan = storedPlan(row)
  const { name } = summarize(plan, await readCatalogue(), dayOf(now))
  return { id, name, holderEmail: plan.holderEmail }
}

function summarize(plan: StoredPlan, catalogue: readonly CatalogueEntry[], today: Day): PlanSummary {
  const state = planState(plan, today)
  const term = describingTerm(plan, today)
  const entry = catalogueEntryOn(catalogue, term.planCode, plan.cycle, today)
  const [share] = planAmountsByDay(plan, { from: today, to: addDays(today, 1) }, 'spread', today)
  return {
    plan,
    state,
    term,
    name: planNameOn(catalogue, term.planCode, plan.cycle, today),
    perDay: share?.amount ?? zero,
    perMonth: state === 'active' ? monthlyEquivalent(plan, term) : zero,
    nextCharge: nextCharge(plan, today),
    apiCredit: state === 'ended' || !entry ? null : monthlyApiCredit(entry, term.seats),
  }
}
