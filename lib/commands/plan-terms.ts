import type { Day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { PlanTerm } from '@/lib/domain/plan'
import type { StoredPlan, StoredTerm } from '@/lib/domain/plan-record'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { impossible, requireDollarPrice, requirePlanCode, requireSeats, requireTermDay } from './plan-checks'
import { changePlan } from './plans'

/** What is different from `effectiveOn` on; that day still belongs to the term before. */
export interface TermChange {
  effectiveOn: Day
  planCode?: string | undefined
  seats?: number | undefined
  /** Net per cycle for all seats. */
  price?: Nano | undefined
  /** Needed beside a new price in another currency than USD. */
  priceUsd?: Nano | undefined
  paused?: boolean | undefined
}

/** Adds a term: what is not given stays as it was just before. The past is never rewritten. */
export async function addTerm(actor: Actor, id: string, change: TermChange, now: Date): Promise<void> {
  await changePlan(actor, id, now, 'plan.changed', async (tx, plan) => {
    requireTermDay(plan, change.effectiveOn, null)
    const before = termBefore(plan, change.effectiveOn)
    const { planCode: code, seats, price, priceUsd, paused } = change
    if ([code, seats, price, priceUsd, paused].every((given) => given === undefined))
      throw impossible('effective_on', 'What changes on that day? Give plan, seats, price or paused.')
    const term = {
      planCode: code === undefined ? before.planCode : await requirePlanCode(tx, code),
      seats: seats ?? before.seats,
      paused: paused ?? before.paused,
      ...pricesAfter(plan.currency, before, price, priceUsd),
    }
    requireSeats(term.seats)
    await tx.planTerm.create({
      data: { ...columns({ ...term, effectiveOn: change.effectiveOn }), planId: id, createdAt: now },
    })
  })
}

/** Puts a later term right. The first one is corrected with its plan. */
export async function editTerm(
  actor: Actor,
  id: string,
  termId: string,
  term: Omit<PlanTerm, 'priceUsd'> & { priceUsd: Nano | null },
  now: Date,
): Promise<void> {
  await changePlan(actor, id, now, 'plan.change_corrected', async (tx, plan) => {
    requireLaterTerm(plan, termId)
    requireTermDay(plan, term.effectiveOn, termId)
    requireSeats(term.seats)
    const planCode = await requirePlanCode(tx, term.planCode)
    const priceUsd = requireDollarPrice(plan.currency, term.price, term.priceUsd)
    await tx.planTerm.update({ where: { id: termId }, data: columns({ ...term, planCode, priceUsd }) })
  })
}

/** Takes a later term away; what held before it goes on. */
export async function removeTerm(actor: Actor, id: string, termId: string, now: Date): Promise<void> {
  await changePlan(actor, id, now, 'plan.change_removed', async (tx, plan) => {
    requireLaterTerm(plan, termId)
    await tx.planTerm.delete({ where: { id: termId } })
  })
}

function termBefore(plan: StoredPlan, effectiveOn: Day): StoredTerm {
  const term = plan.terms.filter((known) => known.effectiveOn < effectiveOn).at(-1)
  if (!term) throw new Error(`plan ${plan.id} has no term before ${effectiveOn}`)
  return term
}

function pricesAfter(
  currency: string,
  before: PlanTerm,
  price: Nano | undefined,
  priceUsd: Nano | undefined,
) {
  const newPrice = price ?? before.price
  const isSame = newPrice === before.price
  const dollars = priceUsd ?? (isSame ? before.priceUsd : null)
  return { price: newPrice, priceUsd: requireDollarPrice(currency, newPrice, dollars) }
}

function requireLaterTerm(plan: StoredPlan, termId: string): void {
  const index = plan.terms.findIndex(({ id }) => id === termId)
  if (index === 0)
    throw impossible('term', 'What held from the start is part of the plan: correct the plan, or delete it.')
  if (index < 0)
    throw new ExpectedError('not_found', 'This change is not there any more. Nothing was changed.', {
      parameter: 'term',
    })
}

function columns(term: PlanTerm) {
  const { effectiveOn, planCode, seats, paused, price, priceUsd } = term
  return { effectiveOn, planCode, seats, paused, priceNano: price, priceUsdNano: priceUsd }
}
