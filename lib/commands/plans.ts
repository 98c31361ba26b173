import { storedPlan, WITH_TERMS } from '@/lib/db/plan-rows'
import { type AuditRecord, transact, type Transaction } from '@/lib/db/transact'
import type { AuditAction } from '@/lib/domain/audit-words'
import type { Day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { Cycle } from '@/lib/domain/plan'
import { type ApiCreditLink, planRecord, type StoredPlan, termRecord } from '@/lib/domain/plan-record'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import {
  impossible,
  requireCreditLink,
  requireDollarPrice,
  requireEndInOrder,
  requirePlanCode,
  requireSeats,
} from './plan-checks'

export interface PlanInput {
  holderEmail: string
  planCode: string
  seats: number
  /** Net per cycle for all seats, in `currency`. */
  price: Nano
  currency: string
  /** Null only for USD. */
  priceUsd: Nano | null
  cycle: Cycle
  startsOn: Day
  endsOn: Day | null
  apiCredit: ApiCreditLink | null
}

/** What stands in both rows of a plan, checked; `linked` is the link the plan has so far. */
async function checked(tx: Transaction, input: PlanInput, linked: ApiCreditLink | null, isDemo: boolean) {
  const planCode = await requirePlanCode(tx, input.planCode)
  requireSeats(input.seats)
  const priceUsd = requireDollarPrice(input.currency, input.price, input.priceUsd)
  requireEndInOrder(input.startsOn, input.endsOn, [])
  await requireCreditLink(tx, input.apiCredit, { linked, endsOn: input.endsOn, isDemo })
  return {
    plan: {
      holderEmail: input.holderEmail,
      cycle: input.cycle,
      currency: input.currency,
      startsOn: input.startsOn,
      endsOn: input.endsOn,
      creditOrganizationId: input.apiCredit?.organizationId ?? null,
      creditClaimedOn: input.apiCredit?.claimedOn ?? null,
    },
    term: {
      effectiveOn: input.startsOn,
      planCode,
      seats: input.seats,
      priceNano: input.price,
      priceUsdNano: priceUsd,
    },
  }
}

/** `isDemo`: it belongs to a told story, and never stands in one sum with what is real. */
export async function createPlan(
  actor: Actor,
  input: PlanInput,
  now: Date,
  { isDemo = false }: { isDemo?: boolean } = {},
): Promise<{ id: string }> {
  requireAllowed(actor, 'edit_plans')
  return transact(actor, now, async (tx, audit) => {
    const { plan, term } = await checked(tx, input, null, isDemo)
    const row = await tx.plan.create({
      data: { ...plan, isDemo, createdAt: now, terms: { create: { ...term, createdAt: now } } },
      include: WITH_TERMS,
    })
    await audit({ ...about(row.id, 'plan.created'), after: wholeRecord(storedPlan(row)) })
    return { id: row.id }
  })
}

/** Puts right what was entered wrongly from the start: the plan itself and its first term. Later changes stay. */
export async function correctPlan(actor: Actor, id: string, input: PlanInput, now: Date): Promise<void> {
  await changePlan(actor, id, now, 'plan.corrected', async (tx, before) => {
    const { isDemo } = await tx.plan.findUniqueOrThrow({ where: { id }, select: { isDemo: true } })
    const { plan, term } = await checked(tx, input, before.apiCredit, isDemo)
    const [first, ...later] = before.terms
    if (!first) throw new Error(`plan ${id} has no term`)
    if (later[0] && later[0].effectiveOn <= input.startsOn)
      throw impossible(
        'starts_on',
        `The plan changes on ${later[0].effectiveOn}: it must start before that, or remove that change first.`,
      )
    if (later.length > 0 && input.currency !== before.currency)
      throw impossible(
        'currency',
        `Later changes are priced in ${before.currency}: remove them first, or enter the plan anew.`,
      )
    requireEndInOrder(input.startsOn, input.endsOn, before.terms)
    await tx.planTerm.update({ where: { id: first.id }, data: term })
    await tx.plan.update({ where: { id }, data: plan })
  })
}

/** Sets the last day (inclusive), or takes it away. What was already paid beyond it falls on that day. */
export async function endPlan(actor: Actor, id: string, endsOn: Day | null, now: Date): Promise<void> {
  await changePlan(actor, id, now, endsOn === null ? 'plan.resumed' : 'plan.ended', async (tx, before) => {
    requireEndInOrder(before.startsOn, endsOn, before.terms)
    await tx.plan.update({ where: { id }, data: { endsOn } })
  })
}

/** Takes back a mistake: the plan counts nowhere any more, as if never entered. Can be undone. */
export async function deletePlan(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_plans')
  await transact(actor, now, async (tx, audit) => {
    const before = await lockPlan(tx, id, false)
    await tx.plan.update({ where: { id }, data: { deletedAt: now } })
    await audit({ ...about(id, 'plan.deleted'), before: wholeRecord(before) })
  })
}

export async function undoDeletePlan(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_plans')
  await transact(actor, now, async (tx, audit) => {
    const plan = await lockPlan(tx, id, true)
    await tx.plan.update({ where: { id }, data: { deletedAt: null } })
    await audit({ ...about(id, 'plan.restored'), after: wholeRecord(plan) })
  })
}

/**
 * Within the transaction that deletes an organisation it has locked: no plan may point at it any more, deleted ones
 * included, since they can be brought back.
 */
export async function unlinkCredits(
  tx: Transaction,
  audit: (record: AuditRecord) => Promise<unknown>,
  organizationId: string,
): Promise<void> {
  await tx.$queryRaw`select 1 from plans where credit_organization_id = ${organizationId} order by id for update`
  const linked = { creditOrganizationId: organizationId }
  const rows = await tx.plan.findMany({ where: linked, include: WITH_TERMS, orderBy: { id: 'asc' } })
  await tx.plan.updateMany({ where: linked, data: { creditOrganizationId: null, creditClaimedOn: null } })
  for (const row of rows) {
    const plan = storedPlan(row)
    await audit({
      ...about(row.id, 'plan.credit_unlinked'),
      organizationId,
      before: wholeRecord(plan),
      after: wholeRecord({ ...plan, apiCredit: null }),
    })
  }
}

/** One audited change of a plan that nobody else changes meanwhile. */
export async function changePlan(
  actor: Actor,
  id: string,
  now: Date,
  action: AuditAction,
  change: (tx: Transaction, before: StoredPlan) => Promise<void>,
): Promise<void> {
  requireAllowed(actor, 'edit_plans')
  await transact(actor, now, async (tx, audit) => {
    const before = await lockPlan(tx, id, false)
    await change(tx, before)
    const after = await tx.plan.findUniqueOrThrow({ where: { id }, include: WITH_TERMS })
    await audit({ ...about(id, action), before: wholeRecord(before), after: wholeRecord(storedPlan(after)) })
  })
}

async function lockPlan(tx: Transaction, id: string, deleted: boolean): Promise<StoredPlan> {
  await tx.$queryRaw`select 1 from plans where id = ${id} for update`
  const row = await tx.plan.findFirst({
    where: { id, deletedAt: deleted ? { not: null } : null },
    include: WITH_TERMS,
  })
  if (row) return storedPlan(row)
  throw new ExpectedError(
    'not_found',
    deleted ? 'There is no deleted plan with this id. Nothing was changed.' : `There is no plan ${id}.`,
    { parameter: 'id' },
  )
}

function about(id: string, action: AuditAction): AuditRecord {
  return { action, subjectType: 'plan', subjectId: id }
}

function wholeRecord(plan: StoredPlan) {
  return { ...planRecord(plan), terms: plan.terms.map(termRecord) }
}
