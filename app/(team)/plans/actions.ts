'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import {
  amountField,
  currencyField,
  cycleField,
  emptyOr,
  holderField,
  planCodeField,
  seatsField,
} from '@/lib/commands/plan-fields'
import { addTerm, editTerm, removeTerm } from '@/lib/commands/plan-terms'
import {
  correctPlan,
  createPlan,
  deletePlan,
  endPlan,
  type PlanInput,
  undoDeletePlan,
} from '@/lib/commands/plans'
import { plainText, typedDay } from '@/lib/parse-text'
import { currentDemo, keepData } from '../chosen-data'

const typedSeats = z
  .string()
  .trim()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)
  .pipe(seatsField)

const ids = z.object({ id: plainText(100) })
const termIds = ids.extend({ term: plainText(100) })

const priced = { plan: planCodeField, seats: typedSeats, price: amountField, price_usd: emptyOr(amountField) }

const planForm = z
  .object({
    ...priced,
    holder_email: holderField,
    currency: currencyField,
    cycle: cycleField,
    starts_on: typedDay,
    ends_on: emptyOr(typedDay),
    'api_credit.organization': emptyOr(plainText(100)),
    'api_credit.claimed_on': emptyOr(typedDay),
    then: z.string().optional(),
  })
  .superRefine((form, context) => {
    if (form['api_credit.organization'] === null && form['api_credit.claimed_on'] !== null)
      context.addIssue({
        code: 'custom',
        path: ['api_credit.organization'],
        message: 'Choose the organisation it was linked to.',
      })
    if (form['api_credit.organization'] !== null && form['api_credit.claimed_on'] === null)
      context.addIssue({
        code: 'custom',
        path: ['api_credit.claimed_on'],
        message: 'On which day was it claimed?',
      })
  })

function planInput(form: z.output<typeof planForm>): PlanInput {
  const { 'api_credit.organization': organizationId, 'api_credit.claimed_on': claimedOn } = form
  return {
    holderEmail: form.holder_email,
    planCode: form.plan,
    seats: form.seats,
    price: form.price,
    currency: form.currency,
    priceUsd: form.price_usd,
    cycle: form.cycle,
    startsOn: form.starts_on,
    endsOn: form.ends_on,
    apiCredit: organizationId !== null && claimedOn !== null ? { organizationId, claimedOn } : null,
  }
}

export const enterPlan = formAction(planForm, 'edit_plans', async ({ actor, input, now }) => {
  const { id } = await createPlan(actor, planInput(input), now)
  await keepData('real')
  revalidatePath('/', 'layout')
  const { company } = await currentDemo(actor)
  redirect(input.then === 'timeline' && company === null ? '/' : `/plans?entered=${id}`)
})

export const correctEntry = formAction(
  planForm.safeExtend(ids.shape),
  'edit_plans',
  async ({ actor, input, now }) => {
    await correctPlan(actor, input.id, planInput(input), now)
    revalidatePath('/', 'layout')
    redirect(`/plans/${input.id}?saved=1`)
  },
)

const termForm = ids.extend({ ...priced, effective_on: typedDay, paused: z.literal('yes').optional() })

export const addChange = formAction(termForm, 'edit_plans', async ({ actor, input, now }) => {
  const { id, effective_on: effectiveOn, plan: planCode, seats, price, price_usd: dollars, paused } = input
  const change = { effectiveOn, planCode, seats, price, paused: paused === 'yes' }
  await addTerm(actor, id, { ...change, ...(dollars !== null && { priceUsd: dollars }) }, now)
  revalidatePath('/', 'layout')
})

export const correctChange = formAction(
  termForm.extend({ term: plainText(100) }),
  'edit_plans',
  async ({ actor, input, now }) => {
    const { id, term, effective_on: effectiveOn, plan: planCode, seats, price, price_usd: priceUsd } = input
    const paused = input.paused === 'yes'
    await editTerm(actor, id, term, { effectiveOn, planCode, seats, price, priceUsd, paused }, now)
    revalidatePath('/', 'layout')
  },
)

export const removeChange = formAction(termIds, 'edit_plans', async ({ actor, input, now }) => {
  await removeTerm(actor, input.id, input.term, now)
  revalidatePath('/', 'layout')
})

const pauseForm = ids.extend({ effective_on: typedDay, paused: z.enum(['yes', 'no']) })

export const pauseOrResume = formAction(pauseForm, 'edit_plans', async ({ actor, input, now }) => {
  const { id, effective_on: effectiveOn, paused } = input
  await addTerm(actor, id, { effectiveOn, paused: paused === 'yes' }, now)
  revalidatePath('/', 'layout')
})

export const endOn = formAction(
  ids.extend({ ends_on: typedDay }),
  'edit_plans',
  async ({ actor, input, now }) => {
    await endPlan(actor, input.id, input.ends_on, now)
    revalidatePath('/', 'layout')
  },
)

export const goOn = formAction(ids, 'edit_plans', async ({ actor, input, now }) => {
  await endPlan(actor, input.id, null, now)
  revalidatePath('/', 'layout')
})

export const removePlan = formAction(ids, 'edit_plans', async ({ actor, input, now }) => {
  await deletePlan(actor, input.id, now)
  revalidatePath('/', 'layout')
  redirect(`/plans?deleted=${input.id}`)
})

export const bringBack = formAction(ids, 'edit_plans', async ({ actor, input, now }) => {
  await undoDeletePlan(actor, input.id, now)
  revalidatePath('/', 'layout')
  redirect('/plans')
})
