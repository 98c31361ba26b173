import { describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { type Nano, parseUsd } from '@/lib/domain/money'
import { planAmountsByDay } from '@/lib/domain/plan-charges'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { ExpectedError } from '@/lib/errors'
import { loadPlans } from '@/lib/db/plan-rows'
import { getDeletedPlan, getPlan, listPlans, pageOfPlans } from '@/lib/queries/plans'
import { addTerm, editTerm, removeTerm } from './plan-terms'
import { correctPlan, createPlan, deletePlan, endPlan, type PlanInput, undoDeletePlan } from './plans'

const NOW = new Date('2026-11-22T10:00:00Z')
const member = systemActor('a member', 'member')
const viewer = systemActor('a viewer', 'viewer')

const usd = (text: string): Nano => {
  const amount = parseUsd(text)
  if (amount === null) throw new Error(text)
  return amount
}

const pro: PlanInput = {
  holderEmail: 'ann@example.com',
  planCode: 'pro',
  seats: 1,
  price: usd('20'),
  currency: 'USD',
  priceUsd: null,
  cycle: 'monthly',
  startsOn: day('2026-06-15'),
  endsOn: null,
  apiCredit: null,
}

useDatabase({ emptied: ['plans', 'plan_terms', 'audit_entries', 'organizations'] })
const enter = async (more: Partial<PlanInput> = {}) => (await createPlan(member, { ...pro, ...more }, NOW)).id

async function only(): Promise<StoredPlan> {
  const [plan, ...more] = await loadPlans()
  if (!plan || more.length > 0) throw new Error('expected one plan')
  return plan
}

const audits = () => prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })

/** Refused with this kind and parameter, and nothing changed: no plan, no term, no audit entry. */
async function refused(attempt: () => Promise<unknown>, kind: string, parameter?: string) {
  const before = JSON.stringify([await loadPlans(), await audits()], exactly)
  const error = await attempt().then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ExpectedError)
  expect(error).toMatchObject({ kind, parameter })
  expect((error as Error).message).toMatch(/\.$/)
  expect(JSON.stringify([await loadPlans(), await audits()], exactly)).toBe(before)
}
const exactly = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)

describe('entering', () => {
  it('keeps what was typed, and says so in the audit log', async () => {
    const id = await enter({
      planCode: 'max_20x',
      price: usd('180.50'),
      currency: 'EUR',
      priceUsd: usd('200'),
    })
    expect(await only()).toEqual({
      id,
      holderEmail: 'ann@example.com',
      cycle: 'monthly',
      currency: 'EUR',
      startsOn: '2026-06-15',
      endsOn: null,
      apiCredit: null,
      terms: [
        {
          id: expect.any(String),
          effectiveOn: '2026-06-15',
          planCode: 'ultra',
          seats: 1,
          price: usd('180.50'),
          priceUsd: usd('200'),
          paused: false,
        },
      ],
    })
    const [entry, ...more] = await audits()
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      action: 'plan.created',
      subjectType: 'plan',
      subjectId: id,
      actorName: 'a member',
      at: NOW,
      after: {
        holder_email: 'ann@example.com',
        currency: 'EUR',
        terms: [{ plan: 'ultra', price: '180.50', price_usd: '200.00', effective_on: '2026-06-15' }],
      },
    })
  })

  it('links an API credit to an organisation that is known', async () => {
    const apiCredit = { organizationId: 'org-1', claimedOn: day('2026-10-09') }
    await refused(
      () => createPlan(member, { ...pro, apiCredit }, NOW),
      'incomplete',
      'api_credit.organization',
    )
    await prisma().organization.create({ data: { id: 'org-1', name: 'Acme', createdAt: NOW } })
    const id = await enter({ planCode: 'max', price: usd('100'), apiCredit })
    expect(await getPlan(viewer, id, NOW)).toMatchObject({ creditOrganization: 'Acme', plan: { apiCredit } })
    await refused(
      () => createPlan(member, { ...pro, apiCredit, endsOn: day('2026-10-08') }, NOW),
      'incomplete',
      'api_credit.claimed_on',
    )
  })

  it('refuses what cannot be, naming the field', async () => {
    const attempts: [Partial<PlanInput>, string][] = [
      [{ planCode: 'plus' }, 'plan'],
      [{ planCode: 'constructor' }, 'plan'],
      [{ seats: 0 }, 'seats'],
      [{ seats: 1.5 }, 'seats'],
      [{ seats: 100_001 }, 'seats'],
      [{ price: usd('-1') }, 'price'],
      [{ price: usd('1000000.01') }, 'price'],
      [{ priceUsd: usd('21') }, 'price_usd'],
      [{ currency: 'EUR' }, 'price_usd'],
      [{ currency: 'EUR', priceUsd: usd('0') }, 'price_usd'],
      [{ currency: 'JPY', price: usd('3000'), priceUsd: usd('1000000.01') }, 'price_usd'],
      [{ endsOn: day('2026-06-14') }, 'ends_on'],
    ]
    for (const [wrong, parameter] of attempts)
      await refused(() => createPlan(member, { ...pro, ...wrong }, NOW), 'incomplete', parameter)
    await expect(createPlan(member, { ...pro, planCode: 'plus' }, NOW)).rejects.toThrow(
      'There is no plan "plus". Known plans: free, pro, max, ultra, team_standard, team_premium, enterprise.',
    )
  })

  it('and everything else is for members and above', async () => {
    const id = await enter()
    const day1 = day('2026-12-01')
    await refused(() => createPlan(viewer, pro, NOW), 'forbidden')
    await refused(() => correctPlan(viewer, id, pro, NOW), 'forbidden')
    await refused(() => addTerm(viewer, id, { effectiveOn: day1, paused: true }, NOW), 'forbidden')
    await refused(() => endPlan(viewer, id, day1, NOW), 'forbidden')
    await refused(() => deletePlan(viewer, id, NOW), 'forbidden')
    await deletePlan(member, id, NOW)
    await refused(() => undoDeletePlan(viewer, id, NOW), 'forbidden')
  })
})

describe('a change', () => {
  it('adds a term, takes the rest from before, and leaves every earlier day alone', async () => {
    const id = await enter()
    const range = { from: day('2026-06-01'), to: day('2026-11-01') }
    const before = planAmountsByDay(await only(), range, 'spread', day('2027-12-31'))
    await addTerm(member, id, { effectiveOn: day('2026-10-31'), planCode: 'max', price: usd('100') }, NOW)
    await addTerm(member, id, { effectiveOn: day('2026-08-31'), seats: 2 }, NOW)
    const plan = await only()
    expect(plan.terms).toMatchObject([
      { effectiveOn: '2026-06-15', planCode: 'pro', seats: 1, price: usd('20') },
      { effectiveOn: '2026-08-31', planCode: 'pro', seats: 2, price: usd('20') },
      { effectiveOn: '2026-10-31', planCode: 'max', seats: 1, price: usd('100'), priceUsd: usd('100') },
    ])
    expect(planAmountsByDay(plan, range, 'spread', day('2027-12-31'))).toEqual(before)
    const [, entry] = await audits()
    expect(entry).toMatchObject({ action: 'plan.changed', subjectId: id, before: { terms: [{}] } })
    expect((entry?.after as { terms: unknown[] }).terms).toHaveLength(2)
  })

  it('pauses and resumes at the same price', async () => {
    const id = await enter({ currency: 'EUR', price: usd('18'), priceUsd: usd('20') })
    await addTerm(member, id, { effectiveOn: day('2026-09-01'), paused: true }, NOW)
    await addTerm(member, id, { effectiveOn: day('2026-10-01'), paused: false }, NOW)
    expect((await only()).terms.map(({ paused, priceUsd }) => [paused, priceUsd])).toEqual([
      [false, usd('20')],
      [true, usd('20')],
      [false, usd('20')],
    ])
  })

  it('refuses days out of order, twice the same, nothing, and a foreign price without dollars', async () => {
    const id = await enter({ endsOn: day('2026-12-31'), currency: 'EUR', priceUsd: usd('22') })
    const on = (text: string) => ({ effectiveOn: day(text), paused: true })
    await refused(() => addTerm(member, id, on('2026-06-15'), NOW), 'incomplete', 'effective_on')
    await refused(() => addTerm(member, id, on('2026-06-01'), NOW), 'incomplete', 'effective_on')
    await refused(() => addTerm(member, id, on('2027-01-01'), NOW), 'incomplete', 'effective_on')
    await refused(
      () => addTerm(member, id, { effectiveOn: day('2026-07-01') }, NOW),
      'incomplete',
      'effective_on',
    )
    const price = { effectiveOn: day('2026-07-01'), price: usd('90') }
    await refused(() => addTerm(member, id, price, NOW), 'incomplete', 'price_usd')
    await refused(() => addTerm(member, 'nobody', on('2026-07-01'), NOW), 'not_found', 'id')
    await addTerm(member, id, on('2026-07-01'), NOW)
    await refused(() => addTerm(member, id, on('2026-07-01'), NOW), 'conflict', 'effective_on')
  })

  it('made twice at once on one day is made once', async () => {
    const id = await enter()
    const attempt = () => addTerm(member, id, { effectiveOn: day('2026-07-01'), paused: true }, NOW)
    const outcomes = await Promise.allSettled([attempt(), attempt(), attempt()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'conflict' })
    expect((await only()).terms).toHaveLength(2)
    expect(await audits()).toHaveLength(2)
  })

  it('can be corrected and removed, the first term only with its plan', async () => {
    const id = await enter()
    await addTerm(member, id, { effectiveOn: day('2026-07-01'), price: usd('30') }, NOW)
    await addTerm(member, id, { effectiveOn: day('2026-08-01'), price: usd('40') }, NOW)
    const [first, second] = (await only()).terms
    if (!first || !second) throw new Error('expected terms')
    const term = { ...second, planCode: 'max_5x', price: usd('100'), priceUsd: null }
    await editTerm(member, id, second.id, { ...term, effectiveOn: day('2026-07-15') }, NOW)
    expect((await only()).terms[1]).toMatchObject({
      planCode: 'max',
      priceUsd: usd('100'),
      effectiveOn: '2026-07-15',
    })
    await refused(
      () => editTerm(member, id, second.id, { ...term, effectiveOn: day('2026-08-01') }, NOW),
      'conflict',
      'effective_on',
    )
    await refused(() => editTerm(member, id, first.id, term, NOW), 'incomplete', 'term')
    await refused(() => removeTerm(member, id, first.id, NOW), 'incomplete', 'term')
    await refused(() => removeTerm(member, id, 'nobody', NOW), 'not_found', 'term')
    await removeTerm(member, id, second.id, NOW)
    expect((await only()).terms.map(({ effectiveOn }) => effectiveOn)).toEqual(['2026-06-15', '2026-08-01'])
    expect((await audits()).map(({ action }) => action).slice(-2)).toEqual([
      'plan.change_corrected',
      'plan.change_removed',
    ])
  })
})

describe('correcting the entry', () => {
  it('rewrites the plan and its first term only', async () => {
    const id = await enter()
    await addTerm(member, id, { effectiveOn: day('2026-09-01'), price: usd('30') }, NOW)
    await correctPlan(member, id, { ...pro, startsOn: day('2026-06-10'), price: usd('25') }, NOW)
    const plan = await only()
    expect(plan).toMatchObject({ id, startsOn: '2026-06-10' })
    expect(plan.terms).toMatchObject([
      { effectiveOn: '2026-06-10', price: usd('25') },
      { effectiveOn: '2026-09-01', price: usd('30') },
    ])
    const corrected = (more: Partial<PlanInput>) => () => correctPlan(member, id, { ...pro, ...more }, NOW)
    await refused(corrected({ startsOn: day('2026-09-01') }), 'incomplete', 'starts_on')
    await refused(corrected({ endsOn: day('2026-08-31') }), 'incomplete', 'ends_on')
    await refused(corrected({ currency: 'EUR', priceUsd: usd('22') }), 'incomplete', 'currency')
  })
})

describe('the end', () => {
  it('is set, moved and taken away, never before a change', async () => {
    const id = await enter()
    await addTerm(member, id, { effectiveOn: day('2026-09-01'), price: usd('30') }, NOW)
    await refused(() => endPlan(member, id, day('2026-08-31'), NOW), 'incomplete', 'ends_on')
    await refused(() => endPlan(member, id, day('2026-06-14'), NOW), 'incomplete', 'ends_on')
    await endPlan(member, id, day('2026-09-01'), NOW)
    expect((await only()).endsOn).toBe('2026-09-01')
    await endPlan(member, id, null, NOW)
    expect((await only()).endsOn).toBeNull()
  })
})

describe('deleting', () => {
  it('takes the plan out of everything, and undo brings it back whole', async () => {
    const id = await enter()
    await addTerm(member, id, { effectiveOn: day('2026-09-01'), price: usd('30') }, NOW)
    const before = await only()
    await deletePlan(member, id, NOW)
    expect(await loadPlans()).toEqual([])
    expect(await getPlan(viewer, id, NOW)).toBeNull()
    expect(await getDeletedPlan(viewer, id, NOW)).toEqual({ id, name: 'Pro', holderEmail: 'ann@example.com' })
    await refused(() => deletePlan(member, id, NOW), 'not_found', 'id')
    await refused(
      () => addTerm(member, id, { effectiveOn: day('2026-10-01'), seats: 2 }, NOW),
      'not_found',
      'id',
    )
    await undoDeletePlan(member, id, NOW)
    expect(await only()).toEqual(before)
    expect(await getDeletedPlan(viewer, id, NOW)).toBeNull()
    await refused(() => undoDeletePlan(member, id, NOW), 'not_found', 'id')
    expect((await audits()).map(({ action }) => action).slice(-2)).toEqual(['plan.deleted', 'plan.restored'])
  })
})

describe('reading', () => {
  it('lists running plans before ended ones with their monthly sum', async () => {
    await enter({ holderEmail: 'old@example.com', endsOn: day('2026-07-14') })
    await enter({ holderEmail: 'zoe@example.com', planCode: 'max', price: usd('100') })
    await enter({ holderEmail: 'ann@example.com', cycle: 'annual', price: usd('200') })
    await enter({ holderEmail: 'bob@example.com', startsOn: day('2026-12-01') })
    const { plans, perMonth, running } = await listPlans(viewer, NOW)
    expect(plans.map(({ plan, state, name }) => [plan.holderEmail, state, name])).toEqual([
      ['ann@example.com', 'active', 'Pro'],
      ['bob@example.com', 'upcoming', 'Pro'],
      ['zoe@example.com', 'active', 'Max'],
      ['old@example.com', 'ended', 'Pro'],
    ])
    expect(perMonth).toBe(usd('116.67'))
    expect(running).toBe(2)
    const zoe = plans[2]
    expect(zoe?.apiCredit).toBe(usd('100'))
    expect(zoe?.nextCharge).toMatchObject({ on: '2026-12-15', amountUsd: usd('100') })
    expect(zoe?.perDay).toBe(usd('3.333333334'))
  })

  it('pages through all of them once', async () => {
    for (const holder of ['a', 'b', 'c', 'd', 'e']) await enter({ holderEmail: `${holder}@example.com` })
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof pageOfPlans>> = await pageOfPlans(viewer, { limit: 2, after })
      seen.push(...page.plans.map(({ holderEmail }) => holderEmail))
      after = page.next
    } while (after !== null)
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'].map((holder) => `${holder}@example.com`))
  })

  it('shows what held when and what was paid', async () => {
    const id = await enter()
    await addTerm(member, id, { effectiveOn: day('2026-10-31'), planCode: 'max', price: usd('100') }, NOW)
    const detail = await getPlan(viewer, id, NOW)
    expect(detail?.terms.map(({ name, from, isCurrent }) => [name, from, isCurrent])).toEqual([
      ['Pro', '2026-06-15', false],
      ['Max', '2026-11-01', true],
    ])
    expect(detail?.charges.map(({ on }) => on)).toEqual([
      '2026-11-15',
      '2026-10-31',
      '2026-10-15',
      '2026-09-15',
      '2026-08-15',
      '2026-07-15',
      '2026-06-15',
    ])
    // five times 20, then 80 × 14/31 = 36.13, then 100
    expect(detail?.paidSoFar).toBe(usd('236.13'))
  })
})
